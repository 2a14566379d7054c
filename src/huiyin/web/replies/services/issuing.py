# SPDX-License-Identifier: Apache-2.0
"""Issuing (发出): the number, what is owed to whom, the letter as issued, and its delivery, each exactly once.

1. in one transaction: every guard of the table is asked, the number is taken, the reply is issued, and for everyone it
   goes to a delivery is written down as owed;
2. the letter is made of the data as they then stand, kept under its hash, and entered once for each form;
3. each delivery that is owed is sent in a transaction of its own: it is marked as sent where it was not, with the notice
   and the message to leave.
A crash between them leaves what is owed standing; `dispatch` does 2 and 3 again for what is not done, by the clock too,
and finds what is done.
"""

from datetime import datetime

from django.utils import timezone

from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting, gates, ledger, numbering, points
from huiyin.web.replies import models
from huiyin.web.replies.services import drafting, handing_on, keeping, letters, rows


@acting.act
def issue(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Reply:
    """Issue a reply: it has its number, and is owed to everyone it goes to; `dispatch` brings it to them.

    Errors: `GUARD_…` for each thing that still lacks; those of `turning.turn`.
    """
    row = rows.reply(actor, uid)
    facts = handing_on.facts_of(row, actor, "issue")
    turning.check(row, "issue", actor=actor, turned=turning.Turn(facts=facts, version=version))
    number = _number(row, now)
    edition = drafting.keep_edition(row, actor, now)
    owed = [
        models.Delivery.objects.create(reply=row, person=one.person, signs=one.signs, due_at=now)
        for one in docket.parties(row.assignment)
    ]
    turned = turning.Turn(
        facts=facts, version=version,
        changes={
            "number": number, "issued_at": now, "letter_now": row.letter, "edition": edition.number,
        },
        touched=[edition, *owed, *drafting.living(row)],
    )  # fmt: skip
    turning.turn(row, "issue", actor=actor, now=now, turned=turned)
    _supersede(row, now)
    points.reached("reply.issued")
    return row


def _number(row: models.Reply, now: datetime) -> str:
    body, year = row.assignment.body, timezone.localdate(now).year
    n = numbering.take(f"reply:{body.pk}:{year}")
    pattern = turning.pack_of(row).numbering.get("reply", "{body}〔{year}〕{n}")
    session = row.assignment.case.session
    return pattern.format(
        body=body.name, year=year, n=n, term=session.term_id, session=session.number,
        session_seq=session.pk,
    )  # fmt: skip


def _supersede(row: models.Reply, now: datetime) -> None:
    for old in row.assignment.replies.select_for_update().filter(
        round__lt=row.round, state__in=["issued", "received"]
    ):
        turned = turning.Turn(facts={"later_round_issued"})
        turning.turn(old, "supersede", actor=SYSTEM, now=now, turned=turned)


def dispatch(*, now: datetime, reply: models.Reply | None = None) -> int:
    """Make the letters and send the deliveries that are owed, of one reply or of all; gives how many were sent.

    Cost: one query where nothing is owed; safe to be called by many at once.
    """
    owed = models.Delivery.objects.filter(sent_at=None)
    if reply is not None:
        owed = owed.filter(reply=reply)
    sent = 0
    for pk in list(owed.order_by("reply_id").values_list("reply_id", flat=True).distinct()):
        row = models.Reply.objects.select_related("assignment__body", "assignment__case").get(pk=pk)
        put_letters(row, now)
        points.reached("reply.lettered")
        for delivery in row.deliveries.filter(sent_at=None).values_list("pk", flat=True):
            sent += _send(delivery, now)
    return sent


def put_letters(row: models.Reply, now: datetime) -> None:
    """Keep the letter of a reply in each form it is made in; a form that is kept is not made again."""
    kept = set(row.letters.values_list("form", flat=True))
    for form, data in letters.compose(row, but=kept):
        _put(row.pk, form, data, keeping.store(data), now)


@acting.act
def _put(pk: int, form: str, data: bytes, stored: str, now: datetime) -> None:
    row = models.Reply.objects.select_for_update().get(pk=pk)
    if row.letters.filter(form=form).exists():
        return
    made = models.Letter.objects.create(
        reply=row, form=form, sha256=keeping.digest(data), size=len(data), stored=stored, at=now
    )  # fmt: skip
    entry = ledger.Entry(
        act="reply.lettered", kind="reply", object_id=row.pk, case_id=row.assignment.case_id,
        after={"form": form, "sha256": made.sha256}, touched=[made],
    )  # fmt: skip
    ledger.write(entry, at=now)


@acting.act
def _send(pk: int, now: datetime) -> bool:
    row = models.Delivery.objects.select_for_update().get(pk=pk)
    if row.sent_at is not None:
        return False
    gates.save(row, row.version, sent_at=now)
    task = row.reply.assignment
    entry = ledger.Entry(
        act="reply.sent", kind="reply", object_id=row.reply_id, case_id=task.case_id,
        after={"delivery": row.pk}, touched=[row],
    )  # fmt: skip
    ledger.write(entry, at=now)
    params = {"title": telling.title(task), "act": "reply_sent", "number": row.reply.number}
    telling.post(
        User.objects.filter(person_id=row.person_id), f"delivery:{row.pk}", "reply.sent", params,
        link=f"/replies/{row.reply.uid}/", now=now,
    )  # fmt: skip
    points.reached("reply.sent")
    return True
