# SPDX-License-Identifier: Apache-2.0
"""Checking in (签到): by the code on the participant's phone, by its first characters typed, or by one tap in the list."""

from datetime import datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting, gates
from huiyin.web.meetings import live, models
from huiyin.web.meetings.services import rows

SHORT = 5  # characters of the code that are typed where no camera is at hand
AT_THE_DOOR = ("notified", "open", "suspended")


def short_code(row: models.Participant) -> str:
    """Give the code that is typed where no camera is at hand."""
    return row.uid[:SHORT].upper()


def find(actor: Actor, uid: str, code: str) -> models.Participant:
    """Give the participant of a meeting a code names: the whole of it, or its first characters.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `CODE_UNKNOWN` where it names none, or more than one.
    """
    row = rows.meeting(actor, uid, lock=False)
    rows.by_office(actor, "check_in")
    said = "".join(code.split()).lower()
    if len(said) < SHORT:
        raise HuiyinError("CODE_UNKNOWN", given=code[:20])
    some = row.participants.exclude(state="dropped").filter(uid__startswith=said[:12])
    found = list(some.select_related("person", "body")[:2])
    if len(found) != 1:
        raise HuiyinError("CODE_UNKNOWN", given=code[:20])
    return found[0]


@acting.act
def check_in(actor: Actor, uid: str, code: str, *, now: datetime) -> models.Participant:
    """Note that a participant is here; a second time changes nothing, so that a code may be scanned twice.

    Errors: those of `find`; `ILLEGAL_TRANSITION` before the meeting is announced and after it is over.
    """
    found = find(actor, uid, code)
    row = rows.meeting(actor, uid)
    rows.in_state(row, "check_in", *AT_THE_DOOR)
    one = models.Participant.objects.select_for_update().get(pk=found.pk)
    if one.state != "present":
        gates.save(one, one.version, state="present", arrived_at=now, leave_reason="")
        rows.write("people.arrived", row, actor, one, now=now, state=one.state)
        live.changed_for(one)
    return one


@acting.act
def undo(actor: Actor, participant_uid: str, *, reason: str, now: datetime) -> models.Participant:
    """Take a check-in back that was a slip, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` for who was not noted, or has spoken.
    """
    one = rows.participant(actor, participant_uid)
    rows.by_office(actor, "undo_check_in")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="undo_check_in")
    if one.state != "present" or one.turns.exists():
        raise HuiyinError("ILLEGAL_TRANSITION", act="undo_check_in", state=one.state)
    gates.save(one, one.version, state="registered", arrived_at=None)
    rows.write(
        "people.not_here", one.meeting, actor, one, now=now, reason=reason.strip(), state=one.state
    )
    live.changed_for(one)
    return one
