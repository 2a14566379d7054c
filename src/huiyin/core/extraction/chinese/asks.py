# SPDX-License-Identifier: Apache-2.0
"""Asks (建议的识别): the suggestions in what someone says, or in the part of a proposal that suggests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import addressees, clauses, speakers, words
from huiyin.core.values import findings

_CUE = words.CUES.patterns["ask"]
_STRONG = words.CUES.patterns["modal"]
_WEAK = words.CUES.patterns["weak"]
_ASKING = words.CUES.patterns["asking"]
_NEGATION = words.CUES.patterns["negation"]
_ANY = re.compile(
    "建议|提议|倡议|建言|主张|呼吁|倡导|希望|期待|期盼|期望|盼|但愿|恳请|恳求|敦请|提请|麻烦|请|要求"
)
_MODAL_ANY = re.compile("应|要|必须|务必|必要|亟|急需|不妨|不宜|需|可|最好|不如|得|别|能|否|就够了")
_NOUN_BEFORE = re.compile(
    "(?:[的些点条项个份出次案了]|收到|以下|下列|如下|有关|相关|对策|合理化|政策|意见|意见和|宝贵|提案|受理|采纳|办理|件|批评和|批评、|听取|反映|作为|按照|根据|符合|达到|满足)$"
)
_NOUN_AFTER = re.compile(
    "[的和与及被得案书稿]|如下|、(?:批评|意见)|有[一二三四五六七八九十几两]|[一二三四五六七八九十百千0-9]+(?:余|多)?[条件篇项份]|者|数|件|是[：:]|[一二三四五六]条|由.{0,6}提出|办理|答复|人"
)
_OWN = re.compile(
    "(?:我们?|本人|笔者|个人|在此|借此机会|因此|为此|故|特|还|也|再|同时|另外|此外|特别|尤其|最后|首先|其次|对此|所以|那么|这里|真诚地?|衷心|强烈|殷切|诚恳地?|就|一并|郑重|更|同样|为了.{0,20}|针对.{0,20}|结合.{0,16}|鉴于.{0,16}|再次|都|又|真|很|是|只|十分|第[一二三四五六]|[一二三四五六]是|并|且|便|先|后|代表.{0,12})*"
)
_ANNOUNCE = re.compile(
    "(?:建议|意见|想法|提议|期许|诉求|对策|措施)(?:如下|有|是|[，,：:。]|和)|以下.{0,6}(?:建议|工作|措施)|为此[，,]?(?:我们?)?(?:特)?(?:提出|建议)"
)
_OTHER_LIST = re.compile(
    "(?:问题|原因|困难|不足|短板|特点|优势|成效|矛盾|瓶颈)[^，。]{0,8}[：:。]$|主要(?:有|表现)"
)
_BACK = re.compile(
    "(?:19|20)[0-9]{2}年|近年来|近几年|截至|目前|据统计|调查显示|调研(?:发现|中)|数据显示|已经|(?:出台|印发|发布|实施|建立|开展|完成|取得|下发|制定|启动|建成|形成|推出|颁布|带来|造成|得到|有)了|[是为].{2,40}的(?:基础|前提|关键|保证|体现|举措|途径|需要|要求|环节|过程)|存在|往往|普遍|缺乏|不足"
)
_COLON = re.compile("(?:建议|意见|想法|对策|举措)(?:如下|有|是|为)?[^，,。；：:]{0,6}[：:]")
_FLAT = {
    "不要",
    "犯不着",
    "没有必要",
    "没必要",
    "不必",
}  # say no without a verb that the list knows


@dataclass(slots=True)
class Ear:
    """What was just heard: whether suggestions were announced, and whether the last sentence held one."""

    speaker: findings.Speaker = field(default=speakers.NOBODY)
    announced: bool = False
    asked: bool = False


def said(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find the suggestions in a stretch of someone's own or reported words."""
    text, start, end = page.text, part.start, part.end
    if part.speaker.name != ear.speaker.name:
        ear.speaker, ear.announced, ear.asked = part.speaker, False, False
    found: list[drafts.Draft] = []
    if part.how == speakers.ASKED:
        found += _run(
            page, part, start, end, _rule_of(part.verb), part.verb, strict=False, known=known
        )
        ear.announced = not found
    else:
        found += _cued(page, part, ear, known)
        if not found:
            found += _uncued(page, part, ear, known)
        if _OTHER_LIST.search(text, start, end):
            ear.announced = False
        elif _ANY.search(text, start, end) and _ANNOUNCE.search(text, start, end):
            ear.announced = True
    ear.asked = bool(found)
    yield from found


def written(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find the suggestions in a sentence of the part of a proposal that suggests: bare requests need no cue there."""
    text = page.text
    start = _skip_number(text, part.start, part.end)
    if text[part.end - 1] in "？?" or (start > part.start and _is_heading(page, part, start)):
        return
    cues = list(_cues(text, start, part.end)) if _ANY.search(text, start, part.end) else []
    first = cues[0][0] if cues else part.end
    found: list[drafts.Draft] = []
    if not _BACK.search(text, start, min(first, start + 60)):
        counted = start > part.start or _after_label(page, part.sentence)
        found += _run(page, part, start, first, "bare_ask", "", strict=not counted, known=known)
    for n, (_opening, content, rule, cue) in enumerate(cues):
        stop = cues[n + 1][0] if n + 1 < len(cues) else part.end
        found += _run(page, part, content, stop, rule, cue, strict=False, known=known)
    yield from found or _modal(page, part, start, part.end, known, weak=False)


def _is_label(said: str) -> bool:
    """Tell whether a numbered sentence merely names what follows: “（一）统一规划。”."""
    bare = said.rstrip("。：:；;．. ")
    last = [match.end() for match in words.VERB.finditer(bare)]
    return len(bare) <= 5 or (len(bare) <= 8 and (not last or last[-1] == len(bare)))


def _is_heading(page: drafts.Page, part: speakers.Stretch, start: int) -> bool:
    """Tell whether a numbered sentence is the heading of those behind it, which say the same in full."""
    said = page.text[start : part.end]
    if _is_label(said):
        return True
    after = part.sentence + 1
    if len(said.rstrip("。：: ")) > 10 or "，" in said or after >= len(page.sentences):
        return False
    follows = page.sentences[after]
    same = follows.block == page.sentences[part.sentence].block
    return same and not words.ORDINAL.match(page.text, follows.start, follows.end)


def _after_label(page: drafts.Page, place: int) -> bool:
    if not place:
        return False
    before = page.words(place - 1)
    start = _skip_number(before, 0, len(before))
    return 0 < start and _is_label(before[start:])


def cued(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str], *, wide: bool
) -> Iterator[drafts.Draft]:
    """Find what the writer asks outside that part: only behind a verb that asks (`wide`: any of them)."""
    if not _ANY.search(page.text, part.start, part.end):
        return
    found = [
        one
        for one in _cues(page.text, part.start, part.end)
        if wide or one[3] == "建议" or addressees.find(page.text[one[1] : one[1] + 40], known)
    ]
    for n, (_opening, content, rule, cue) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else part.end
        yield from _run(page, part, content, stop, rule, cue, strict=False, known=known)


def _skip_number(text: str, start: int, end: int) -> int:
    match = words.ORDINAL.match(text, start, end)
    return match.end() if match and match.end() < end else start


def _rule_of(verb: str) -> str:
    match = _CUE.search(verb)
    return words.CUES.cue_of(match).id if match else "suggest_verb"


def _cues(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Give the cues that ask: where their clause begins, where their content begins, the rule and the words."""
    told = _COLON.search(text, start, end)
    if told and told.end() < end - 2:
        yield (
            max(start, text.rfind("。", start, told.start()) + 1),
            told.end(),
            "suggest_verb",
            told.group()[:-1],
        )
        start = told.end()
    for match in _CUE.finditer(text, start, end):
        at = match.start()
        back = max(start, at - 60)
        opening = max(back, max(text.rfind(mark, back, at) for mark in "，,；;。：:”") + 1)
        before = text[opening:at].strip(" \u3000")
        if _NOUN_BEFORE.search(before) or _NOUN_AFTER.match(text, match.end(), end):
            continue
        own = _own(before)
        rule = words.CUES.cue_of(match).id
        ordinal = words.ORDINAL.match(before)
        if (
            not own
            and not (ordinal and ordinal.end() == len(before))
            and (rule != "suggest_verb" or len(before) > 14)
        ):
            continue
        content = match.end()
        while content < end and text[content] in "，,：: ":
            content += 1
        if content < end - 1:
            yield opening, content, rule, match.group()


def _own(before: str) -> bool:
    bare = _OWN.match(before)
    return bare is not None and bare.end() == len(before)


def _cued(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> list[drafts.Draft]:
    text, found = page.text, []
    if not _ANY.search(text, part.start, part.end):
        return []
    cues = list(_cues(text, part.start, part.end))
    for n, (opening, content, rule, cue) in enumerate(cues):
        stop = cues[n + 1][0] if n + 1 < len(cues) else part.end
        if n == 0 and opening > part.start + 6:
            found += _modal(page, part, part.start, opening, known)
        run = list(_run(page, part, content, stop, rule, cue, strict=False, known=known))
        if found and run and found[-1].rule == "negation_pair" and opening - found[-1].end <= 1:
            run[0] = replace(found.pop(), end=run[0].end)
        found += run
    return found


def _uncued(
    page: drafts.Page, part: speakers.Stretch, ear: Ear, known: frozenset[str]
) -> list[drafts.Draft]:
    text, start, end = page.text, part.start, part.end
    ordinal = words.ORDINAL.match(text, start, end)
    if ordinal and (ear.announced or ear.asked):
        found = list(
            _run(
                page,
                part,
                ordinal.end(),
                end,
                "numbered_ask",
                ordinal.group().strip("，, "),
                strict=False,
                known=known,
            )
        )
        ear.announced = ear.announced or bool(found)
        return found
    if part.how == speakers.TOLD and part.verb == "提出" and not _BACK.search(text, start, end):
        return list(
            _run(page, part, start, end, "suggest_verb", part.verb, strict=False, known=known)
        )
    found = _modal(page, part, start, end, known)
    if not found and (ear.asked or ear.announced) and not _BACK.search(text, start, end):
        return list(_run(page, part, start, end, "continued_ask", "", strict=True, known=known))
    return found


def _modal(
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
    if not _MODAL_ANY.search(text, start, end):
        return []
    cut = clauses.pieces(text, start, end)
    for n, (a, b, _mark) in enumerate(cut):
        rule, cue = _modal_of(text, a, b, ask=text[part.end - 1] in "？?")
        if (
            not rule
            or (rule != "modal" and not weak)
            or clauses.kind(text[a:b], strict=True) is clauses.Is.EXPLAIN
        ):
            continue
        bare = (
            text[a:b]
            .lstrip("也还")
            .startswith(("可以", "可", "应", "要", "需", "亟", "不妨", "必须"))
        )
        run = list(_run(page, part, a, end, rule, cue, strict=False, known=known))
        if n and run and (bare or rule == "negation_pair") and a - cut[n - 1][0] <= 32:
            run[0] = replace(run[0], start=cut[n - 1][0])
        return run
    return []


def _modal_of(text: str, a: int, b: int, *, ask: bool) -> tuple[str, str]:
    if ask:
        match = _ASKING.search(text, a, b)
        return ("asking_form", match.group()) if match else ("", "")
    match = _STRONG.search(text, a, b)
    if match and words.VERB.search(text, match.end(), b):
        return "modal", match.group()
    match = _NEGATION.search(text, a, b)
    if match and (words.VERB.search(text, match.end(), b) or match.group() in _FLAT):
        return "negation_pair", match.group()
    for match in _WEAK.finditer(text, a, b):
        rest = text[match.end() : b]
        held = rest[:1] in ("把", "将") and (
            _own(text[a : match.start()]) or addressees.find(text[a:b])
        )
        if (
            words.ACTION.match(rest)
            or held
            or (match.group() == "可以" and re.match("共用|租|搬|用", rest))
        ):
            return "modal_weak", match.group()
    return "", ""


def _run(
    page: drafts.Page,
    part: speakers.Stretch,
    start: int,
    end: int,
    rule: str,
    cue: str,
    *,
    strict: bool,
    known: frozenset[str],
) -> Iterator[drafts.Draft]:
    start_at = _skip_number(page.text, start, end)
    counted = number(page.text[start:start_at]) or number(
        page.text[part.start : _skip_number(page.text, part.start, part.end)]
    )
    to = ""
    for n, ask in enumerate(
        clauses.asks(page.text, start_at, end, strict=strict, counted=rule == "bare_ask")
    ):
        if ask.end - ask.start < 4:
            continue
        to = addressees.find(page.text[ask.start : ask.end], known) or (to if n else "")
        name, words_of = (
            (rule, cue) if n == 0 or rule == "bare_ask" else ("chained_ask", ask.head[:4])
        )
        if name == "bare_ask":
            words_of = ask.head[:4]
        if ask.negative:
            name, words_of = "negation_pair", ask.head[:6]
        yield drafts.Draft(
            findings.Kind.SUGGESTION, ask.start, ask.end, part.sentence, name, words_of,
            _score(name), part.speaker, addressee=to, number=counted if n == 0 else "",
        )  # fmt: skip


def number(words_before: str) -> str:
    """Give a number as written, without its marks.

    >>> number("第二，"), number("（三）"), number("一是")
    ('二', '三', '一')
    """
    return re.sub("[第点条项是要、，,.．：:（）()\\s]", "", words_before)


def _score(rule: str) -> float:
    return next((cue.score for cue in words.CUES.cues if cue.id == rule), 0.7)
