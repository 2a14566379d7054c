# SPDX-License-Identifier: Apache-2.0
"""Closings (闭会) of the city: a meeting is settled and closed; then its orders and its suggestions go their ways."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from huiyin.core.docket.transitions import Given
from huiyin.demo.city import data
from huiyin.web.docket.services import examining
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import closing as ends
from huiyin.web.meetings.services import closing, floor, settling, spots

if TYPE_CHECKING:
    from huiyin.web.accounts.actors import Actor
    from huiyin.web.docket.models import Proposal
    from huiyin.web.site.city.lives import Stage

Steps = Iterator[datetime]
ORDERS = ("closed", "reported", "given", "returned", "closed", "dropped")
FLOOR = ("received", "first", "second", "filed", "received", "refused")
_EXAMINED = (("examine_first", "clerk"), ("examine_second", "reviewer"), ("file", "committee"))


def play(stage: "Stage", clerk: "Actor", row: models.Meeting, at: datetime) -> Steps:
    """Close a meeting; in the weeks after it orders are reported on and suggestions are examined, some further than others."""
    yield at
    settle(stage, clerk, row, at)
    closing.close(clerk, row.uid, now=at)
    for place, order in enumerate(row.spot_assignments.order_by("pk")):
        at += timedelta(days=1)
        yield at
        _order(stage, clerk, order, ORDERS[place % len(ORDERS)], at)
    for place, one in enumerate(row.found.exclude(proposal=None).order_by("utterance__seq", "pk")):
        at += timedelta(days=place % 4 == 0)
        yield at
        assert one.proposal is not None
        _examined(stage, one.proposal, FLOOR[place % len(FLOOR)], at)


def settle(stage: "Stage", clerk: "Actor", row: models.Meeting, at: datetime) -> None:
    """Settle what is open: a suggestion gets its likeliest body, an order body, owner and date, the rest a reason."""
    for turn in row.turns.filter(ended_at=None, within=None):
        floor.end(clerk, turn.uid, now=at)
    left = ends.open_ends(row)
    hints = ends.hints(left)
    for one in (item.line.row for item in left):
        if likely := hints.get(one.uid):
            fields = {"body": likely[0][0]}
            settling.correct(clerk, one.uid, version=one.version, fields=fields, now=at)
    for one in (item.line.row for item in ends.open_ends(row)):
        spot = models.SpotAssignment.objects.filter(found=one).first()
        if spot is None:
            kind = "asked" if one.kind == "question" else "resolved"
            reason = stage.next_of(kind, tuple(_words(kind)))
            closing.resolve(clerk, one.uid, version=one.version, reason=reason, now=at)
        else:
            _give(stage, clerk, spot, at)


def _give(stage: "Stage", clerk: "Actor", spot: models.SpotAssignment, at: datetime) -> None:
    body = spot.body or stage.body("市政府办公室")
    due = spot.due_on or timezone.localdate(at) + timedelta(days=30)
    owner = stage.next_of("owner", tuple(_words("owners")))
    spots.give(
        clerk, spot.uid, version=spot.version, body=body.pk, owner=owner, due_on=due, now=at
    )  # fmt: skip


def _order(
    stage: "Stage", clerk: "Actor", row: models.SpotAssignment, end: str, at: datetime
) -> None:
    """Let an order come to its end, or as far as it has come."""
    if end == "dropped":
        reason = _words("dropped")[0]
        spots.drop(clerk, row.uid, version=row.version, reason=reason, now=at)
    if end in ("given", "dropped"):
        return
    assert row.body_id is not None
    officer = stage.cast.officer(row.body_id)
    said = stage.next_of("order_reports", tuple(_words("reports")))
    row = spots.report(officer, row.uid, version=row.version, words=said, now=at)
    if end == "closed":
        spots.close(clerk, row.uid, version=row.version, now=at + timedelta(hours=4))
    elif end == "returned":
        lacks = _words("returned")[0]
        at += timedelta(hours=3)
        spots.send_back(clerk, row.uid, version=row.version, reason=lacks, now=at)


def _examined(stage: "Stage", row: "Proposal", end: str, at: datetime) -> None:
    """Let a suggestion from the floor be examined as far as it has come."""
    if end == "refused":
        given = Given("R19", stage.says_with("R19"))
        committee = stage.cast.one("committee")
        examining.decide(committee, row.uid, "refuse", version=None, given=given, now=at)
        return
    steps = {"received": 0, "first": 1, "second": 2, "filed": 3}[end]
    for act, role in _EXAMINED[:steps]:
        examining.decide(stage.cast.one(role), row.uid, act, version=None, given=Given(), now=at)


def _words(name: str) -> list[str]:
    return list(data.table("meetings")["closing"][name])
