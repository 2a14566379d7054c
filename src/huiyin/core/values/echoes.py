# SPDX-License-Identifier: Apache-2.0
"""The echo report (回音报告): sources, parts, findings, and for each suggestion the echo it met."""

from collections import Counter
from dataclasses import dataclass, field

from huiyin.core.values import documents, refusals
from huiyin.core.values.findings import Finding, Kind, Part, Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding that meets a suggestion.

    Attributes:
        finding: id of the reply, commitment, assignment or outcome.
        score: in [0, 1], how much it is about this suggestion.
        reason: id of a reason in words (`matching/data`), e.g. `same_number`, `shared_terms`, `named_topic`.
        shared: the terms both have, most telling first.
    """

    finding: str
    score: float
    reason: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Echo:
    """The verdict on one suggestion with what it rests on."""

    suggestion: str
    verdict: Verdict
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Two suggestions that say the same, or nearly.

    Attributes:
        a, b: ids of the two, a before b in the report.
        score: in [0, 1].
        shared: what both say.
        only_a, only_b: what only one says.
    """

    a: str
    b: str
    score: float
    shared: tuple[str, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body proposed for a suggestion.

    Attributes:
        body: its name.
        role: `lead` (主办) or `joint` (会办).
        score: in [0, 1].
        reason: id of a reason in words: `named`, `duty`, `past`.
        duty: the duty or the words of the text that matched.
    """

    body: str
    role: str
    score: float
    reason: str
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: kept in the report with its code, never skipped in silence."""

    name: str
    sha256: str
    code: str
    params: tuple[tuple[str, refusals.Params], ...] = ()

    def say(self, lang: str) -> str:
        """Say why, in `zh` or `en`."""
        return refusals.words(self.code, lang, **dict(self.params))


@dataclass(frozen=True, slots=True)
class EchoReport:
    """All that was found in some sources.

    Shapes: `documents[n - 1]` is source n of findings and parts; `findings` in order of source and span; `echoes`,
        `groups` and `routes` have a key for each suggestion (routes: only where a body list was given or named).

    Attributes:
        documents: the sources that were read.
        unread: the files that were not.
        parts: parts of each document, in order, covering its text.
        findings: all findings.
        echoes: suggestion id → echo.
        alike: merge candidates.
        groups: suggestion id → merge group (the id of the group's first suggestion; its own id when alone).
        routes: suggestion id → candidate bodies, lead first.
        bodies: the names of the body list in its order (columns of the matrix), then bodies only the sources name.
        aliases: other name of a body → its name in `bodies`, as the body list gives them.
    """

    documents: tuple[documents.Document, ...]
    unread: tuple[Unread, ...]
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    echoes: dict[str, Echo]
    alike: tuple[Alike, ...]
    groups: dict[str, str]
    routes: dict[str, tuple[Candidate, ...]]
    bodies: tuple[str, ...]
    aliases: dict[str, str] = field(default_factory=dict)

    def suggestions(self) -> tuple[Finding, ...]:
        """Give the suggestions in order."""
        return tuple(f for f in self.findings if f.kind is Kind.SUGGESTION)

    def counts(self) -> dict[str, int]:
        """Count suggestions and verdicts: every verdict has a key, and they add up to `suggestions`."""
        verdicts = Counter(echo.verdict for echo in self.echoes.values())
        return {"suggestions": len(self.suggestions())} | {
            str(verdict): verdicts[verdict] for verdict in Verdict
        }
