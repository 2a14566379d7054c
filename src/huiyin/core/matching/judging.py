# SPDX-License-Identifier: Apache-2.0
"""Judging (判定): from the answers tied to a suggestion to its verdict. Never more than the sources can say."""

from collections.abc import Sequence

from huiyin.core.matching import acknowledging, passages, terms, tying
from huiyin.core.values.echoes import Echo, Evidence
from huiyin.core.values.findings import Kind, Verdict

SHARED_MOST = 5
TOLD_MOST = 5  # pieces of evidence that say what they share with the suggestion,
CROWD_TOLD = 2  # where there are very many suggestions
MISSED_TERMS = 6  # telling terms a part must have to be missed
CONJUNCT_MET = 0.35  # share of a part's terms that shows it was met

_REASONS = {
    Kind.ASSIGNMENT: "assigned",
    Kind.COMMITMENT: "answered_commitment",
    Kind.OUTCOME: "answered_outcome",
}
_STRENGTH = {
    "answered_outcome": 6, "answered_commitment": 5, "answered_reply": 4, "declined": 3,
    "partly_position": 2, "study_dated": 2, "assigned": 3, "passed_on": 1, "acknowledged": 0,
}  # fmt: skip
REASONS = (*_STRENGTH, "partly_conjunct", "nothing_found")
_VERDICTS = {"acknowledged": Verdict.ACKNOWLEDGED_ONLY} | dict.fromkeys(
    ("partly_position", "study_dated", "passed_on"), Verdict.PARTLY
)


class Judge:
    """Gives verdicts on suggestions from the answers tied to them."""

    def __init__(
        self, answers: Sequence[passages.Passage], weights: terms.Weights, *, told: int = TOLD_MOST
    ) -> None:
        """Judge by these answers; of the evidence the first `told` say what they share with the suggestion."""
        self._told = told
        self._answers = answers
        self._weights = weights
        self._known: dict[tuple[str, Kind, str, bool, bool], str] = {}
        self._parts: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._asked, self._phrases = "", terms.Phrases("", weights)

    def echo(self, asked: passages.Passage, ties: Sequence[tying.Tie]) -> Echo:
        """Give the echo of one suggestion.

        The strongest answer decides; a reply that speaks of one part of the suggestion only makes it `partly`.
        """
        if not ties:
            return Echo(asked.finding.id, Verdict.NOT_FOUND_HERE, "nothing_found")
        reasons = [self._reason(tie.place) for tie in ties]
        reason = max(reasons, key=_STRENGTH.__getitem__)
        verdict = _VERDICTS.get(reason, Verdict.ANSWERED)
        if verdict is Verdict.ANSWERED and self.missing(asked, ties):
            verdict, reason = Verdict.PARTLY, "partly_conjunct"
        evidence = tuple(
            Evidence(
                self._answers[tie.place].finding.id,
                tie.score,
                tie.reason,
                self._shared(asked, tie.place) if at < self._told else (),
            )
            for at, tie in enumerate(ties)
        )
        return Echo(asked.finding.id, verdict, reason, evidence)

    def missing(self, asked: passages.Passage, ties: Sequence[tying.Tie]) -> tuple[str, ...]:
        """Give the parts of a suggestion no answer speaks of, when another part is clearly met.

        Empty where an answer is tied by its number or a quotation: it then answers the whole in its own words.
        """
        if any(tie.reason in ("same_number", "quotes") for tie in ties):
            return ()
        if any(self._answers[tie.place].finding.position == "accepted" for tie in ties):
            return ()
        parts = self._telling_parts(asked)
        if len(parts) < 2:
            return ()
        said = frozenset[str]().union(*(self._answers[tie.place].whole_terms for tie in ties))
        named = set(terms.of(f"{asked.finding.addressee} {asked.finding.speaker.name}"))
        missed = [
            part
            for part, telling in parts
            if len(telling - named) >= MISSED_TERMS
            and said.isdisjoint(telling - named)
            and not passages.is_purpose(part)
        ]
        if not missed:
            return ()
        for _, telling in parts:
            rest = telling - named
            is_part = len(rest) >= tying.CONJUNCT_TERMS
            if is_part and passages.share(rest, said, self._weights) >= CONJUNCT_MET:
                return tuple(missed)
        return ()

    def _telling_parts(self, asked: passages.Passage) -> list[tuple[str, frozenset[str]]]:
        """Give the parts of a suggestion with enough telling terms to be met or missed."""
        if asked.text not in self._parts:
            parts = passages.conjuncts(asked.text)
            told = [(part, frozenset(terms.of(part)) - terms.common()) for part in parts]
            told = [one for one in told if len(one[1]) >= tying.CONJUNCT_TERMS]
            self._parts[asked.text] = told if len(parts) > 1 else []
        return self._parts[asked.text]

    def _reason(self, place: int) -> str:
        one = self._answers[place].finding
        text = self._answers[place].text
        key = text, one.kind, one.position, bool(one.due), bool(one.addressee)
        if key not in self._known:
            self._known[key] = _weigh(self._answers[place])
        return self._known[key]

    def _shared(self, asked: passages.Passage, place: int) -> tuple[str, ...]:
        text = asked.text
        if self._asked != text:
            self._asked, self._phrases = text, terms.Phrases(text, self._weights)
        return self._phrases.shared(self._answers[place].whole_terms)[:SHARED_MOST]


def _weigh(answer: passages.Passage) -> str:
    """Say what one answer amounts to."""
    one, text = answer.finding, answer.text
    names_date = acknowledging.is_dated(text)
    considers = one.position == "considering"
    if answer.is_empty or considers or (names_date and acknowledging.is_study_only(text)):
        return "study_dated" if one.due or names_date else "acknowledged"
    if one.position == "partly" or acknowledging.is_partial(text):
        return "partly_position"
    if one.position == "rejected":
        return "declined"
    if one.kind is Kind.ASSIGNMENT and not one.addressee:
        return "passed_on"
    return _REASONS.get(one.kind, "answered_reply")
