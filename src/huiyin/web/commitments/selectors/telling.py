# SPDX-License-Identifier: Apache-2.0
"""Telling (转述): promises and what became of them, for the rooms that tell others: overviews, the public's window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.selectors import commitments
from huiyin.web.docket.services import turning


@dataclass(frozen=True, slots=True)
class Told:
    """A promise as an actor may read it.

    Attributes:
        quote: the words of the answer, covered where they are; the wording of the commitment where it came from elsewhere.
        state_words: of its pack, by language.
        slipped: how often its date moved.
    """

    row: models.Commitment
    uid: str
    quote: str
    body: Any
    state_words: packs.Words
    first_due_on: date | None
    due_on: date | None
    slipped: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that happened to a promise: `promised`, `slipped`, `claimed`, `verified`."""

    at: datetime
    what: str
    told: Told
    was: date | None = None
    to: date | None = None


def of_suggestions(actor: Actor, suggestions: Iterable[int]) -> dict[int, list[Told]]:
    """Give the promises made in answer to some suggestions, by suggestion.

    Cost: one query where nothing was promised, else four.
    """
    wanted = set(suggestions)
    pairs = models.Commitment.suggestions.through.objects.filter(suggestion_id__in=wanted)
    made = set(pairs.values_list("commitment_id", flat=True))
    if not made:
        return {}
    rows = commitments.seen(actor).filter(pk__in=made).distinct().order_by("pk")
    some = list(rows.prefetch_related("suggestions"))
    found: dict[int, list[Told]] = {}
    for one in _told(actor, some):
        for ask in one.row.suggestions.all():
            if ask.pk in wanted:
                found.setdefault(ask.pk, []).append(one)
    return found


def by_uid(actor: Actor, uids: Iterable[str]) -> dict[str, Told]:
    """Give the promises some uids name, where they may be seen.

    Cost: two queries.
    """
    some = list(commitments.seen(actor).filter(uid__in=list(uids)))
    return {one.uid: one for one in _told(actor, some)}


def _told(actor: Actor, some: list[Any]) -> Iterator[Told]:
    cover = commitments.covers(actor, some)
    for row in some:
        known = turning.machine_of(row).states.get(row.state)
        yield Told(
            row, row.uid, commitments.covered(row.quote or row.text, row, cover), row.body,
            known.words if known else {}, row.first_due_on, row.due_on, row.slip_count,
        )  # fmt: skip


def moves(some: Iterable[Told]) -> Iterator[Moved]:
    """Give what happened to some promises: made, each slip, claimed done, verified.

    Cost: one query a promise.
    """
    for one in some:
        yield Moved(one.row.made_at, "promised", one)
        for slip in one.row.slips.all():
            yield Moved(slip.at, "slipped", one, slip.was, slip.to)
        if one.row.claim is not None and one.row.state in models.CLAIMED:
            yield Moved(one.row.claim.at, "claimed", one)
        if one.row.verified_at is not None:
            yield Moved(one.row.verified_at, "verified", one)
