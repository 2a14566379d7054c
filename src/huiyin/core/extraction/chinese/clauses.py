# SPDX-License-Identifier: Apache-2.0
"""Clauses (分句): a run of words that asks, cut into its single asks.

Rules in words: docs/explanation/what-counts-as-one-suggestion.en.md.
"""

import re
from dataclasses import dataclass
from enum import Enum

from huiyin.core.extraction.chinese import words

_CUT = re.compile(
    "[，,；;：:。！？!?]+[”’」』）)]*|[ \u3000]*(?<=[\u4e00-\u9fff”)）])[ \u3000]*(?=[一二三四五六七八九]是要?(?:加|建|完|推|强|深|优|提|制|健|搭|畅|开|出|明|构|创|培|扩|规|做|设|落|支|严))"
)
_EXPLAIN = re.compile(words.listed("explains"))
_EFFECT = re.compile(
    f"(?:(?:也|还|又|并|更|更好地?|进一步|不断|切实|有效|真正|全面|从而|好){{0,3}}){words.listed('effects')}"
)
_CONCRETE = re.compile(words.listed("concrete"))
_SOLVE = re.compile("(?:切实|真正|以便?|避免|防止|以免|方便|便于|解决|确保|好让|从)")
_SLOGAN = re.compile(
    f"(?:(?:继续|始终|要|进一步|能|今年|必须)*){words.listed('slogans')}|.{{0,12}}以.{{2,30}}为(?:抓手|契机|引领|导向|目标|遵循|指导|统领|主线|宗旨)$"
)
_PREP = re.compile(f"{words.SMALL}(?:建议|先|则)?{words.listed('preps')}")
_BY = re.compile(
    "(?:(?:也|还|并|再|同时|可|可以|应|要|先|则|则应)?)(?:由|请|把|将|对(?!于)|给|为.{2,16}(?:提供|开通|设|配|建))(?!此)"
)
_NEG = re.compile(
    "没有必要|没必要|不必|无需|无须|不要|不宜|不应|不能再|不再|不得|犯不着|(?<![辨区识分级类差个性特甄鉴各离告])别(?![的人墅样处])|切忌|不搞|严禁|禁止"
)
_INSTEAD = re.compile("改[成为]|变[成为]|做成?|换成|而[是应]|可以|不如|让")
_CONDITION = re.compile(
    "(?:的|时|时候|中|后|前|上|下|方面|基础上|同时|情况|期间|过程中|来看|而言|外)$"
)
_JUDGE = re.compile(
    "(?:十分|非常|至关|尤为|特别|很|是)(?:重要|必要|关键|迫切|紧迫|可行)|是指|体现在|指的是|表现为|势在必行|刻不容缓|迫在眉睫|(?:重要|有效|根本)(?:途径|手段|举措|保障|保证|基础|前提|环节|组成部分)$|意义重大|大有可为|的(?:需要|基础|前提|关键|保证|体现)$|^(?:这|那|它)"
)
_MODAL = re.compile("应当?|应该|要(?!求|素)|必须|须|需要?(?!求)|可以?(?![见靠行])|不得|能否|由")
_DUTY = re.compile("应当?(?!用|急|对|届)|应该|要(?!求|素|点)|必须|须|亟需|不得|由")
_SUBJECT = re.compile(
    f"[\u4e00-\u9fffA-Za-z0-9、“”（）]{{0,22}}{words.listed('bodies')}(?:{words.LEADS}){{0,5}}{words.VERBS}"
)

_HEADED = re.compile("^[^把将]{0,16}(?:牵头|统筹|统筹协调|出面|负责)$")
_FORBID = re.compile("(?:要|应|坚决)?(?:严禁|禁止|杜绝)")
_GRASP = re.compile("(?:也|还|并|再|要|应|可)?[把将]")
_GRASPED = re.compile(f"{words.VERBS}|[到成为入进出给作掉上下好完清]|起来")
_FOR = re.compile(
    "(?:也|从而)?(?:可|能)?为.{2,36}(?:奠定|打下|提供|创造|注入|贡献).{0,14}(?:基础|支撑|保障|参考|动力|条件|智慧|活力|保证)$"
)
_CAUSE = re.compile("因(?![地时此势材人事])")
_WHOM = re.compile("(?:对|对于|凡).*(?:对象|人员|者|群体|家庭|情形)$")
_STRENGTH = re.compile("(?:充分|积极|更好|要|应)*发挥.*(?:优势|作用)$")
_SUCH = re.compile("等(?:行为|现象|问题|情况|情形|乱象)$|使得|可以?使")
_AIMED = re.compile("(?:要|应|可|紧紧)?(?:针对|围绕|面向|对于|基于|根据|鉴于|适应|按照|紧扣|立足)")
_OUTCOME = re.compile(
    "(?:减少|减轻|缓解|方便|满足|避免|防止|惠及|形成|实现|达到|成为|确保|保障|使|让|真正|最终|逐步实现)"
)
_MEANS = re.compile(
    "(?:方式|形式|技术|平台|优势|作用|机制|契机|建设|要求|思路|原则|经验|规定|办法|标准|政策|项目|手段|程序|数据|网络|资源|力量|做法|模式|机遇|设备|渠道|载体)$"
)
_WITHIN = re.compile(
    "..(?:的|时|时候|[^其]中|基础上|前提下|情况下|背景下|条件下|形势下|方面|方式上|平台上|内容上|形式上|机制上|政策上|资金上|认定上|层面上|以后|之后|后|之前|之外|为(?:依托|基础|核心|主体|载体|支撑|纽带|平台|切入点|突破口|重点|中心))$"
)
_BY_MEANS = re.compile(
    "(?:充分|有效|积极|合理|进一步|可以?|应|要)*(?:利用|运用|借助|依托|借鉴|立足|结合|按照|根据|参照|通过|本着)|(?:采取|采用|以|.{0,20}通过).{2,40}(?:方式|形式|模式|办法|手段|途径|渠道|措施)$"
)
_PREDICATE = re.compile(
    "(?:是|不仅|既是|就是|才能|才会|具有|有着|有利于|有助于|意义|显得|尤为|势在)"
)
_NOTICE = re.compile(
    "引起.{0,24}(?:重视|关注)$|^(?:可以?)?(?:和|与|同).{2,20}(?:合作|对接|联合|协商|沟通)$"
)
_OPEN_NOUN = re.compile(f"^[^由]{0, 3}对(?!于).*的(?!.*(?:{words.VERBS}|进行|给予|予以)).{{1,12}}$")
_DOING = re.compile(f"(?:{words.VERBS}|进行|给予|予以|加以)(?!.{{0,2}}的)(?=.{{2}})")
_BORNE = re.compile("[^，]{2,16}由[^，]{2,14}$")


class Is(Enum):
    """What a clause does in a request."""

    ACT = "act"
    EFFECT = "effect"
    MANNER = "manner"
    NEGATIVE = "negative"
    EXPLAIN = "explain"
    SLOGAN = "slogan"
    REST = "rest"


@dataclass(slots=True)
class Ask:
    """One ask: a range of the reading and the words it begins with."""

    start: int
    end: int
    head: str
    sure: bool = True
    negative: bool = False


def pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut a range at its commas; give ranges without the marks, and the mark behind each.

    >>> pieces("增设护栏,拓宽路面；清障。", 0, 13)
    [(0, 4, ','), (5, 9, '；'), (10, 12, '。')]
    """
    found, at = [], start
    for match in _CUT.finditer(text, start, end):
        if match.start() > at:
            found.append((at, match.start(), match.group()[:1].strip() or "；"))
        at = match.end()
    if at < end:
        found.append((at, end, ""))
    return [_bare(text, a, b, mark) for a, b, mark in found if text[a:b].strip(" \u3000“”’")]


def _bare(text: str, a: int, b: int, mark: str) -> tuple[int, int, str]:
    while text[a] in " \u3000”’」）)":
        a += 1
    while text[b - 1] in " \u3000“‘":
        b -= 1
    return a, b, mark


def kind(clause: str, *, strict: bool, cued: bool = False) -> Is:
    """Say what a clause does; `strict` where no cue stands right before it, so that its own words must show a request;
    `cued` where the whole run follows a cue.

    >>> kind("增设停车位", strict=True), kind("让老人少走路", strict=True), kind("在老城区", strict=True)
    (<Is.ACT: 'act'>, <Is.EFFECT: 'effect'>, <Is.MANNER: 'manner'>)
    """
    if (
        _EXPLAIN.match(clause)
        or _SUCH.search(clause)
        or _JUDGE.search(clause)
        or _CAUSE.match(clause)
    ):
        return Is.EXPLAIN
    if _SLOGAN.match(clause):
        return Is.SLOGAN
    if _FORBID.match(clause):
        return Is.ACT
    if _NEG.search(clause[:24]):
        return Is.NEGATIVE
    if _HEADED.search(clause) or _NOTICE.search(clause):
        return Is.MANNER
    if (
        _WITHIN.search(clause)
        or _AIMED.match(clause)
        or clause.startswith(("以", "除"))
        or _STRENGTH.match(clause)
    ):
        return Is.MANNER
    if clause.startswith("通过") and not re.search("[把将]", clause):
        return Is.MANNER
    means = _BY_MEANS.match(clause)
    if means and (_MEANS.search(clause) or not _DOING.search(clause[:-1], means.end() + 2)):
        return Is.MANNER
    if (_EFFECT.match(clause) and not _CONCRETE.search(clause)) or _FOR.match(clause):
        return Is.EFFECT
    if words.ACTION.match(clause):
        return Is.ACT
    if _GRASP.match(clause) and not _GRASPED.search(clause, 3):
        return Is.MANNER
    if (
        _BY.match(clause)
        and not _OPEN_NOUN.search(clause)
        and len(clause) > 5
        and (cued or not strict or words.VERB.search(clause, 2))
    ):
        return Is.ACT
    if _OPEN_NOUN.search(clause) or _WHOM.match(clause):
        return Is.MANNER
    if _PREP.match(clause):
        verb = _DOING.search(clause, 3)
        return Is.ACT if verb and not _CONDITION.search(clause) else Is.MANNER
    modal = (_DUTY if strict and not cued else _MODAL).search(clause, 1, 30)
    if modal and words.VERB.search(clause, modal.end(), modal.end() + 24):
        return Is.ACT
    if _SUBJECT.match(clause) or (cued and _BORNE.match(clause)):
        return Is.ACT
    return Is.REST


def asks(text: str, start: int, end: int, *, strict: bool, counted: bool = False) -> list[Ask]:
    """Cut a range that asks into single asks.

    Shapes: ranges inside `[start, end)`, in order, not overlapping. With `strict` the first clause must itself begin as a
        request, else nothing is found; `counted` where a mere number stands before it.
    """
    found: list[Ask] = []
    pending = -1  # where words begin that belong to the next ask
    fresh = True  # at the beginning, or behind a semicolon
    for a, b, mark in pieces(text, start, end):
        if words.LEAD_IN.fullmatch(text, a, b):
            continue
        lead = words.ORDINAL.match(text, a, b) or words.LEAD_IN.match(text, a, b)
        a = lead.end() if lead and lead.end() < b else a
        cue = words.HEAD_CUE.match(text, a, b)
        a = cue.end() if cue and cue.end() < b else a
        clause = text[a:b]
        what = kind(clause, strict=strict or bool(found), cued=not strict)
        if what is Is.NEGATIVE and found and not found[-1].negative and "不得" in clause:
            what = Is.ACT
        if counted and fresh and not found and b - a <= 4 and mark in "，,":
            continue  # a catchword before the request itself
        if (
            fresh
            and what is Is.EFFECT
            and words.ACTION.match(clause)
            and not (strict and _OUTCOME.match(clause))
        ):
            what = Is.ACT
        if fresh and not strict and what is Is.REST and (b - a >= 8 or not counted):
            what = Is.ACT
        if what is Is.ACT and found and not fresh and _bare_verb(clause):
            what = Is.REST
        if what is Is.ACT and not (
            found and found[-1].negative and _joins(clause, found[-1], text)
        ):
            found.append(Ask(pending if pending >= 0 else a, b, clause))
            pending = -1
        elif what is Is.NEGATIVE and (not found or fresh):
            found.append(Ask(pending if pending >= 0 else a, b, clause, negative=True))
            pending = -1
        elif what is Is.MANNER and mark:
            pending = pending if pending >= 0 else a
            if mark in "；;。":
                if found and b - found[-1].end <= 24 and not fresh:
                    found[-1].end = b
                elif b - a > 6 and (not strict or "进行" in clause):
                    found.append(Ask(pending, b, text[pending:b]))
                fresh, pending = True, -1
            continue
        elif strict and found and _PREDICATE.match(clause) and not fresh:
            found.clear()  # what was named is what this clause tells something about
        elif (fresh and found) or not _extend(found, what, clause, b, text, pending, strict=strict):
            if strict and not found and (what is Is.EXPLAIN or b - a > 7):
                return []
            if what is Is.EXPLAIN:
                break
        fresh = mark in "；;"
        pending = -1
    left = text[pending:end].rstrip("。！；，,") if pending >= 0 and not found else ""
    if len(left) > 4 and (not (strict or counted) or _alone(left, strict=strict)):
        found.append(Ask(pending, pending + len(left), left))
    return found


def _alone(words_left: str, *, strict: bool) -> bool:
    """Tell whether words that wait for an ask make one themselves."""
    if _NOTICE.search(words_left):
        return not strict
    return (
        re.match("(?:充分|有效|积极|合理)*(?:利用|运用|借鉴|发挥)|更好发挥|.*进行", words_left)
        is not None
    )


def _bare_verb(clause: str) -> bool:
    """Tell whether a short clause ends with its verb: it has no object of its own and belongs to the ask before."""
    if len(clause) > 12:
        return False
    verbs = list(words.VERB.finditer(clause))
    return len(verbs) == 1 and verbs[0].start() > 0 and verbs[0].end() == len(clause)


def _joins(clause: str, ask: Ask, text: str) -> bool:
    tail = text[ask.start : ask.end]
    alone = "，" not in tail and "," not in tail
    return alone or _INSTEAD.match(clause) is not None


def _extend(
    found: list[Ask], what: Is, clause: str, end: int, text: str, pending: int, *, strict: bool
) -> bool:
    """Let the last ask take in a clause that belongs to it."""
    if not found:
        return False
    last = found[-1]
    if end - last.start > 80:
        return False
    if last.negative:
        last.end = end
        return True
    size = end - last.end
    if what is Is.NEGATIVE or (what is Is.MANNER and size <= 24):
        last.end = end
        return True
    if what is Is.EFFECT and size <= 26 and (_SOLVE.match(clause) and (pending >= 0 or size <= 16)):
        last.end = end
        return True
    if what is Is.REST and size <= (14 if strict else 30):
        last.end = end
        return True
    return False
