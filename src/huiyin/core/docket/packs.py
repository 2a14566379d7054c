# SPDX-License-Identifier: Apache-2.0
"""Rules packs (规则包): states, acts, clocks, reasons, classes and words of a place, as versioned data with citations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from huiyin.core.calendar import deadlines
from huiyin.core.docket import pack_blocks

Words = pack_blocks.Words


@dataclass(frozen=True, slots=True)
class State:
    """A state of a machine.

    Attributes:
        final: nothing is owed any more; a matter may rest here.
        echo: what reaching it tells the proposer, so that nothing ends silent.
    """

    id: str
    words: Words
    final: bool = False
    echo: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """An act (one row of the published table): from which states, to which, by whom, on what terms.

    Attributes:
        to: the state reached; "" where the act leaves the state as it is; `@before` for a return to the state the
            matter had before it came here.
        by: roles that may do it; `proposer` and `signatory` stand for persons of the case.
        guards: names of conditions that must hold, asked in order; each is a fact the caller supplies.
        reason: `none`, `text` (words required) or `code` (a code of the pack's reasons, and words).
        reasons: which list of reasons, where `reason` is `code`.
        starts, stops: clocks.
        notifies: roles that are told.
        backward: a step back, which always needs a reason.
    """

    id: str
    words: Words
    sources: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    guards: tuple[str, ...] = ()
    reason: str = "none"
    reasons: str = ""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    notifies: tuple[str, ...] = ()
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """A table of states and acts."""

    id: str
    words: Words
    initial: str
    states: Mapping[str, State]
    acts: Mapping[str, Act]

    def possible(self, state: str) -> tuple[Act, ...]:
        """Give the acts the table knows from a state, in its order."""
        return tuple(act for act in self.acts.values() if state in act.sources)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a place.

    Attributes:
        anchor: the event it runs from (`assigned`, `received`, …).
        limit: how long; None where the instrument is silent.
        cite: where the value comes from.
        sure: False where the value is not established.
        ladder: days before (negative) or after the last day on which a reminder is due, and its form.
        pausable, extension: whether it may stand still; the longest total in its own unit, None without.
    """

    id: str
    words: Words
    anchor: str
    limit: deadlines.Limit | None
    cite: str = ""
    sure: bool = True
    ladder: tuple[tuple[int, str], ...] = ()
    pausable: bool = False
    extension: deadlines.Limit | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason, and where the content goes when it is given."""

    code: str
    words: Words
    cite: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A rules pack of one place and version; see `reading.py` for how it is read and what is refused."""

    id: str
    version: str
    words: Words
    language: str
    effective_from: str
    cites: Mapping[str, Words]
    terms: Mapping[str, Words]
    machines: Mapping[str, Machine]
    clocks: Mapping[str, Clock]
    reasons: Mapping[str, tuple[Reason, ...]]
    categories: tuple[tuple[str, Words], ...]
    kinds: Mapping[str, Words]
    classes: Mapping[str, Mapping[str, str]]
    numbering: Mapping[str, str]
    limits: Mapping[str, int]
    options: Mapping[str, str]
    notes: tuple[str, ...] = ()
    replies: pack_blocks.ReplyRules = field(default_factory=pack_blocks.ReplyRules)

    def term(self, key: str, lang: str) -> str:
        """Give the place's word for a thing, e.g. `proposal`."""
        return self.terms[key].get(lang) or self.terms[key]["en"]

    def reason_of(self, act: Act, code: str) -> Reason | None:
        """Give a coded reason the act may be given for, or None."""
        return next((one for one in self.reasons.get(act.reasons, ()) if one.code == code), None)


@dataclass(frozen=True)
class Difference:
    """One place where two packs differ: the path in the file, and what each says ("" where it is silent)."""

    path: str
    ours: str
    theirs: str

    @cached_property
    def kind(self) -> str:
        """Say `added`, `removed` or `changed`."""
        return "added" if not self.ours else "removed" if not self.theirs else "changed"
