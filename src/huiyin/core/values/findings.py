# SPDX-License-Identifier: Apache-2.0
"""Findings: what someone asked, answered, promised or judged, tied to the exact words it came from."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.core.values import documents, refusals, spans


class Kind(StrEnum):
    """What a finding is."""

    SUGGESTION = "suggestion"  # 建议: what someone asks others to do
    QUESTION = "question"  # 询问
    ASSIGNMENT = "assignment"  # 交办: a person in charge gives a body something to do
    COMMITMENT = "commitment"  # 承诺: a promise of a body
    REPLY = "reply"  # 答复: a body's answer
    OUTCOME = "outcome"  # 结果: done, with the fact
    EVALUATION = "evaluation"  # 评价: the asker's judgement of an answer


class Capacity(StrEnum):
    """In which capacity someone speaks."""

    MEMBER = "member"  # 委员、代表
    LEADER = "leader"  # 领导
    DEPARTMENT = "department"  # 部门
    PROPOSING_BODY = "proposing_body"  # 党派、界别、专委会等集体提案者；the committee that reports
    STAFF = "staff"  # 工作人员、记者
    UNKNOWN = "unknown"


class PartKind(StrEnum):
    """What a stretch of a document does."""

    FACTS = "facts"  # 情况
    ANALYSIS = "analysis"  # 分析
    SUGGESTIONS = "suggestions"  # 建议
    SPEECH = "speech"  # 发言
    REPLY = "reply"  # 答复
    OTHER = "other"


class Verdict(StrEnum):
    """Whether a suggestion met an echo in the sources at hand; never more than these sources can say."""

    ANSWERED = "answered"
    PARTLY = "partly"
    ACKNOWLEDGED_ONLY = "acknowledged_only"
    NOT_FOUND_HERE = "not_found_here"


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was found: the rule, and the words that set it off.

    Attributes:
        rule: a stable id of the rule, worded for clerks in the lexicon data.
        cue: the words of the text that set it off, "" where there are none.
    """

    rule: str
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it.

    Attributes:
        name: a person or a body as the text names it, "" where the text does not say.
        capacity: in which capacity.
        affiliation: the body or post the text gives the person, else "".
    """

    name: str = ""
    capacity: Capacity = Capacity.UNKNOWN
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said, bound to its words.

    Shapes: `span` and `sentence` count in the source document's `text`; `span` lies inside `sentence` or touches it;
        `quote` is `text[span.start:span.end]` to the letter. Make findings with `bind`, which checks it.
    Units: `score` in [0, 1]: how sure the rule is.

    Attributes:
        id: stable within a report: `<source number>-<kind letter><running number>`, e.g. `1-s12`.
        kind: what it is.
        source: the document's place in the report, from 1.
        span, quote: the words themselves.
        sentence: the sentence they stand in.
        speaker: who said it.
        addressee: the body or person asked, as the text names it, else "".
        score: see Units.
        why: rule and cue.
        topic: for replies and outcomes the words that say what they answer, else "".
        due, amount: for commitments and assignments the date and amount in the words of the text, else "".
        number: the item's own number in the source ("8.10", "三"), else "".
        position: for replies accepted / partly / rejected / considering where the words say it, else "".
    """

    id: str
    kind: Kind
    source: int
    span: spans.Span
    quote: str
    sentence: spans.Span
    speaker: Speaker
    addressee: str
    score: float
    why: Why
    topic: str = ""
    due: str = ""
    amount: str = ""
    number: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document and what it does."""

    kind: PartKind
    source: int
    span: spans.Span


def bind(document: documents.Document, span: spans.Span, quote: str) -> str:
    """Give the quote back once it is proven to equal its source slice.

    Errors: `QUOTE_MISMATCH` when it does not.
    """
    if span.cut(document.text) != quote:
        raise refusals.HuiyinError("QUOTE_MISMATCH", start=span.start, end=span.end)
    return quote
