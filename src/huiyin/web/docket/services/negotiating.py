# SPDX-License-Identifier: Apache-2.0
"""Negotiating (签收、接办、退办、协调): the bodies' side of an assignment, up the rungs of the dispute ladder."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ledger, waking

RUNGS = (
    "assigning_office",
    "meeting",
    "vice_mayor",
)  # who rules: the words stand in the pack's terms


def assignment(actor: Actor, uid: str) -> models.Assignment:
    """Give an assignment an actor may see, locked.

    Errors: `NOT_FOUND`.
    """
    seen = permissions.visible(actor, models.Assignment)
    return gates.get(models.Assignment, seen, lock=True, uid=uid)


@acting.act
def sign_for(actor: Actor, uid: str, *, now: datetime) -> models.Assignment:
    """Sign for receipt (签收): the return window and the first-contact clock begin."""
    row = assignment(actor, uid)
    turned = turning.Turn(changes={"received_at": now})
    turning.turn(row, "sign_for", actor=actor, now=now, turned=turned)
    return row


@acting.act
def accept(
    actor: Actor, uid: str, *, now: datetime, add: Body | None = None, words: str = ""
) -> models.Assignment:
    """Accept a task; with `add`, ask the assigning body to bring in another body."""
    row = assignment(actor, uid)
    if add is None:
        turning.turn(row, "accept", actor=actor, now=now, turned=turning.Turn())
        return row
    facts = {"names_body"} if add.pk != row.body_id else set()
    given = transitions.Given(words=words)
    turning.check(
        row, "accept_with_request", actor=actor, turned=turning.Turn(given=given, facts=facts)
    )
    made = _object(row, actor, now, kind="add", words=words, names=add)
    turned = turning.Turn(given=given, facts=facts, note={"asks_to_add": add.pk}, touched=[made])
    turning.turn(row, "accept_with_request", actor=actor, now=now, turned=turned)
    return row


@acting.act
def hand_back(
    actor: Actor,
    uid: str,
    *,
    code: str,
    words: str,
    names: Body | None,
    none_known: bool = False,
    now: datetime,
) -> models.Assignment:
    """Ask to hand a task back (退办), naming the right body or saying that none is known.

    Errors: `GUARD_NAMES_BODY`; `GUARD_IN_RETURN_WINDOW` when the clock has run out: a late return is refused.
    """
    row = assignment(actor, uid)
    facts = set()
    if (names and names.pk != row.body_id) or (none_known and names is None):
        facts.add("names_body")
    window = row.deadlines.filter(clock="objection").exclude(state="stopped").first()
    if window is None or timezone.localdate(now) <= window.due_on:
        facts.add("in_return_window")
    given = transitions.Given(code, words)
    turning.check(row, "object", actor=actor, turned=turning.Turn(given=given, facts=facts))
    made = _object(
        row, actor, now, kind="return", code=code, words=words, names=names, none_known=none_known
    )
    turned = turning.Turn(
        given=given,
        facts=facts,
        changes={"ping_pong": row.ping_pong + 1},
        note={"names": names.pk if names else None},
        touched=[made],
    )
    turning.turn(row, "object", actor=actor, now=now, turned=turned)
    return row


def _object(row: models.Assignment, actor: Actor, now: datetime, **fields: Any) -> models.Objection:
    return models.Objection.objects.create(
        assignment=row, by_id=actor.signed_in(), at=now, **fields
    )


@acting.act
def dispute(
    actor: Actor, uid: str, *, words: str, head_signed: bool, now: datetime
) -> models.Assignment:
    """Take a return that was refused, or cannot be ruled on, up the ladder to the meeting.

    Errors: `GUARD_HEAD_SIGNED` while the head of the body has not signed; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = assignment(actor, uid)
    facts = {"head_signed"} if head_signed else set()
    given = transitions.Given(words=words)
    turning.check(row, "dispute", actor=actor, turned=turning.Turn(given=given, facts=facts))
    made = row.objections.filter(kind="return", ruling="").order_by("-id").first() or _object(
        row, actor, now, kind="return", words=words, names=None, none_known=True
    )
    made.rung = 1
    made.save(update_fields=["rung"])
    turned = turning.Turn(given=given, facts=facts, note={"rung": RUNGS[1]}, touched=[made])
    turning.turn(row, "dispute", actor=actor, now=now, turned=turned)
    return row


@acting.act
def escalate(actor: Actor, uid: str, *, words: str, now: datetime) -> models.Assignment:
    """Take a dispute one rung higher: to the vice-mayor, whose ruling binds.

    Errors: `GUARD_HIGHER_RUNG` at the top; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = assignment(actor, uid)
    open_one = row.objections.filter(kind="return", ruling="").order_by("-id").first()
    rung = open_one.rung + 1 if open_one else len(RUNGS)
    facts = {"higher_rung"} if rung < len(RUNGS) else set()
    given = transitions.Given(words=words)
    turning.check(row, "escalate", actor=actor, turned=turning.Turn(given=given, facts=facts))
    assert open_one is not None  # the guard has asked
    open_one.rung = rung
    open_one.save(update_fields=["rung"])
    turned = turning.Turn(given=given, facts=facts, note={"rung": RUNGS[rung]}, touched=[open_one])
    turning.turn(row, "escalate", actor=actor, now=now, turned=turned)
    return row


def ruled(
    row: models.Assignment, actor: Actor, ruling: str, words: str, now: datetime
) -> list[models.Objection]:
    """Write the ruling into the open returns of a task; gives them."""
    found = list(row.objections.filter(kind="return", ruling=""))
    for one in found:
        one.ruling, one.ruling_words, one.ruled_by_id, one.ruled_at = (
            ruling, words, actor.user_id, now,
        )  # fmt: skip
        one.save(update_fields=["ruling", "ruling_words", "ruled_by", "ruled_at"])
    return found


@acting.act
def answer_request(
    actor: Actor, uid: str, *, granted: bool, words: str, now: datetime
) -> list[models.Objection]:
    """Answer the wish of a body to have another one added; adding it is an assignment of its own.

    Errors: `NOT_ALLOWED` for people who do not assign; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` where none is open.
    """
    row = assignment(actor, uid)
    if "assigner" not in permissions.roles_in(actor, row):
        raise HuiyinError("NOT_ALLOWED", act="answer_request")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="answer_request")
    found = list(row.objections.filter(kind="add", ruling=""))
    if not found:
        raise HuiyinError("ILLEGAL_TRANSITION", act="answer_request", state=row.state)
    for one in found:
        one.ruling, one.ruling_words = ("granted" if granted else "refused"), words
        one.ruled_by_id, one.ruled_at = actor.user_id, now
        one.save(update_fields=["ruling", "ruling_words", "ruled_by", "ruled_at"])
    ledger.write(
        ledger.Entry(
            act="assignment.request_answered", kind="assignment", object_id=row.pk, case_id=row.case_id,
            actor_id=actor.user_id, reason=words, touched=found,
        ),
        at=now,
    )  # fmt: skip
    waking.bump("board")
    return found
