# SPDX-License-Identifier: Apache-2.0
"""Two workers at the post at the same moment: each letter leaves once; the control that looks before it locks sends twice."""

import threading

import pytest
from django.db import transaction

from huiyin.web.kit import ledger
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.replies import models
from huiyin.web.replies.services import issuing, letters
from web.evaluations.test_at_once_evaluating import at_once
from web.replies.test_dying import signed

__all__ = ["signed"]
pytestmark = pytest.mark.django_db(transaction=True)


def both_send(cast, signed, now, monkeypatch):
    monkeypatch.setattr(letters, "compose", lambda row, but=(): [])
    issuing.issue(cast.oversight, signed.uid, version=signed.version, now=now)
    said = at_once(*[lambda: issuing.dispatch(now=now)] * 2)
    return said, LedgerEntry.objects.filter(act="reply.sent").count()


def test_each_letter_leaves_once(cast, signed, now, monkeypatch):
    assert both_send(cast, signed, now, monkeypatch) == (["ok", "ok"], 2)
    assert Notice.objects.filter(words="reply.sent").count() == 2
    assert not models.Delivery.objects.filter(sent_at=None).exists()


def test_who_looks_before_locking_sends_twice(cast, signed, now, monkeypatch):
    together = threading.Barrier(2)

    def careless(pk, now):
        row = models.Delivery.objects.get(pk=pk)
        together.wait(30)
        if row.sent_at is not None:
            return False
        with transaction.atomic():
            models.Delivery.objects.filter(pk=pk).update(sent_at=now)
            ledger.write(ledger.Entry(act="reply.sent", kind="reply", object_id=row.reply_id), at=now)  # fmt: skip
        return True

    monkeypatch.setattr(issuing, "_send", careless)
    assert both_send(cast, signed, now, monkeypatch) == (["ok", "ok"], 4)
