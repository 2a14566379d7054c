# SPDX-License-Identifier: Apache-2.0
"""Answers (答复的识别): replies, commitments and outcomes in what a body says."""

import re
from collections.abc import Iterator

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import clauses, speakers, words
from huiyin.core.text import numerals
from huiyin.core.values import findings

Kind = findings.Kind
_P = words.CUES.patterns
_FINISHED = re.compile(
    "(?:建|做|写|改|修|装|办|完|开|发|签|调|上|投)[好成完齐通]了|(?:上线|开通|启用|印发|出台|完成|建成|到位|投用|竣工)了?$"
)
_SCORES = {cue.id: cue.score for cue in words.CUES.cues}
_PLANNED = re.compile("预计|计划|力争|争取|拟")
_TO_COME = re.compile("[前内起]$|明|下|底|本|期间|后")
_OPEN = re.compile("将|待|尚未|未|正在")
_PAST = re.compile("去年|前年|上[个]?月|昨[天日]|此前|前期|原来|(?:19|20)[0-9]{2}年(?!底前|内)")
_THANKS = re.compile(
    "^[^，。]{0,24}(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日$|(?:致电|拨打|咨询电话|联系电话|来电)|^(?:再次|衷心|首先|非常|十分)*(?:感谢|谢谢|欢迎|敬请|祝|特此|专此|此复|以上|联系人|联系电话|抄送|您好|你好)|收悉|现(?:将|就)?.{0,20}(?:答复|回复)如下|^[^，。]{0,8}(?:委员|代表)[：:]?$"
)
_TOPIC = re.compile(
    "(?:关于|针对|就|对于)(?:您|你们?|委员)?(?:所?提出?的?|反映的?|建议的?|询问的?)?[“《]?(?P<topic>[^，。：:“”《》]{2,40}?)[”》]?(?:的?(?:问题|建议|意见|情况|诉求|事宜|事项|一事|方面))?(?:$|[，。：:,])"
)
_ACCEPT = re.compile("(?:予以|全部|完全|积极)?采纳(?!.{0,3}研究)|同意|赞成|赞同|支持")


def topic_of(text: str) -> str:
    """Give what an answer says it is about, "" when it does not say.

    >>> topic_of("关于公交站台座椅的问题。"), topic_of("今年已加装座椅。")
    ('公交站台座椅', '')
    """
    match = _TOPIC.match(text)
    return match["topic"] if match else ""


def only_topic(text: str) -> bool:
    """Tell whether a sentence merely names what the answer is about.

    >>> only_topic("关于公交站台座椅的问题。"), only_topic("关于座椅，今年已加装六十二处。")
    (True, False)
    """
    match = _TOPIC.match(text)
    return match is not None and match.end() >= len(text.rstrip("。：:，"))


def said(
    page: drafts.Page, part: speakers.Stretch, topic: str = "", number: str = ""
) -> Iterator[drafts.Draft]:
    """Find what a body answers, promises and has done, in one stretch of its words.

    Shapes: the findings of a stretch do not overlap; clauses of one kind that follow each other make one finding.
    """
    text = page.text
    thanks = part.end - part.start < 60 and _THANKS.search(text[part.start : part.end].strip())
    if thanks and not _P["acknowledge"].search(text, part.start, part.end):
        return
    topic = topic_of(text[part.start : part.end]) or topic
    groups: list[tuple[str, str, int, int]] = []
    for a, b, _mark in clauses.pieces(text, part.start, part.end):
        what, cue = _tag(text[a:b])
        if groups and (what in ("", groups[-1][0]) or (what == "reply" and groups[-1][0] == "")):
            groups[-1] = (groups[-1][0] or what, groups[-1][1] or cue, groups[-1][2], b)
        elif (
            groups
            and groups[-1][0] == ""
            and (what == "refusal" or groups[-1][3] - groups[-1][2] <= 14)
        ):
            groups[-1] = (what, cue, groups[-1][2], b)
        else:
            groups.append((what, cue, a, b))
    if any(group[0] == "acknowledge" for group in groups):
        cue = next(group[1] for group in groups if group[0] == "acknowledge")
        groups = [("acknowledge", cue, groups[0][2], groups[-1][3])]
    for group in groups:
        if group[3] - group[2] >= 4:
            yield _draft(page, part, group, topic, number)


def _tag(clause: str) -> tuple[str, str]:
    """Say what a clause of an answer does, and by which words."""
    for what in ("acknowledge", "done", "refusal"):
        match = _P[what].search(clause)
        if match and not (what == "done" and _PLANNED.match(clause)):
            return what, match.group()
    if _PAST.search(clause):
        return ("done", clause[-4:]) if _FINISHED.search(clause) else ("", "")
    return _ahead(clause)


def _ahead(clause: str) -> tuple[str, str]:
    """Say whether a clause without other signs promises, or tells what is finished."""
    due = numerals.due(clause)
    if due and _TO_COME.search(due):
        return "promise_date", due
    promised = _P["promise"].search(clause)
    if promised:
        return "promise", promised.group()
    finished = None if _OPEN.search(clause) else _FINISHED.search(clause)
    return ("done", finished.group()) if finished else ("", "")


_KINDS = {
    "promise_date": (Kind.COMMITMENT, "promise_date"),
    "promise": (Kind.COMMITMENT, "promise"),
    "done": (Kind.OUTCOME, "done_fact"),
    "acknowledge": (Kind.REPLY, "acknowledge"),
    "refusal": (Kind.REPLY, "refusal"),
}


def _draft(
    page: drafts.Page,
    part: speakers.Stretch,
    group: tuple[str, str, int, int],
    topic: str,
    number: str,
) -> drafts.Draft:
    what, cue, a, b = group
    kind, rule = _KINDS.get(what, (Kind.REPLY, "reply_item"))
    quote = page.text[a:b]
    position = {"acknowledge": "considering", "refusal": "rejected"}.get(what, "")
    if not position and _ACCEPT.search(quote):
        position = "accepted"
    promised = kind is Kind.COMMITMENT
    return drafts.Draft(
        kind, a, b, part.sentence, rule, cue or quote[:6], _score(rule), part.speaker, topic=topic, number=number,
        due=numerals.due(quote) if promised else "", amount=numerals.amount(quote) if kind is not Kind.REPLY else "",
        position=position,
    )  # fmt: skip


def _score(rule: str) -> float:
    return _SCORES.get(rule, 0.66)
