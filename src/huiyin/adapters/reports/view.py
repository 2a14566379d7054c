# SPDX-License-Identifier: Apache-2.0
"""View (版面数据): what the page shows, ordered and numbered, before any markup."""

import re
from collections import Counter
from dataclasses import dataclass, field

from huiyin.adapters.reports import matrix
from huiyin.core.values import echoes, findings

_HAN = re.compile(r"[\u3400-\u9fff]")
GIST_LENGTH = 46  # letters of a suggestion shown in a row of the matrix


@dataclass(slots=True)
class Person:
    """A speaker with their suggestions."""

    key: str
    speaker: findings.Speaker
    suggestions: list[findings.Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Count the speaker's suggestions."""
        return len(self.suggestions)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another suggestion that says the same, seen from one of the two."""

    other: findings.Finding
    score: float
    shared: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All the page needs besides the report itself.

    Attributes:
        by_id: findings by id.
        places: running number of a finding among those of its kind.
        people: speakers of suggestions, in order of appearance.
        person_keys: finding id → key of its speaker.
        speakers: all speakers with a key, suggestions or not.
        grid: the echo matrix.
        answers: finding id → suggestions it meets.
        alike: suggestion id → those that say the same.
    """

    by_id: dict[str, findings.Finding]
    places: dict[str, int]
    people: tuple[Person, ...]
    person_keys: dict[str, str]
    speakers: tuple[Person, ...]
    grid: matrix.Matrix
    answers: dict[str, list[findings.Finding]]
    alike: dict[str, list[Alike]]


def compose(report: echoes.EchoReport) -> View:
    """Order and number what a report holds.

    Cost: linear in the report.
    """
    by_id = {finding.id: finding for finding in report.findings}
    seen: Counter[str] = Counter()
    places: dict[str, int] = {}
    speakers = _people(report)
    for finding in report.findings:
        seen[finding.kind] += 1
        places[finding.id] = seen[finding.kind]
        person = speakers[finding.speaker]
        if finding.kind is findings.Kind.SUGGESTION:
            person.suggestions.append(finding)
            person.counts[verdict_of(report, finding.id)] += 1
    everyone = tuple({person.key: person for person in speakers.values()}.values())
    return View(
        by_id=by_id,
        places=places,
        people=tuple(person for person in everyone if person.suggestions),
        person_keys={finding.id: speakers[finding.speaker].key for finding in report.findings},
        speakers=everyone,
        grid=matrix.compose(report),
        answers=_answers(report, by_id),
        alike=_alike(report, by_id),
    )


def _people(report: echoes.EchoReport) -> dict[findings.Speaker, Person]:
    """Tell people apart: one name is one person unless two affiliations contradict each other."""
    known: dict[findings.Speaker, Person] = {}
    named: dict[str, list[Person]] = {}
    for speaker in (finding.speaker for finding in report.findings):
        if speaker in known:
            continue
        same = named.setdefault(speaker.name, [])
        person = next((one for one in same if _is_same(one.speaker, speaker)), None)
        if person is None:
            person = Person(f"p{len(known)}", speaker)
            same.append(person)
        elif not person.speaker.affiliation:
            person.speaker = speaker
        known[speaker] = person
    return known


def _is_same(one: findings.Speaker, other: findings.Speaker) -> bool:
    posts = one.affiliation, other.affiliation
    return not one.name or not all(posts) or posts[0] in posts[1] or posts[1] in posts[0]


def verdict_of(report: echoes.EchoReport, suggestion: str) -> findings.Verdict:
    """Give the verdict on a suggestion; without an echo it is not found here."""
    echo = report.echoes.get(suggestion)
    return echo.verdict if echo else findings.Verdict.NOT_FOUND_HERE


def language_of(text: str) -> str:
    """Tell `zh` from `en` by the share of Chinese characters.

    >>> language_of("建议增设 WiFi"), language_of("Mill Lane 桥")
    ('zh', 'en')
    """
    letters = sum(not character.isspace() for character in text)
    return "zh" if len(_HAN.findall(text)) * 4 > letters else "en"


def gist(quote: str) -> str:
    """Shorten a quote for a row of the matrix."""
    flat = " ".join(quote.split())
    limit = GIST_LENGTH if language_of(flat) == "zh" else GIST_LENGTH * 2
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def _answers(
    report: echoes.EchoReport, by_id: dict[str, findings.Finding]
) -> dict[str, list[findings.Finding]]:
    answers: dict[str, list[findings.Finding]] = {}
    for suggestion in report.suggestions():
        echo = report.echoes.get(suggestion.id)
        for evidence in echo.evidence if echo else ():
            answers.setdefault(by_id[evidence.finding].id, []).append(suggestion)
    return answers


def _alike(report: echoes.EchoReport, by_id: dict[str, findings.Finding]) -> dict[str, list[Alike]]:
    alike: dict[str, list[Alike]] = {}
    for pair in report.alike:
        for one, other, here, there in (
            (pair.a, pair.b, pair.only_a, pair.only_b),
            (pair.b, pair.a, pair.only_b, pair.only_a),
        ):
            held = Alike(by_id[other], pair.score, pair.shared, here, there)
            alike.setdefault(one, []).append(held)
    return alike
