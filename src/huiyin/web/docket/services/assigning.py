# SPDX-License-Identifier: Apache-2.0
"""Assignment (交办): propose, drop, issue, pass on to a body below, take back; the bodies' side stands in `negotiating`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import negotiating, turning
from huiyin.web.kit import acting, gates, ledger, waking

ROLES = ("lead", "sole", "joint", "separate")
_GONE = ("handed_on", "dropped")
_STOPPABLE = ("issued", "received", "accepted", "objected", "disputed")


@dataclass(frozen=True, slots=True)
class Task:
    """A body's place in an assignment: its role and the suggestions it answers (none named: all)."""

    body: Body
    role: str
    scope: Sequence[int] = ()


@acting.act
def propose(
    actor: Actor, case_uid: str, tasks: Iterable[Task], *, now: datetime
) -> list[models.Assignment]:
    """Put proposed assignments on a case; nothing is issued yet.

    Errors: `NOT_FOUND`; `BODY_DISSOLVED`; `BODY_TWICE`; `FIELD_UNKNOWN` for a role that is none;
        `SUGGESTION_WITHOUT_BODY` when a task names suggestions that are not of the case.
    """
    case = case_of(actor, case_uid)
    return [place(case, task, by=actor, now=now) for task in tasks]


def place(
    case: models.Case,
    task: Task,
    *,
    by: Actor,
    now: datetime,
    parent: models.Assignment | None = None,
    ping_pong: int = 0,
) -> models.Assignment:
    """Put one proposed assignment on a case; to be called in the transaction of an act."""
    if task.role not in ROLES and parent is None:
        raise HuiyinError("FIELD_UNKNOWN", field=task.role)
    if task.body.valid_to and task.body.valid_to < timezone.localdate(now):
        raise HuiyinError("BODY_DISSOLVED", name=task.body.name)
    if case.assignments.filter(body=task.body).exclude(state__in=_GONE).exists():
        raise HuiyinError("BODY_TWICE", name=task.body.name)
    living = _suggestions(case)
    if set(task.scope) - set(living):
        raise HuiyinError("SUGGESTION_WITHOUT_BODY")
    row = models.Assignment.objects.create(
        case=case, body=task.body, role=task.role, state="proposed", proposed_at=now, parent=parent,
        ping_pong=ping_pong,
    )  # fmt: skip
    row.scope.set(task.scope or living)
    ledger.write(
        ledger.Entry(
            act="assignment.proposed", kind="assignment", object_id=row.pk, case_id=case.pk,
            actor_id=by.user_id, after={"body": task.body.pk, "role": task.role, "scope": list(task.scope)},
            touched=[row],
        ),
        at=now,
    )  # fmt: skip
    waking.bump("board")
    return row


def case_of(actor: Actor, uid: str) -> models.Case:
    """Give a case to someone who assigns, locked.

    Errors: `NOT_FOUND`, also for people who do not assign.
    """
    if not actor.has("assigner", "committee"):
        raise HuiyinError("NOT_FOUND")
    return gates.get(models.Case, permissions.visible(actor, models.Case), lock=True, uid=uid)


def _suggestions(case: models.Case) -> list[int]:
    living = models.Suggestion.objects.filter(proposal__case=case, dropped_at=None)
    return list(living.values_list("pk", flat=True))


@acting.act
def drop(actor: Actor, uid: str, *, words: str, now: datetime) -> models.Assignment:
    """Take a proposed assignment off again, before it is issued."""
    row = negotiating.assignment(actor, uid)
    turned = turning.Turn(given=transitions.Given(words=words))
    turning.turn(row, "drop", actor=actor, now=now, turned=turned)
    return row


@acting.act
def issue(actor: Actor, case_uid: str, *, now: datetime) -> models.Case:
    """Issue the proposed assignments of a case: exactly one lead or sole body, or separate ones that cover everything.

    Errors: `GUARD_HAS_LEAD`; `LEAD_TWICE`; `SUGGESTION_WITHOUT_BODY` when separate bodies leave one out;
        `ILLEGAL_TRANSITION` for a case of which nothing is filed or in hand; those of `turning.turn`.
    """
    case = case_of(actor, case_uid)
    if not case.proposals.filter(state__in=["filed", "in_hand"]).exists():
        raise HuiyinError("ILLEGAL_TRANSITION", act="issue", state="-")
    proposed = list(case.assignments.filter(state="proposed").select_related("body", "case"))
    _check_lead(case, proposed)
    for row in proposed:
        _issue(row, actor, now)
    for proposal in case.proposals.filter(state="filed"):
        turned = turning.Turn(facts={"has_lead"})
        turning.turn(proposal, "assign", actor=actor, now=now, turned=turned)
    return case


@acting.act
def propose_and_issue(
    actor: Actor, case_uid: str, tasks: Iterable[Task], *, now: datetime
) -> models.Case:
    """Put assignments on a case and issue them at once, with those proposed before: all or nothing.

    Errors: those of `propose` and `issue`.
    """
    propose(actor, case_uid, tasks, now=now)
    return issue(actor, case_uid, now=now)


def _issue(
    row: models.Assignment, actor: Actor, now: datetime, source: models.Assignment | None = None
) -> None:
    gone = row.body.valid_to and row.body.valid_to < timezone.localdate(now)
    note = {"from": source.pk} if source else {}
    turned = turning.Turn(
        facts=() if gone else {"body_living"}, changes={"issued_at": now}, note=note
    )
    turning.turn(row, "issue", actor=actor, now=now, turned=turned)


def _check_lead(case: models.Case, proposed: Sequence[models.Assignment]) -> None:
    living = [*proposed, *case.assignments.filter(state__in=models.Assignment.LIVING)]
    leads = [row for row in living if row.role in ("lead", "sole")]
    separate = [row for row in living if row.role == "separate"]
    if len(leads) > 1 or (leads and separate):
        raise HuiyinError("LEAD_TWICE")
    if not leads and not separate:
        raise HuiyinError("GUARD_HAS_LEAD", act="issue")
    if separate:
        covered = {pk for row in separate for pk in row.scope.values_list("pk", flat=True)}
        if set(_suggestions(case)) - covered:
            raise HuiyinError("SUGGESTION_WITHOUT_BODY")


@acting.act
def rule(
    actor: Actor, uid: str, *, grant: bool, to: Body | None, words: str, now: datetime
) -> models.Assignment:
    """Rule on a return: grant it and reassign to another body, or refuse it and let the body go on.

    The new task takes over the role, the suggestions and the count of returns of the old.

    Errors: `GUARD_NAMES_BODY` when a grant names no body, or the same; `REASON_REQUIRED`; `BODY_DISSOLVED`;
        `BODY_TWICE`; those of `turning.turn`.
    """
    row = negotiating.assignment(actor, uid)
    given = transitions.Given(words=words)
    if not grant:
        act = "settle" if row.state == "disputed" else "refuse_return"
        turned = turning.Turn(given=given)
        turning.check(row, act, actor=actor, turned=turned)
        ruled = negotiating.ruled(row, actor, "refused", words, now)
        turning.turn(
            row, act, actor=actor, now=now, turned=turning.Turn(given=given, touched=ruled)
        )
        return row
    facts = {"names_body"} if to is not None and to.pk != row.body_id else set()
    turning.check(row, "grant", actor=actor, turned=turning.Turn(given=given, facts=facts))
    assert to is not None  # the guard has asked
    ruled = negotiating.ruled(row, actor, "granted", words, now)
    turned = turning.Turn(given=given, facts=facts, note={"to": to.pk}, touched=ruled)
    turning.turn(row, "grant", actor=actor, now=now, turned=turned)
    task = Task(to, row.role, tuple(row.scope.values_list("pk", flat=True)))
    again = place(row.case, task, by=actor, now=now, parent=row.parent, ping_pong=row.ping_pong)
    _issue(again, actor if row.parent is None else SYSTEM, now, source=row)
    return again


@acting.act
def pass_on(actor: Actor, uid: str, *, to: Body, words: str, now: datetime) -> models.Assignment:
    """Pass a task on to a body below one's own (two tiers): the body above stays answerable and rules over the part.

    Errors: `GUARD_TWO_TIERS` where the pack has one tier, and for a part of a part: a body may not pass on by itself;
        `BODY_NOT_BELOW`; `BODY_DISSOLVED`; `BODY_TWICE`; those of `turning.turn`.
    """
    row = negotiating.assignment(actor, uid)
    facts = set()
    if turning.pack_of(row).options.get("tiers") == "2" and row.parent is None:
        facts.add("two_tiers")
    turned = turning.Turn(given=transitions.Given(words=words), facts=facts, note={"to": to.pk})
    turning.check(row, "pass_on", actor=actor, turned=turned)
    if to.parent_id != row.body_id:
        raise HuiyinError("BODY_NOT_BELOW", name=to.name)
    turning.turn(row, "pass_on", actor=actor, now=now, turned=turned)
    task = Task(to, "part", tuple(row.scope.values_list("pk", flat=True)))
    part = place(row.case, task, by=actor, now=now, parent=row)
    _issue(part, actor, now, source=row)
    return part


@acting.act
def reopen(actor: Actor, case_uid: str, *, words: str, now: datetime) -> models.Case:
    """Take the assignment of a case back: every task ends, the clocks stop, and the case waits to be assigned again.

    Errors: `GUARD_ASSIGNED_LIVING` where there is none, or one is done; `REASON_REQUIRED`; those of `turning.turn`.
    """
    case = case_of(actor, case_uid)
    living = case.assignments.filter(state__in=models.Assignment.LIVING)
    facts = {"assigned_living"} if living.exclude(state="done").exists() else set()
    if living.filter(state="done").exists():
        facts = set()
    given = transitions.Given(words=words)
    found = list(case.proposals.filter(state="in_hand"))
    if not found:
        raise HuiyinError("GUARD_ASSIGNED_LIVING", act="reopen_assignment")
    for proposal in found:
        turned = turning.Turn(given=given, facts=facts)
        turning.turn(proposal, "reopen_assignment", actor=actor, now=now, turned=turned)
    _cease(case, actor, words, now)
    return case


def stop_all(case: models.Case, *, words: str, now: datetime) -> None:
    """End every open task of a case in which no proposal lives any more: handling stops at once."""
    if not case.proposals.filter(state__in=["filed", "in_hand", "merged", "replied"]).exists():
        _cease(case, SYSTEM, words, now)


def _cease(case: models.Case, actor: Actor, words: str, now: datetime) -> None:
    given = transitions.Given(words=words)
    order = case.assignments.filter(state__in=(*_STOPPABLE, "proposed")).order_by(
        "-parent_id", "pk"
    )
    for row in order:
        act, by = ("drop" if row.state == "proposed" else "cease"), actor
        if row.parent_id is not None:
            by = SYSTEM  # the part ends because the whole does
        turning.turn(row, act, actor=by, now=now, turned=turning.Turn(given=given))


sign_for = negotiating.sign_for
accept = negotiating.accept
hand_back = negotiating.hand_back
