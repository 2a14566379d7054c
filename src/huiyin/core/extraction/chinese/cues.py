# SPDX-License-Identifier: Apache-2.0
"""Cues (线索): which words of a sentence ask, and whether they stand there as a verb of the speaker's own."""

import re
from collections.abc import Iterator

from huiyin.core.extraction.chinese import addressees, words

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
_COLON = re.compile("(?:建议|意见|想法|对策|举措)(?:如下|有|是|为)?[^，,。；：:]{0,6}[：:]")
# They say no without a verb that the list knows.
_FLAT = frozenset({"不要", "犯不着", "没有必要", "没必要", "不必"})
_MARKS = re.compile("[第点条项是要、，,.．：:（）()\\s]")
_SCORES = {cue.id: cue.score for cue in words.CUES.cues}


def any_asks(text: str, start: int, end: int) -> bool:
    """Tell whether any word that may ask stands in a range."""
    return _ANY.search(text, start, end) is not None


def any_modal(text: str, start: int, end: int) -> bool:
    """Tell whether any word of duty or possibility may stand in a range."""
    return _MODAL_ANY.search(text, start, end) is not None


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
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
        mine = own(before)
        rule = words.CUES.cue_of(match).id
        ordinal = words.ORDINAL.match(before)
        if (
            not mine
            and not (ordinal and ordinal.end() == len(before))
            and (rule != "suggest_verb" or len(before) > 14)
        ):
            continue
        content = match.end()
        while content < end and text[content] in "，,：: ":
            content += 1
        if content < end - 1:
            yield opening, content, rule, match.group()


def own(before: str) -> bool:
    """Tell whether the words before a cue leave it the speaker's own: “我们也”, “为此”."""
    bare = _OWN.match(before)
    return bare is not None and bare.end() == len(before)


def modal(text: str, a: int, b: int, *, ask: bool) -> tuple[str, str]:
    """Give the rule and the words by which a clause says what is due or possible, two empty strings without any.

    Shapes: `ask` where the sentence is a question: then only forms that ask politely count.
    """
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
            own(text[a : match.start()]) or addressees.find(text[a:b])
        )
        if (
            words.ACTION.match(rest)
            or held
            or (match.group() == "可以" and re.match("共用|租|搬|用", rest))
        ):
            return "modal_weak", match.group()
    return "", ""


def skip_number(text: str, start: int, end: int) -> int:
    """Give where the words begin behind the number of an item."""
    if text[start : start + 1] not in words.LEADING:
        return start
    match = words.ORDINAL.match(text, start, end)
    return match.end() if match and match.end() < end else start


def number(words_before: str) -> str:
    """Give a number as written, without its marks.

    >>> number("第二，"), number("（三）"), number("一是")
    ('二', '三', '一')
    """
    return _MARKS.sub("", words_before) if words_before else ""


def rule_of(verb: str) -> str:
    """Name the rule that a verb of asking belongs to."""
    match = _CUE.search(verb)
    return words.CUES.cue_of(match).id if match else "suggest_verb"


def score(rule: str) -> float:
    """Say how sure a rule is."""
    return _SCORES.get(rule, 0.7)
