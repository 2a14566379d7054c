# SPDX-License-Identifier: Apache-2.0
"""Two at the controls at once: different speakers called in the same moment, on a real store, with its control."""

import contextlib
import threading

import pytest
from django.db import connection

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import points
from huiyin.web.meetings import models
from huiyin.web.meetings.services import floor, rows
from web.conftest import NOW, Cast
from web.meetings.holding import Hall

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def both_call(hall, others):
    """Two call different people in the same moment; gives what each heard and how many have the floor."""
    met = threading.Barrier(2)
    heard = []

    def call(actor, one):
        try:
            met.wait(10)
            floor.give(actor, hall.row.uid, one.uid, kind="speech", after="", now=NOW)
            heard.append("ok")
        except HuiyinError as refusal:
            heard.append(refusal.code)
        finally:
            connection.close()

    some = [threading.Thread(target=call, args=pair) for pair in others]
    for one in some:
        one.start()
    for one in some:
        one.join(30)
    running = models.Turn.objects.filter(ended_at=None, within=None).count()
    models.Turn.objects.filter(ended_at=None).update(ended_at=NOW)
    return sorted(heard), running


@pytest.fixture
def hall(db):
    made = Hall(Cast(), NOW)
    made.pairs = [(made.chair, made.chen), (made.cast.clerk, made.su)]
    return made


def test_of_two_who_call_at_once_one_is_told_that_the_floor_changed(hall):
    for _ in range(ROUNDS):
        assert both_call(hall, hall.pairs) == (["FLOOR_CHANGED", "ok"], 1)


def _without_looking(monkeypatch):
    """Take away the lock and let both pass the look at the floor before either writes."""
    monkeypatch.setattr(
        rows, "meeting", lambda actor, uid, lock=True: models.Meeting.objects.get(uid=uid)
    )
    met = threading.Barrier(2)

    def wait(name):
        if name == "row.saved":
            with contextlib.suppress(threading.BrokenBarrierError):
                met.wait(
                    3
                )  # where the store lets only one write at a time, the other has not begun

    return points.hang(wait)


def test_without_the_lock_the_store_itself_keeps_the_second_out(hall, monkeypatch):
    unhang = _without_looking(monkeypatch)
    try:
        heard, running = both_call(hall, hall.pairs)
    finally:
        unhang()
    assert running == 1
    assert heard in (["FLOOR_TAKEN", "ok"], ["FLOOR_CHANGED", "ok"])


@pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="SQLite lets one write at a time, whatever is taken away",
)
def test_the_control_without_lock_and_constraint_lets_two_speak(hall, monkeypatch):
    names = [one for one in models.Turn._meta.constraints if one.name == "meetings_one_speaks"]
    unhang = _without_looking(monkeypatch)
    with connection.schema_editor() as editor:
        editor.remove_constraint(models.Turn, names[0])
    try:
        assert both_call(hall, hall.pairs) == (["ok", "ok"], 2)
    finally:
        unhang()
        with connection.schema_editor() as editor:
            editor.add_constraint(models.Turn, names[0])
