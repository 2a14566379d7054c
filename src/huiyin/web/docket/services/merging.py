# SPDX-License-Identifier: Apache-2.0
"""Merging (并案), splitting and un-merging: events between rows that never vanish."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, User
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates, ledger

_LIVING = ("received", "first_examined", "second_examined", "filed", "in_hand")


@transaction.atomic
def merge(
    actor: Actor,
    primary_uid: str,
    child_uid: str,
    *,
    reason: str,
    basis: dict[str, Any],
    now: datetime,
) -> models.Merger:
    """Handle one proposal in the case of another; its proposer stays a party, is told and may object.

    Errors: `MERGE_NOT_ALLOWED` with itself or with one that no longer lives, across sessions `GUARD_SAME_SESSION`;
        `MERGE_CYCLE` when the primary is itself merged; those of `turning.turn`.
    """
    if primary_uid == child_uid:
        raise HuiyinError("MERGE_NOT_ALLOWED")
    seen = permissions.visible(actor, models.Proposal)
    first, second = sorted((primary_uid, child_uid))  # one order of locks for everyone
    rows = {uid: gates.get(models.Proposal, seen, lock=True, uid=uid) for uid in (first, second)}
    primary, child = rows[primary_uid], rows[child_uid]
    if primary.state == "merged":
        raise HuiyinError("MERGE_CYCLE")
    if child.case_id and child.case.proposals.exclude(pk=child.pk).exists():
        raise HuiyinError("MERGE_CYCLE")  # others hang on the child: take them first
    case = primary.case or _open_case(primary, now)
    own = child.case
    facts = {"same_session"} if primary.session_id == child.session_id else set()
    facts |= {"case_living"} if primary.state in _LIVING else set()
    given = transitions.Given(words=reason)
    turned = turning.Turn(
        given=given, facts=facts, changes={"case": case}, note={"into": primary.pk}
    )
    turning.turn(child, "merge", actor=actor, now=now, turned=turned)
    by = User.objects.get(pk=actor.user_id)
    return models.Merger.objects.create(
        case=case, proposal=child, own_case=own, basis=basis, reason=reason, at=now, by=by
    )


def _open_case(primary: models.Proposal, now: datetime) -> models.Case:
    case = models.Case.objects.create(session=primary.session, title=primary.title, opened_at=now)
    gates.save(primary, primary.version, case=case)
    return case


@transaction.atomic
def unmerge(actor: Actor, child_uid: str, *, reason: str, now: datetime) -> models.Proposal:
    """Undo a merger, also after replies: the proposal is again what it was, and what was done meanwhile is kept."""
    child = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=child_uid
    )
    merger = (
        models.Merger.objects.select_for_update().filter(proposal=child, undone_at=None).first()
    )
    if merger is None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="unmerge", state=child.state)
    own = merger.own_case
    given = transitions.Given(words=reason)
    turned = turning.Turn(given=given, changes={"case": own}, note={"out_of": merger.case_id})
    turning.turn(child, "unmerge", actor=actor, now=now, turned=turned)
    merger.undone_at, merger.undone_reason = now, reason
    merger.save(update_fields=["undone_at", "undone_reason"])
    return child


@transaction.atomic
def object_to(actor: Actor, child_uid: str, *, words: str, now: datetime) -> models.MergerObjection:
    """Object to the merging of one's own proposal, within the window.

    Errors: `NOT_ALLOWED` for others; `REASON_REQUIRED`; `GUARD_IN_WINDOW` when the clock has run out.
    """
    child = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=child_uid
    )
    merger = models.Merger.objects.filter(proposal=child, undone_at=None).first()
    if merger is None or actor.person_id != child.proposer_id:
        raise HuiyinError("NOT_ALLOWED", act="object_to_merger")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="object_to_merger")
    window = child.deadlines.filter(clock="member_objection").order_by("-id").first()
    if window and window.due_on < now.date():
        raise HuiyinError("GUARD_IN_WINDOW", act="object_to_merger")
    person = Person.objects.get(pk=actor.person_id)
    objection = models.MergerObjection.objects.create(
        merger=merger, person=person, words=words, at=now
    )
    ledger.write(
        ledger.Entry(
            act="merger.objected",
            kind="proposal",
            object_id=child.pk,
            case_id=merger.case_id,
            actor_id=actor.user_id,
            reason=words,
        ),
        at=now,
    )
    return objection


@transaction.atomic
def split(
    actor: Actor, suggestion_uid: str, parts: Sequence[tuple[int, int]], *, now: datetime
) -> list[models.Suggestion]:
    """Split a suggestion into parts of its own text; each keeps its range of the source.

    Errors: `SPLIT_RANGES` when the ranges are not parts of the text in order; `NOT_ALLOWED`.
    """
    row = gates.get(
        models.Suggestion,
        permissions.visible(actor, models.Suggestion),
        lock=True,
        uid=suggestion_uid,
    )
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="split")
    last = 0
    for start, end in parts:
        if not last <= start < end <= len(row.text):
            raise HuiyinError("SPLIT_RANGES")
        last = end
    models.Suggestion.objects.filter(pk=row.pk).update(dropped_at=now)
    top = row.proposal.suggestions.order_by("-order").values_list("order", flat=True)[0]
    base = row.start
    made = [
        models.Suggestion.objects.create(
            proposal=row.proposal, order=top + place, text=row.text[start:end], addressee=row.addressee,
            start=None if base is None else base + start, end=None if base is None else base + end,
            provenance="clerk", confirmed_by=actor.user_id, split_from=row,
        )
        for place, (start, end) in enumerate(parts, start=1)
    ]  # fmt: skip
    ledger.write(
        ledger.Entry(
            act="suggestion.split", kind="suggestion", object_id=row.pk, actor_id=actor.user_id,
            after={"into": [one.pk for one in made]},
        ),
        at=now,
    )  # fmt: skip
    return made
