# SPDX-License-Identifier: Apache-2.0
"""What is still open of a meeting (未了事项): read for the closing page and for the guard of the act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from huiyin.core.meetings import closing as core
from huiyin.core.meetings.closing import OpenEnd
from huiyin.core.values.bodies import Body as Known
from huiyin.web.accounts.models import Body
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import ports
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import capture

HINTED = 60
_ANSWERING = ("answer", "commitment")


@dataclass(frozen=True, slots=True)
class Open:
    """One thing said of which something is open: what."""

    line: capture.Caught
    ends: tuple[str, ...]
    undecided: bool


def open_ends(row: models.Meeting) -> list[Open]:
    """Give what is open of a meeting, in the order it was said.

    Cost: three queries.
    """
    answered = models.Found.objects.filter(kind__in=_ANSWERING, state__in=models.STANDING)
    rows = {
        one.pk: one
        for one in row.found.exclude(state="rejected")
        .select_related(
            "utterance", "participant__body", "participant__person", "body", "spot_assignment"
        )
        .prefetch_related(Prefetch("answered_by", answered))
    }
    return [
        Open(
            capture.line(rows[item.id]),
            tuple(names.say(f"open.{end}") for end in ends),
            OpenEnd.UNDECIDED in ends,
        )
        for item, ends in core.open_ends(map(_item, rows.values()))
    ]


def facts(row: models.Meeting) -> set[str]:
    """Give the guard of closing, where it holds."""
    return set() if open_ends(row) else {"nothing_open"}


def _item(one: models.Found) -> core.Item:
    spot: models.SpotAssignment | None = getattr(one, "spot_assignment", None)
    dropped = spot is not None and spot.state == "dropped"
    person = one.participant.person_id if one.participant else None
    return core.Item(
        one.pk,
        one.kind,
        settled=one.state in models.STANDING,
        has_speaker=bool(person),
        has_body=bool(spot.body_id if spot else one.body_id),
        has_owner=bool(spot and spot.owner),
        has_date=bool(spot and spot.due_on),
        answered=bool(one.answered_by.all()),
        resolved=bool(one.resolution) or dropped,
        stale=one.stale,
        objected=one.speaker_says == "objects",
    )


def hints(found: Sequence[Open]) -> dict[str, list[tuple[int, str]]]:
    """Give for suggestions without a body those that are likeliest theirs: uid → (id, name).

    By the duties of each; then whoever answered in the hall after it was said.
    """
    asking = [one.line.row for one in found if one.line.row.kind == "suggestion" and not one.line.row.body_id]  # fmt: skip
    asking = [one for one in asking if one.state in models.STANDING][:HINTED]
    if not asking:
        return {}
    rows = list(Body.objects.filter(valid_to=None))
    known = [Known(one.name, tuple(one.aliases), tuple(one.duties), one.kind) for one in rows]
    by_name = {one.name: one for one in rows}
    ranked = ports.rank(known, [one.words for one in asking], [one.addressee for one in asking])
    heard = list(
        asking[0].meeting.found.filter(kind__in=("suggestion", *_ANSWERING), state__in=models.STANDING)
        .select_related("utterance", "body")
        .order_by("utterance__seq", "start")
    )  # fmt: skip
    likely = {}
    for one, hits in zip(asking, ranked, strict=True):
        some = dict.fromkeys([*(by_name[hit.body] for hit in hits), *_answering(one, heard)])
        likely[one.uid] = [(body.pk, names.body(body)) for body in list(some)[:3]]
    return likely


def _answering(one: models.Found, heard: Sequence[models.Found]) -> Iterable[Body]:
    """Give the bodies that answered after a suggestion, until somebody else suggested something."""
    for later in heard:
        if later.utterance.seq <= one.utterance.seq:
            continue
        if later.kind == "suggestion" and later.participant_id != one.participant_id:
            return
        if later.body is not None and later.body.valid_to is None and later.kind in _ANSWERING:
            yield later.body
