# SPDX-License-Identifier: Apache-2.0
"""Asks (建议的识别): the suggestions in what someone says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import addressees, clause_kinds, clauses, cues, speakers, words
from huiyin.core.values import findings

_ANNOUNCE = re.compile(
    "(?:建议|意见|想法|提议|期许|诉求|对策|措施)(?:如下|有|是|[，,：:。]|和)|以下.{0,6}(?:建议|工作|措施)|为此[，,]?(?:我们?)?(?:特)?(?:提出|建议)"
)
_OTHER_LIST = re.compile(
    "(?:问题|原因|困难|不足|短板|特点|优势|成效|矛盾|瓶颈)[^，。]{0,8}[：:。]$|主要(?:有|表现)"
)
_BACK = re.compile(
    "(?:19|20)[0-9]{2}年(?!底|内|前|[0-9]{1,2}月(?:底|[0-9]{1,2}日)?[前内])|近年来|近几年|截至|目前|据统计|调查显示|调研(?:发现|中)|数据显示|已经|(?:出台|印发|发布|实施|建立|开展|完成|取得|下发|制定|启动|建成|形成|推出|颁布|带来|造成|得到|有)了|[是为].{2,40}的(?:基础|前提|关键|保证|体现|举措|途径|需要|要求|环节|过程)|存在|往往|普遍|缺乏|不足"
)


_WISHES = ("hope_verb", "request_verb")
# Said for courtesy, to the hall, or wished for children: no body is asked to do a thing.
_COURTESY = re.compile(
    "[^，。]{0,14}(?:能满意|谅解|给予理解|留意|(?:继续|一直)关心|发表.{0,8}(?:观点|看法|意见|致辞|演讲)|致电|拨打|电话咨询|直接.{0,12}联系|来电|自行查询|上台|(?:说|讲|谈|回应|补充|介绍)(?:几句|两句|一句|一下)$)"
    "|(?:我们?的?|咱们的?|每个|所有的?)?(?:孩子|学生|同学)们?(?![^，]{0,8}(?:家长|父母|工作))|跟.{0,6}分享"
)


@dataclass(slots=True)
class Ear:
    """What was just heard: whether suggestions were announced, and whether the last sentence held one."""

    speaker: findings.Speaker = field(default=speakers.NOBODY)
    announced: bool = False
    asked: bool = False


def tells_back(text: str, start: int, end: int) -> bool:
    """Tell whether words give background: figures, years gone by, what has been done."""
    return _BACK.search(text, start, end) is not None


def said(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find the suggestions in a stretch of someone's own or reported words."""
    text, start, end = page.text, part.start, part.end
    if part.speaker.name != ear.speaker.name:
        ear.speaker, ear.announced, ear.asked = part.speaker, False, False
    found: list[drafts.Draft] = []
    if part.how == speakers.ASKED:
        found += run(
            page,
            part,
            (start, end),
            (cues.rule_of(part.verb), part.verb),
            strict=False,
            known=known,
        )
        ear.announced = not found
    else:
        found += _cued(page, part, ear, known)
        if not found:
            found += _uncued(page, part, ear, known)
        if _OTHER_LIST.search(text, start, end):
            ear.announced = False
        elif cues.any_asks(text, start, end) and _ANNOUNCE.search(text, start, end):
            ear.announced = True
    ear.asked = bool(found)
    yield from found


def _cued(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> list[drafts.Draft]:
    text, found = page.text, []
    if not cues.any_asks(text, part.start, part.end):
        return []
    told = list(cues.find(text, part.start, part.end))
    for n, (opening, content, rule, cue) in enumerate(told):
        stop = told[n + 1][0] if n + 1 < len(told) else part.end
        if n == 0 and opening > part.start + 6:
            found += modal(page, part, part.start, opening, known)
        made = list(run(page, part, (content, stop), (rule, cue), strict=False, known=known))
        if found and made and found[-1].rule == "negation_pair" and opening - found[-1].end <= 1:
            made[0] = replace(found.pop(), end=made[0].end)
        found += made
    return found


def _uncued(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> list[drafts.Draft]:
    text, start, end = page.text, part.start, part.end
    ordinal = words.ORDINAL.match(text, start, end)
    if ordinal and (ear.announced or ear.asked):
        found = list(
            run(
                page,
                part,
                (ordinal.end(), end),
                ("numbered_ask", ordinal.group().strip("，, ")),
                strict=False,
                known=known,
            )
        )
        ear.announced = ear.announced or bool(found)
        return found
    if part.how == speakers.TOLD and part.verb == "提出" and not tells_back(text, start, end):
        return list(
            run(page, part, (start, end), ("suggest_verb", part.verb), strict=False, known=known)
        )
    found = modal(page, part, start, end, known)
    if not found and (ear.asked or ear.announced) and not tells_back(text, start, end):
        return list(run(page, part, (start, end), ("continued_ask", ""), strict=True, known=known))
    return found


def modal(
    page: drafts.Page,
    part: speakers.Stretch,
    start: int,
    end: int,
    known: frozenset[str],
    *,
    weak: bool = True,
) -> list[drafts.Draft]:
    """Find what is said to be due or possible, clause by clause."""
    text = page.text
    if not cues.any_modal(text, start, end):
        return []
    cut = clauses.pieces(text, start, end)
    for n, (a, b, _mark) in enumerate(cut):
        rule, cue = cues.modal(text, a, b, ask=text[part.end - 1] in "？?")
        if (
            not rule
            or (rule != "modal" and not weak)
            or clause_kinds.kind(text[a:b], strict=True) is clause_kinds.Is.EXPLAIN
        ):
            continue
        bare = (
            text[a:b]
            .lstrip("也还")
            .startswith(("可以", "可", "应", "要", "需", "亟", "不妨", "必须"))
        )
        made = list(run(page, part, (a, end), (rule, cue), strict=False, known=known))
        if n and made and (bare or rule == "negation_pair") and a - cut[n - 1][0] <= 32:
            made[0] = replace(made[0], start=cut[n - 1][0])
        return made
    return []


def run(
    page: drafts.Page,
    part: speakers.Stretch,
    within: tuple[int, int],
    sign: tuple[str, str],
    *,
    strict: bool,
    known: frozenset[str],
) -> Iterator[drafts.Draft]:
    """Find the asks of a run of words; `sign` is the rule and the words that set it off."""
    (start, end), (rule, cue), text = within, sign, page.text
    start_at = cues.skip_number(page.text, start, end)
    counted = cues.number(page.text[start:start_at]) or cues.number(
        page.text[part.start : cues.skip_number(page.text, part.start, part.end)]
    )
    to, last = "", -1
    for n, ask in enumerate(
        clauses.asks(
            page.text,
            start_at,
            end,
            strict=strict,
            counted=rule == "bare_ask",
            headed=start_at > start,
        )
    ):
        while ask.end > ask.start and text[ask.end - 1] in "。；，、;,：:！! ":
            ask.end -= 1
        if ask.end - ask.start < 4:
            continue
        if "”" in text[ask.start : ask.end].partition("“")[0]:
            continue  # the end of what is quoted
        if rule in _WISHES and n == 0 and _COURTESY.match(text, ask.start, ask.end):
            return
        named = addressees.find(text[ask.start : ask.end], known)
        to = named or (to if _same_subject(text, last, ask) else "")
        last = ask.end
        name, words_of = (
            (rule, cue) if n == 0 or rule == "bare_ask" else ("chained_ask", ask.head[:4])
        )
        if name == "bare_ask":
            words_of = ask.head[:4]
        if ask.negative:
            name, words_of = "negation_pair", ask.head[:6]
        yield drafts.Draft(
            findings.Kind.SUGGESTION, ask.start, ask.end, part.sentence, name, words_of,
            cues.score(name), part.speaker, addressee=to, number=counted if n == 0 else "",
        )  # fmt: skip


def _same_subject(text: str, last: int, ask: clauses.Ask) -> bool:
    """Tell whether the body named before is still the subject: no full stop or semicolon between, no other subject."""
    if last < 0 or any(mark in "；;。！？!?" for mark in text[last : ask.start]):
        return False
    head = text[ask.start : ask.start + 12]
    return words.ACTION.match(head) is not None or head[0] in "把将对从按以在并也每向为根"
