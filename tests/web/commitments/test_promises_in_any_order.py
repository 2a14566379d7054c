# SPDX-License-Identifier: Apache-2.0
"""Anybody tries any act on a commitment, in any order: only what the table knows happens, and what must hold holds after it."""

import datetime as dt
import random

import pytest
from django.db import transaction

from huiyin.adapters.packs import adapter
from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments import models
from huiyin.web.commitments.services import moving, reporting
from web.commitments import keeping
from web.replies import answering

WHO = ("shi", "wang", "chen", "su", "zhao", "committee", "oversight", "clerk", "public")
USUAL = (
    ("start", "shi"), ("report", "shi"), ("slip", "wang"), ("claim", "shi"), ("doubt", "chen"), ("claim", "wang"),
    ("verify", "chen"), ("doubt", "committee"), ("verify", "committee"), ("upgrade", "oversight"), ("close", "oversight"),
    ("give_up", "shi"), ("take_up_again", "committee"),
)  # fmt: skip
TABLE = transitions.table(adapter.load("cn-cppcc").machines["commitment"])


def attempt(row, act, who, now, chance):
    more = {"version": row.version, "now": now}
    proofs = [keeping.PROOF] if chance.random() < 0.7 else []
    words = chance.choice(["理由写明", ""])
    tries = {
        "start": lambda: moving.start(who, row.uid, **more),
        "schedule": lambda: moving.schedule(who, row.uid, owner="科", due_on=None, **more),
        "report": lambda: reporting.report(who, row.uid, reporting.Told("进展"), **more),
        "claim": lambda: reporting.claim(who, row.uid, reporting.Told("完成", proofs=proofs), **more),
        "slip": lambda: moving.slip(
            who, row.uid, to=(row.due_on or now.date()) + dt.timedelta(days=chance.randint(-9, 40)), words=words, **more
        ),
        "verify": lambda: moving.verify(who, row.uid, **more),
        "doubt": lambda: moving.doubt(who, row.uid, words=words, **more),
        "close": lambda: moving.close(who, row.uid, **more),
        "give_up": lambda: moving.give_up(who, row.uid, words=words, **more),
        "take_up_again": lambda: moving.take_up_again(who, row.uid, words=words, **more),
        "upgrade": lambda: moving.upgrade(who, row.uid, letter=chance.choice("ABC"), words=words, **more),
    }  # fmt: skip
    with transaction.atomic():
        tries[act]()


def must_hold(row, first_due_on):
    row.refresh_from_db()
    if row.state in models.CLAIMED:
        assert row.claim.evidence.exclude(shows="").exists()
    if row.state in ("verified", "closed"):
        assert row.verified_as in ("proposer", "signatory", "committee")
        assert row.verified_by_id
    if row.state == "infeasible":
        assert row.explanation
    slips = list(row.slips.order_by("number"))
    assert row.first_due_on == first_due_on
    chain = [first_due_on, *(one.to for one in slips)]
    assert [one.was for one in slips] == chain[:-1]
    assert row.due_on == chain[-1]
    assert chain == sorted(set(chain))
    assert all(one.reason.strip() for one in slips)
    assert "ABC".index(row.class_now) <= "ABC".index(row.class_then)


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_only_the_table_happens(cast, bureau, task, now, settings, seed):
    chance = random.Random(seed)
    row = keeping.made(cast, bureau, task, now)
    people = {name: getattr(bureau, name, None) or getattr(cast, name) for name in WHO}
    first, done = row.first_due_on, set()
    acts = ("schedule", *dict(USUAL))
    for _ in range(90):
        act, name = chance.choice([one for one in USUAL if TABLE[row.state, one[0]]] or USUAL)
        if chance.random() < 0.4:
            act, name = chance.choice(acts), chance.choice(WHO)
        before, version = row.state, row.version
        try:
            attempt(row, act, people[name], now, chance)
            done.add(act)
        except HuiyinError:
            row.refresh_from_db()
            assert (row.state, row.version) == (before, version), act
            continue
        must_hold(row, first)
        assert TABLE[before, act] == row.state
    assert len(done) > 4
    answering.sound(settings)
