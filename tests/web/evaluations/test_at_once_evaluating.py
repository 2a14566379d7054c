# SPDX-License-Identifier: Apache-2.0
"""Two hands on one evaluation at the same moment: one counts, the other is told; the control without the guard goes red."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows, submitting
from huiyin.web.kit import gates
from huiyin.web.kit.models import LedgerEntry
from web.evaluations import judging

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do acts on threads that begin together; gives for each `ok`, `twice`, or the code of the refusal."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        barrier.wait(60)
        try:
            act()
        except HuiyinError as refusal:
            return refusal.code
        except IntegrityError:
            return "twice"
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def both(cast, row, now):
    """The member submits while the clerk enters the form that came by post, both from the version they saw."""
    mine, post = judging.said(row), judging.said(row, "dissatisfied", proxy="邮寄原件")
    return at_once(
        lambda: submitting.submit(cast.chen, row.uid, mine, version=row.version, now=now),
        lambda: submitting.enter_paper(cast.clerk, row.uid, post, version=row.version, now=now),
    )


def one_counts(row):
    row.refresh_from_db()
    given = LedgerEntry.objects.filter(
        kind="evaluation", object_id=row.pk, role__in=["proposer", "clerk"]
    )
    return (row.version, row.judgements.count(), given.count()) == (2, 1, 1)


def test_of_two_at_once_one_counts_and_the_other_is_told(cast, now):
    row = judging.opened_unlettered(cast, now)

    said = both(cast, row, now)

    assert said == ["CHANGED_MEANWHILE", "ok"]
    assert one_counts(row)


def test_without_the_guard_it_goes_red(cast, now, monkeypatch):
    row = judging.opened_unlettered(cast, now)
    seen = {name: getattr(row, name) for name in (one.attname for one in row._meta.concrete_fields)}

    def believed(actor, uid, *, lock=True):
        return models.Evaluation(**seen)  # read before the act, believed in it

    def unguarded(found, version, **changes):
        models.Evaluation.objects.filter(pk=found.pk).update(version=version + 1, **changes)

    monkeypatch.setattr(rows, "evaluation", believed)
    monkeypatch.setattr(gates, "save", unguarded)
    said = both(cast, row, now)

    # two forms count, or the database itself breaks the second: nobody is told in words
    assert said != ["CHANGED_MEANWHILE", "ok"]
    assert "twice" in said or not one_counts(row)
