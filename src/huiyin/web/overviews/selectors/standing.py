# SPDX-License-Identifier: Apache-2.0
"""Standing (出处现状): how what a sentence rests on stands now, as those the paper is for may see it.

A source holds while its text, as it may be read, is the text that was cited; it changed when the words cited stand there no
more; it is withdrawn when there is nothing to be read any longer: dropped, superseded, released no more, or masked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from huiyin.core.overview import supporting
from huiyin.core.overview.supporting import Standing
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments.selectors import telling
from huiyin.web.docket.selectors import reading
from huiyin.web.overviews import models
from huiyin.web.replies.selectors import answered


@dataclass(frozen=True, slots=True)
class Read:
    """A source as it can be read now: its text, and the page it stands on."""

    text: str
    href: str


def suggestions(actor: Actor, refs: Iterable[str]) -> dict[str, Read]:
    """Read suggestions."""
    rows = (
        reading.suggestions(actor).filter(uid__in=list(refs)).exclude(proposal__state="withdrawn")
    )
    return {one.uid: Read(one.text, f"/proposals/{one.proposal.uid}/") for one in rows}


def answers(actor: Actor, refs: Iterable[str]) -> dict[str, Read]:
    """Read answers."""
    some = answered.by_uid(actor, refs)
    return {uid: Read(one.text, f"/replies/{one.reply_uid}/") for uid, one in some.items()}


def commitments(actor: Actor, refs: Iterable[str]) -> dict[str, Read]:
    """Read promises."""
    some = telling.by_uid(actor, refs)
    return {uid: Read(one.quote, f"/commitments/{uid}/") for uid, one in some.items()}


READERS: dict[str, Callable[[Actor, Iterable[str]], dict[str, Read]]] = {
    "suggestion": suggestions,
    "answer": answers,
    "commitment": commitments,
}


@dataclass(frozen=True, slots=True)
class Rested:
    """A source of a sentence with its standing, and the page it stands on, "" for none."""

    row: models.LineSource
    source: supporting.Source
    href: str


def of(reader: Actor, lines: Iterable[models.Line]) -> dict[int, list[Rested]]:
    """Give the sources of some sentences as they stand now, by sentence.

    Cost: one query for the sources, and one or two a kind of source.
    """
    rows = list(
        models.LineSource.objects.filter(line__in=list(lines), dropped_at=None).order_by("pk")
    )
    refs: dict[str, set[str]] = {}
    for row in rows:
        refs.setdefault(row.kind, set()).add(row.ref)
    read = {kind: READERS[kind](reader, some) for kind, some in refs.items() if kind in READERS}
    found: dict[int, list[Rested]] = {}
    for row in rows:
        found.setdefault(row.line_id, []).append(_rested(row, read.get(row.kind, {}).get(row.ref)))
    return found


def _rested(row: models.LineSource, now: Read | None) -> Rested:
    source = supporting.Source(
        row.kind,
        row.ref,
        row.sha256,
        row.quote,
        row.start,
        row.end,
        tuple(row.says),
        tuple(row.behind),
    )
    if row.kind == "figure":
        return Rested(row, source, "")
    standing = _standing(source, now)
    return Rested(row, replace(source, standing=standing), now.href if now else "")


def _standing(source: supporting.Source, now: Read | None) -> Standing:
    if now is None:
        return Standing.WITHDRAWN
    if sha256(now.text.encode()).hexdigest() == source.sha256:
        return Standing.HOLDS
    return (
        Standing.HOLDS if now.text[source.start : source.end] == source.quote else Standing.CHANGED
    )


def lacks(line: models.Line, rested: Iterable[Rested]) -> list[supporting.Fault]:
    """Give what a sentence lacks now."""
    some = [one.source for one in rested]
    return supporting.faults(line.text, some, owned=line.owner_id is not None)
