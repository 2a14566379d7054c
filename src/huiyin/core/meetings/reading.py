# SPDX-License-Identifier: Apache-2.0
"""Reading along (随讲随读): one utterance at a time through the reader, whatever was said before.

1. the utterance is put as a line of a record, under its speaker's name and post, so that the reader knows who speaks;
2. what is found in the words themselves is kept, and counted in them;
3. a reply that follows a question is its answer; the caller remembers the last open question, nothing more.
The cost of one utterance therefore depends on its own length and on nothing before it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Capacity, Finding, Kind
from huiyin.core.values.spans import Span

Extract = Callable[
    [Document], Any
]  # gives something with `findings`, see `core.extraction.finding.Extraction`
_KINDS = {
    Kind.SUGGESTION: "suggestion",
    Kind.QUESTION: "question",
    Kind.ASSIGNMENT: "assignment",
    Kind.COMMITMENT: "commitment",
    Kind.REPLY: "answer",
    Kind.OUTCOME: "answer",
}
_POSTS = {"zh": {"member": "委员", "leader": "市长", "department": "局长"}, "en": {}}
_YOURS = ("你们", "you ", "请你们")
_ASKS = ("？", "?")
# Who begins to answer says so, and has answered nothing yet.
_BEGINS = re.compile("(?:好，)?我们?(?:先)?来?(?:回应|答复|回答|说明|补充)(?:一下|几句|两句)?")
_ORDERING = ("en_please", "request_verb")
_POSTS["en"] = {"member": "Councillor", "leader": "Mayor", "department": "Director"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the label as it came, and the name and role the office knows, "" where it knows none."""

    label: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing heard in an utterance.

    Shapes: `span` counts in the utterance's text; `quote` is cut from it.
    """

    kind: str
    span: Span
    quote: str
    addressee: str
    due: str
    amount: str
    score: float
    rule: str
    cue: str


def read(text: str, voice: Voice, extract: Extract, *, lang: str = "zh") -> list[Heard]:
    """Give what is suggested, asked, answered, promised or assigned in one utterance, in order.

    Shapes: see `Heard`; two findings of one kind never share a span.
    Cost: linear in the length of the utterance.
    """
    head = _head(voice, lang)
    line = head + text
    found: Sequence[Finding] = extract(Document("utterance", "0" * 64, "text/plain", line)).findings
    heard: dict[tuple[str, int, int], Heard] = {}
    for one in found:
        kind = _kind(one, voice, line[one.span.end : one.span.end + 1])
        start, end = one.span.start - len(head), one.span.end - len(head)
        if kind == "answer" and _BEGINS.fullmatch(one.quote.rstrip("。，")):
            continue
        if kind and start >= 0:
            span = Span(start, end)
            heard.setdefault(
                (kind, start, end),
                Heard(
                    kind, span, span.cut(text), one.addressee, one.due, one.amount, one.score,
                    one.why.rule, one.why.cue,
                ),
            )  # fmt: skip
    return sorted(heard.values(), key=lambda one: (one.span, one.kind))


def _head(voice: Voice, lang: str) -> str:
    """Put the speaker as a record does: the label says it best; a bare name is given the post of its role."""
    said = " ".join(voice.label.split()) or voice.name
    if voice.role and voice.name and said == voice.name:
        post = _POSTS.get(lang, {}).get(voice.role, "")
        said = f"{post} {said}".strip() if lang == "en" else f"{said}{post}"
    return f"{said}: " if said and lang == "en" else f"{said}：" if said else ""


def _kind(one: Finding, voice: Voice, after: str) -> str:
    """What the finding is here: what a leader asks of a named body, or promises in its name, is an order; with a question
    mark behind it, a question.
    """
    kind = _KINDS.get(one.kind, "")
    role = voice.role or str(one.speaker.capacity)
    if role != Capacity.LEADER:
        return kind
    if kind == "suggestion" and (one.addressee or one.why.rule in _ORDERING):
        kind = "assignment"
    if kind == "commitment" and one.quote.lower().startswith(_YOURS):
        kind = "assignment"
    return "question" if kind == "assignment" and after in _ASKS else kind
