# SPDX-License-Identifier: Apache-2.0
"""Dying between the issue and the delivery: nothing is sent twice, nothing not at all; with the control that goes red."""

import pytest
from django.db import transaction

from huiyin.web.docket import replaying
from huiyin.web.docket.services import ticking
from huiyin.web.kit import points
from huiyin.web.kit.models import LedgerEntry, Notice, Outbox
from huiyin.web.replies import models
from huiyin.web.replies.services import issuing, receiving
from web.docket import making
from web.replies import answering

POINTS = (
    "number.taken", "row.saved", "clocks.set", "ledger.locked", "ledger.written", "notices.written", "reply.issued",
    "reply.lettered", "reply.sent", "reply.receipt",
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


@pytest.fixture
def signed(cast, bureau, now, monkeypatch):
    """A reply to a proposal of two, ready to be issued."""
    from huiyin.web.docket.services import negotiating

    with monkeypatch.context() as patch:
        patch.setattr(making, "received", lambda cast, now, **more: making.joint(cast, now))
        task = making.assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    answering.contact(cast, task, now)
    return answering.signed(cast, bureau, task, now)


def work(cast, uid, now):
    """What is done from the issue to the receipt; every step finds what is done already."""
    row = models.Reply.objects.get(uid=uid)
    if row.state == "with_oversight":
        issuing.issue(cast.oversight, uid, version=row.version, now=now)
    ticking.others(now=now)
    for who in (cast.chen, cast.su):
        receiving.opened(who, uid, now=now)


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("point", POINTS)
def test_whoever_dies_wherever_it_is_sent_to_each_once(cast, signed, now, settings, point, nth):
    take_off = dying_at(point, nth)
    try:
        with transaction.atomic():
            work(cast, signed.uid, now)
    except Death:
        pass
    finally:
        take_off()
    work(cast, signed.uid, now)
    work(cast, signed.uid, now)
    row = models.Reply.objects.get(uid=signed.uid)
    assert row.state == "received"
    assert row.number.endswith("〔2026〕1号")
    assert row.deliveries.count() == 2
    assert row.letters.filter(form="html").count() == 1
    assert not row.deliveries.filter(sent_at=None).exists()
    assert LedgerEntry.objects.filter(act="reply.sent").count() == 2
    assert LedgerEntry.objects.filter(act="reply.issue").count() == 1
    for who in (cast.chen, cast.su):
        assert Notice.objects.filter(user_id=who.user_id, words="reply.sent").count() == 1
        assert (
            Outbox.objects.filter(notice__user_id=who.user_id, notice__words="reply.sent").count()
            == 1
        )
    outcome = replaying.verify(settings.ANCHOR_FILE)
    assert outcome.is_sound, outcome.faults


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", ["reply.issued", "reply.lettered", "reply.sent"])
def test_what_was_committed_before_the_death_stands_and_the_rest_is_done_by_the_clock(
    cast, signed, now, point
):
    """Each step commits by itself here, as in service."""
    take_off = dying_at(point)
    try:
        with pytest.raises(Death):
            work(cast, signed.uid, now)
    finally:
        take_off()
    row = models.Reply.objects.get(uid=signed.uid)
    assert row.state == ("with_oversight" if point == "reply.issued" else "issued")
    assert row.deliveries.filter(sent_at__isnull=False).count() == 0
    assert row.letters.exists() == (point in {"reply.sent", "reply.lettered"})
    work(cast, signed.uid, now)
    assert LedgerEntry.objects.filter(act="reply.sent").count() == 2
    assert Notice.objects.filter(words="reply.sent").count() == 2


def test_the_control_that_does_not_ask_whether_it_was_sent_sends_twice(cast, signed, now):
    issuing.issue(cast.oversight, signed.uid, version=signed.version, now=now)
    issuing.dispatch(now=now)
    models.Delivery.objects.update(sent_at=None)  # as if nobody had written down that it left
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        issuing.dispatch(now=now)  # the key of the notice is the net below
    assert Notice.objects.filter(words="reply.sent").count() == 2
