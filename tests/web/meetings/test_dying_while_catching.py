# SPDX-License-Identifier: Apache-2.0
"""Dying anywhere between the telling and the closing: said again it is done once, and what was confirmed is never lost."""

import datetime as dt

import pytest
from django.db import transaction

from huiyin.web.docket.models import Proposal
from huiyin.web.kit import points
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.meetings import models
from huiyin.web.meetings.services import closing, hearing, reading_along, settling, spots
from web.meetings import talking
from web.meetings.holding import sound

POINTS = (
    "words.kept", "words.corrected", "words.read", "found.settled", "found.docketed", "meeting.closed", "row.saved",
    "ledger.written", "number.taken", "clocks.set",
)  # fmt: skip


class Death(BaseException):
    """A process that ends here: nothing after it runs, what is not committed is gone."""


def dying_at(point, nth=1):
    left = [nth]

    def hook(name):
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                raise Death

    return points.hang(hook)


def work(cast, row, now):
    """What is done from the first word to the closing; every step finds what is done already."""
    told = [
        hearing.Telling(key="a", label="陈委员", text=talking.ASK),
        hearing.Telling(key="b", label="何砚秋市长", text=talking.ORDER),
    ]
    (ask, _) = hearing.take(cast.clerk, row.uid, told, now=now)
    said = models.Utterance.objects.get(pk=ask.row.pk)
    hearing.correct(
        cast.clerk, said.uid, version=said.version, text="是这样，" + talking.ASK, now=now
    )
    reading_along.read_on(row, now=now)
    for one in row.found.filter(state="proposed"):
        fields = {"body": cast.housing.pk} if one.kind == "suggestion" else {}
        settling.correct(cast.clerk, one.uid, version=one.version, fields=fields, now=now)
    for spot in row.spot_assignments.filter(state="noted"):
        spots.give(cast.clerk, spot.uid, version=spot.version, body=cast.housing.pk, owner="邱", due_on=dt.date(2026, 3, 31), now=now)  # fmt: skip
    row.refresh_from_db()
    if row.state == "open":
        closing.close(cast.clerk, row.uid, now=now)


def done_once(row):
    assert row.utterances.count() == 2
    assert [one.edition for one in row.utterances.all()] == [2, 1]
    assert row.found.filter(state__in=models.STANDING).count() == row.found.count() == 2
    assert row.spot_assignments.count() == Proposal.objects.count() == 1
    assert LedgerEntry.objects.filter(act="meeting.heard").count() == 1
    assert LedgerEntry.objects.filter(act="meeting.close").count() == 1
    assert LedgerEntry.objects.filter(act__in=["found.confirmed", "found.corrected"]).count() == 2
    assert Notice.objects.filter(words="meeting.words").count() == 1


@pytest.mark.parametrize("nth", [1])
@pytest.mark.parametrize("point", POINTS)
def test_whoever_dies_wherever_everything_is_done_once(cast, now, settings, point, nth):
    row = talking.opened(cast, now)
    take_off = dying_at(point, nth)
    try:
        with transaction.atomic():
            work(cast, row, now)
    except Death:
        pass
    finally:
        take_off()
    work(cast, row, now)
    work(cast, row, now)
    done_once(row)
    talking.true_to_their_words(row)
    sound(settings)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("point", "nth", "told", "confirmed"),
    [
        ("words.kept", 1, 0, 0),
        ("words.read", 1, 2, 0),
        ("found.settled", 2, 2, 1),
        ("found.docketed", 1, 2, 2),
    ],
)
def test_what_was_committed_before_the_death_stands(cast, now, point, nth, told, confirmed):
    """Each step commits by itself here, as in service."""
    row = talking.opened(cast, now)
    take_off = dying_at(point, nth)
    try:
        with pytest.raises(Death):
            work(cast, row, now)
    finally:
        take_off()
    assert row.utterances.count() == told
    assert row.found.filter(state__in=models.STANDING).count() == confirmed
    assert Proposal.objects.count() == 0
    work(cast, row, now)
    done_once(row)


def test_the_control_that_forgets_the_keys_keeps_everything_twice(cast, now):
    row = talking.opened(cast, now)
    for key in ("a", "b"):  # as if a teller made a new key for the same words each time it tries
        hearing.take(
            cast.clerk,
            row.uid,
            [hearing.Telling(key=key, label="陈委员", text=talking.ASK)],
            now=now,
        )
    reading_along.read_on(row, now=now)
    assert row.utterances.count() == row.found.count() == 2
