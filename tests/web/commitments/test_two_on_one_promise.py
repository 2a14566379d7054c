# SPDX-License-Identifier: Apache-2.0
"""Two at once: one moves the date while another claims that it is done; two schedulers remind. What was seen is asked again."""

import copy
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments import models
from huiyin.web.commitments.services import moving, nudging, reporting, rows
from huiyin.web.kit import gates
from huiyin.web.kit.models import Notice
from web.commitments import keeping

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def at_once(*acts):
    """Do acts on threads that begin together; gives for each `ok` or the code of the refusal."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        barrier.wait(60)
        try:
            act()
        except HuiyinError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def race(bureau, row, now):
    told = reporting.Told("全部建成", proofs=[keeping.PROOF])
    version = row.version
    return at_once(
        lambda: moving.slip(
            bureau.shi, row.uid, to=keeping.NOVEMBER, words="管线", version=version, now=now
        ),
        lambda: reporting.claim(bureau.wang, row.uid, told, version=version, now=now),
    )


def copies(row, n):
    """Further commitments like one that stands in progress."""
    made = []
    for _ in range(n):
        one = copy.copy(row)
        one.pk, one.uid = None, models.Commitment._meta.get_field("uid").default()
        one._state = copy.copy(row._state)
        one._state.adding = True
        one.save()
        made.append(one)
    return made


def test_a_slip_and_a_claim_at_once_never_both_happen(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    for one in copies(row, ROUNDS):
        said = race(bureau, one, now)
        assert sorted(said) == ["CHANGED_MEANWHILE", "ok"], said
        one.refresh_from_db()
        if said[0] == "ok":
            assert (one.state, one.due_on, one.slips.count()) == (
                "in_progress",
                keeping.NOVEMBER,
                1,
            )
            assert not one.reports.exists()
        else:
            assert (one.state, one.due_on, one.slips.count()) == ("done_claimed", keeping.JUNE, 0)
            assert one.claim.evidence.count() == 1


def test_the_control_that_writes_on_what_it_saw_lets_both_happen(
    cast, bureau, task, now, monkeypatch
):
    row = keeping.begun(cast, bureau, task, now)

    def save(held, version, **changes):
        type(held)._default_manager.filter(pk=held.pk).update(**changes)

    monkeypatch.setattr(gates, "save", save)
    monkeypatch.setattr(rows, "commitment", lambda actor, uid, lock=True: copy.copy(row))
    assert race(bureau, row, now) == ["ok", "ok"]
    assert (row.slips.count(), row.reports.count()) == (1, 1)  # put off, and claimed to be done


def test_of_two_schedulers_one_reminds(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    late = dt.datetime(2026, 7, 2, 9, tzinfo=dt.UTC)
    at_once(*[lambda: nudging.nudge(now=late)] * 3)
    assert sorted(one.rung for one in models.Nudge.objects.filter(commitment=row)) == [0, 1, 2]
    told = Notice.objects.filter(user_id=bureau.shi.user_id, link=f"/commitments/{row.uid}/")
    assert told.filter(words__startswith="clock.").count() == 3
