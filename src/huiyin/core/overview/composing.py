# SPDX-License-Identifier: Apache-2.0
"""Composing (综述成文): an overview written from data, section by section, every sentence with what proves it.

Nothing is said that has no source: counts come from figures, words from the very texts; what a template would need and
the data do not hold is left out, not guessed. A person edits what comes out; see `supporting` for what may be published.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from huiyin.core.overview.citing import Language, cite
from huiyin.core.overview.supporting import Source

SHOWN = 3  # suggestions quoted under one theme, sector or body
LISTED = 12  # what has no echo is listed up to so many, the longest waiting first, one of each proposer with a body
SHORT_PROMISE = {"zh": 10, "en": 25}  # characters
ALIKE = 0.5  # of the pairs of characters of two suggestions: more say the same
RESULTS = {
    "done": "done", "partly_done": "part", "in_progress": "planned", "planned": "planned", "deferred": "not",
    "reference": "not", "declined": "not", "higher_level": "not",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer a suggestion has had: its immutable id, its words, who answered, and its canonical disposition."""

    ref: str
    words: str
    body: str
    disposition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise made in an answer; `due`, `first_due` as they are to be read, "" without; `slipped` times."""

    ref: str
    words: str
    body: str
    state: str
    due: str = ""
    first_due: str = ""
    slipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A suggestion with what became of it, as whoever the paper is for may know it.

    Attributes:
        ref: the suggestion's immutable id.
        who: who asked, in the words the paper may use.
        theme: of the paper's themes, "" outside all.
        waiting_days: since it was filed, where nothing was answered.
    """

    ref: str
    words: str
    who: str
    sector: str = ""
    theme: str = ""
    bodies: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    promises: tuple[Promised, ...] = ()
    waiting_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure as a sentence states it: what it is called, its words, the numbers it proves, and the ids behind them.

    Attributes:
        figure: where the words are a clause without its stop, which figure it is; those of one group are told together.
    """

    ref: str
    text: str
    says: tuple[str, ...]
    behind: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All an overview is made of.

    Attributes:
        as_of: the day, as it is to be read.
        lead: sentences of figures that open it.
        themes: in the order they are to be told.
    """

    language: Language
    as_of: str
    matters: tuple[Matter, ...]
    themes: tuple[str, ...] = ()
    lead: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a section with its sources.

    Attributes:
        paragraph: its place among the paragraphs of the section, from 1.
        key: what it is about, unique in the paper and alike when it is written again from later data.
    """

    section: str
    paragraph: int
    key: str
    text: str
    sources: tuple[Source, ...]


@cache
def _data() -> dict[str, Any]:
    file = resources.files("huiyin.core.overview") / "composing.toml"
    return tomllib.loads(file.read_text("utf-8"))


def papers() -> tuple[str, ...]:
    """Name the kinds of papers there are."""
    return tuple(_data()["papers"])


def sections(paper: str) -> tuple[str, ...]:
    """Name the sections of a kind of paper, in order."""
    return tuple(_data()["papers"][paper])


def heading(section: str, language: Language) -> str:
    """Give the heading of a section."""
    return str(_data()["headings"][section][language])


def clause(figure: str, language: Language, **places: object) -> str:
    """Give the clause in which a figure opens a paper, without its stop; "" for one that opens none.

    >>> clause("filed", "zh", n=12)
    '立案12件'
    """
    known = _data()["leads"].get(figure)
    return str(known[language]).format(**places) if isinstance(known, dict) else ""


def compose(paper: str, facts: Facts) -> list[Piece]:
    """Write a paper.

    Shapes: sections in their order; the same facts give the same sentences; every piece passes `supporting.faults`.
    Errors: KeyError for a kind of paper there is not.
    Cost: linear in the suggestions.
    """
    writer = _Writer(facts)
    return [piece for name in sections(paper) for piece in writer.write(name)]


_Told = tuple[str, str, list[Source]]  # key, text, sources
_Paragraphs = Iterator[list[_Told]]


@dataclass
class _Writer:
    facts: Facts
    turns: Counter[str] = field(default_factory=Counter)
    quoted: set[str] = field(default_factory=set)

    def write(self, section: str) -> Iterator[Piece]:
        ways: dict[str, Callable[[], _Paragraphs]] = {
            "lead": self._lead, "asked": self._asked, "sectors": self._sectors, "bodies": self._bodies,
            "answered": self._answered, "outcome": self._outcome, "no_echo": self._no_echo, "voices": self._voices,
        }  # fmt: skip
        for number, paragraph in enumerate(filter(None, ways[section]()), start=1):
            for key, text, sources in paragraph:
                yield Piece(section, number, f"{section}/{key}", text, tuple(sources))

    def say(self, name: str, **places: object) -> str:
        """Say a sentence, its wordings taken in turn."""
        wordings = _data()["sentences"][name][self.facts.language]
        self.turns[name] += 1
        if self.facts.language == "en" and "body" in places:
            places["body"] = _the(str(places["body"]))
        said = str(wordings[(self.turns[name] - 1) % len(wordings)]).format(**places)
        return said[:1].upper() + said[1:]

    def _lead(self) -> _Paragraphs:
        groups = _data()["leads"]["groups"]
        yield [
            (one.ref, text, [_figure(one.ref, *one.says, behind=one.behind)])
            for group in [*groups, [""]]
            for one, text in self._joined(
                [lead for lead in self.facts.lead if lead.figure in group]
            )
        ]

    def _joined(self, some: Sequence[Stated]) -> Iterator[tuple[Stated, str]]:
        """Tell figures as the clauses of one sentence."""
        english = self.facts.language == "en"
        stops = (",", ".") if english else ("，", "。")
        for place, one in enumerate(some):
            last, text = place == len(some) - 1, one.text
            if not one.figure:  # a sentence already
                yield one, text
                continue
            if english and not place:
                text = text[:1].upper() + text[1:]
            elif english and last:
                text = f"and {text}"
            yield one, text + stops[last]

    def _asked(self) -> _Paragraphs:
        for theme in self.facts.themes:
            some = [one for one in self.facts.matters if one.theme == theme]
            if some:
                yield self._theme(theme, some)

    def _theme(self, theme: str, some: Sequence[Matter]) -> list[_Told]:
        ref = f"theme:{theme}"
        bodies = len({body for one in some for body in one.bodies})
        answered = [one for one in some if one.answers]
        named = {"theme": theme, "n": len(some)}
        said = (
            self.say("theme", **named, m=bodies)
            if bodies
            else self.say("theme_unassigned", **named)
        )
        counted = _figure(ref, theme, len(some), bodies, behind=_refs(some))
        counts = {"n": len(answered), "m": len(some) - len(answered)}
        told = _figure(f"{ref}:answered", *counts.values(), behind=_refs(answered))
        name = "theme_answered" if all(counts.values()) else "theme_all_answered" if answered else "theme_unanswered"  # fmt: skip
        return [
            (ref, said, [counted]),
            *(self._quoted(one) for one in _telling(some)),
            (f"{ref}:answered", self.say(name, **counts), [told]),
        ]

    def _quoted(self, one: Matter) -> _Told:
        source = cite("suggestion", one.ref, one.words, self.facts.language)
        self.quoted.add(one.ref)
        return (
            one.ref,
            self.say("asked", who=one.who, quote=source.quote),
            [_naming(source, one.who)],
        )

    def _sectors(self) -> _Paragraphs:
        yield from self._counted("sector", lambda one: [one.sector] if one.sector else [])

    def _bodies(self) -> _Paragraphs:
        yield from self._counted("body", lambda one: list(one.bodies))

    def _counted(self, name: str, of: Callable[[Matter], list[str]]) -> _Paragraphs:
        under: dict[str, list[Matter]] = {}
        for one in self.facts.matters:
            for key in of(one):
                under.setdefault(key, []).append(one)
        for key, some in sorted(under.items(), key=lambda one: (-len(one[1]), one[0])):
            answered = sum(bool(one.answers) for one in some)
            said = self.say(name, **{name: key}, n=len(some), m=answered)
            source = _figure(f"{name}:{key}", key, len(some), answered, behind=_refs(some))
            yield [(f"{name}:{key}", said, [source])]

    def _answered(self) -> _Paragraphs:
        told = [one for one in self.facts.matters if one.answers]
        if not told:
            return
        results = Counter(RESULTS.get(one.answers[-1].disposition, "") for one in told)
        counts = {key: results[key] for key in ("done", "part", "planned", "not")}
        source = _figure("results", *counts.values(), behind=_refs(told))
        yield [("results", self.say("result", **counts), [source])]
        for some in self._by_theme(told):
            yield [self._answer(one) for one in _telling(some)]

    def _answer(self, one: Matter) -> _Told:
        last = one.answers[-1]
        asked = cite("suggestion", one.ref, one.words, self.facts.language)
        said = cite("answer", last.ref, last.words, self.facts.language, telling=True)
        text = self.say(
            "answered", who=one.who, quote=asked.quote, body=last.body, answer=said.quote
        )
        return one.ref, text, [_naming(asked, one.who), _naming(said, last.body)]

    def _outcome(self) -> _Paragraphs:
        least = SHORT_PROMISE[self.facts.language]  # "in hand" alone tells nothing
        best = {one.ref: self._promised(one) for one in self.facts.matters if one.promises}
        told = [
            one
            for one in self.facts.matters
            if one.ref in best and len(best[one.ref][1].quote) >= least
        ]
        for some in self._by_theme(told):
            for one in _telling(some):
                yield list(self._promise(*best[one.ref]))

    def _promised(self, one: Matter) -> tuple[Promised, Source]:
        """Take the promise whose words say most."""
        lang = self.facts.language
        some = [(each, cite("commitment", each.ref, each.words, lang, telling=True)) for each in one.promises]  # fmt: skip
        return max(some, key=lambda pair: len(pair[1].quote))

    def _promise(self, one: Promised, source: Source) -> Iterator[_Told]:
        source = _naming(source, one.body, one.due, one.first_due, one.state, str(one.slipped))
        name = "promised" if one.due else "undated"
        places = {"body": one.body, "quote": source.quote, "due": one.due, "state": one.state}
        yield one.ref, self.say(name, **places), [source]
        if one.slipped:
            said = self.say("slipped", n=one.slipped, due=one.first_due)
            yield f"{one.ref}:slipped", said, [source]

    def _no_echo(self) -> _Paragraphs:
        waiting = sorted(
            (one for one in self.facts.matters if not one.answers),
            key=lambda one: -one.waiting_days,
        )
        name = "none" if waiting else "all_answered"
        said = self.say(name, on=self.facts.as_of, n=len(waiting))
        source = _figure("no_echo", len(waiting), self.facts.as_of, behind=_refs(waiting))
        yield [("no_echo", said, [source])]
        each = {(one.who, one.bodies[:1]): one for one in reversed(waiting)}
        longest = sorted(each.values(), key=lambda one: -one.waiting_days)
        yield from ([self._waits(one)] for one in longest[:LISTED])

    def _waits(self, one: Matter) -> _Told:
        source = cite("suggestion", one.ref, one.words, self.facts.language)
        body = one.bodies[0] if one.bodies else ""
        name = "waiting" if body else "unassigned"
        said = self.say(name, who=one.who, quote=source.quote, body=body, n=one.waiting_days)
        counted = _figure(f"waiting:{one.ref}", one.waiting_days, behind=(one.ref,))
        return one.ref, said, [_naming(source, one.who, body), counted]

    def _voices(self) -> _Paragraphs:
        for some in self._by_theme(self.facts.matters):
            unheard = [one for one in some if one.ref not in self.quoted]
            yield [self._quoted(one) for one in _telling(unheard)[:1]]

    def _by_theme(self, some: Sequence[Matter]) -> Iterator[list[Matter]]:
        for theme in (*self.facts.themes, ""):
            if found := [one for one in some if one.theme == theme]:
                yield found


def _the(body: str) -> str:
    """Name a body in an English sentence: "the Water Bureau"; a name that is not English stays."""
    return f"the {body}" if body.isascii() and not body.lower().startswith("the ") else body


def _refs(some: Sequence[Matter]) -> tuple[str, ...]:
    return tuple(one.ref for one in some)


def _telling(some: Sequence[Matter]) -> list[Matter]:
    """Take the suggestions that say most, of different proposers where there are, none twice in other words."""
    found: list[Matter] = []
    ahead = sorted(some, key=_weight, reverse=True)
    for again in (False, True):
        for one in ahead:
            known = one in found or any(_alike(one.words, other.words) for other in found)
            heard = not again and any(one.who == other.who for other in found)
            if len(found) < SHOWN and not known and not heard:
                found.append(one)
    return found


def _alike(one: str, other: str) -> bool:
    first, second = ({said[at : at + 2] for at in range(len(said) - 1)} for said in (one, other))
    return len(first & second) > ALIKE * min(len(first), len(second))


def _weight(one: Matter) -> float:
    concrete = any(char.isdigit() for char in one.words)
    done = any(answer.disposition in ("done", "partly_done") for answer in one.answers)
    return 2 * done + concrete + min(len(one.words), 40) / 40 + bool(one.promises)


def _figure(ref: str, *says: object, behind: tuple[str, ...] = ()) -> Source:
    return Source("figure", ref, "", "", says=tuple(str(one) for one in says), behind=behind)


def _naming(source: Source, *names: str) -> Source:
    """Let a source prove names and dates that stand beside its words."""
    return replace(source, says=tuple(one for one in names if one))
