# SPDX-License-Identifier: Apache-2.0
"""Merging (并案), splitting and un-merging: events between rows that never vanish."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ledger

_LIVING = ("received", "first_examined", "second_examined", "filed", "in_hand")


@acting.act
def merge(
    actor: Actor,
    primary_uid: str,
    child_uid: str,
    *,
    reason: str,
    basis: dict[str, Any],
    now: datetime,
    act: str = "merge",
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
    if child.case is not None and child.case.proposals.exclude(pk=child.pk).exists():
        raise HuiyinError("MERGE_CYCLE")  # others hang on the child: take them first
    facts = {"same_session"} if primary.session_id == child.session_id else set()
    facts |= {"case_living"} if primary.state in _LIVING else set()
    given = transitions.Given(words=reason)
    turning.check(child, act, actor=actor, turned=turning.Turn(given=given, facts=facts))
    own, opened = child.case, primary.case is None
    case = primary.case or _open_case(primary, now)
    made = models.Merger.objects.create(
        case=case, proposal=child, own_case=own, basis=basis, reason=reason, at=now, by_id=actor.signed_in()
    )  # fmt: skip
    turned = turning.Turn(
        given=given, facts=facts, changes={"case": case},
        note={"into": primary.pk}, touched=[made, *([case, primary] if opened else [])],
    )  # fmt: skip
    turning.turn(child, act, actor=actor, now=now, turned=turned)
    return made


def _open_case(primary: models.Proposal, now: datetime) -> models.Case:
    case = models.Case.objects.create(
        session=primary.session, pack=primary.pack, pack_version=primary.pack_version,
        title=primary.title, opened_at=now,
    )  # fmt: skip
    gates.save(primary, primary.version, case=case)
    return case


@acting.act
def unmerge(actor: Actor, child_uid: str, *, reason: str, now: datetime) -> models.Proposal:
    """Undo a merger, also after replies: the proposal is again what it was, and what was done meanwhile is kept."""
    child = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=child_uid
    )
    _part(child, actor, reason, now)
    return child


def _part(child: models.Proposal, actor: Actor, reason: str, now: datetime) -> None:
    merger = end(child, reason, now)
    own = merger.own_case if merger else None
    turned = turning.Turn(
        given=transitions.Given(words=reason),
        changes={"case": own} if merger else {},
        note={"out_of": merger.case_id} if merger else {},
        touched=[merger, *_ruled(merger, now)] if merger else [],
    )
    turning.turn(child, "unmerge", actor=actor, now=now, turned=turned)


def end(child: models.Proposal, reason: str, now: datetime) -> models.Merger | None:
    """End the merger a proposal is in, if any: for its undoing, and when the proposal is withdrawn."""
    merger = (
        models.Merger.objects.select_for_update().filter(proposal=child, undone_at=None).first()
    )
    if merger is not None:
        merger.undone_at, merger.undone_reason = now, reason or "-"
        merger.save(update_fields=["undone_at", "undone_reason"])
    return merger


def _ruled(merger: models.Merger, now: datetime) -> list[models.MergerObjection]:
    """An un-merging grants the objections that were open."""
    found = list(merger.objections.filter(ruling=""))
    for one in found:
        one.ruling, one.ruled_at = "granted", now
        one.save(update_fields=["ruling", "ruled_at"])
    return found


def release(primary: models.Proposal, *, why: str, now: datetime) -> None:
    """Set free what was merged into the case of a proposal that ends or goes back: each is what it was before."""
    if primary.case is None:
        return
    for child in primary.case.proposals.filter(state="merged").exclude(pk=primary.pk):
        locked = models.Proposal.objects.select_for_update().get(pk=child.pk)
        _part(locked, SYSTEM, f"主案变动 / the main case ended ({why})", now)


@acting.act
def object_to(actor: Actor, child_uid: str, *, words: str, now: datetime) -> models.MergerObjection:
    """Object to the merging of one's own proposal, within the window.

    Errors: `NOT_ALLOWED` for others; `REASON_REQUIRED`; `GUARD_IN_WINDOW` when the clock has run out.
    """
    child = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=child_uid
    )
    merger = models.Merger.objects.filter(proposal=child, undone_at=None).first()
    if merger is None or actor.person_id is None or actor.person_id != child.proposer_id:
        raise HuiyinError("NOT_ALLOWED", act="object_to_merger")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="object_to_merger")
    window = child.deadlines.filter(clock="member_objection").order_by("-id").first()
    if window and window.due_on < timezone.localdate(now):
        raise HuiyinError("GUARD_IN_WINDOW", act="object_to_merger")
    objection = models.MergerObjection.objects.create(
        merger=merger, person_id=actor.person_id, words=words, at=now
    )
    _write("merger.objected", child, actor, now, words, touched=[objection])
    return objection


@acting.act
def uphold(actor: Actor, child_uid: str, *, words: str, now: datetime) -> models.Merger:
    """Rule that a merger stands against the objections to it, with the reason; `unmerge` grants them.

    Errors: `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` where nothing was objected.
    """
    child = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=child_uid
    )
    if not actor.has("committee"):
        raise HuiyinError("NOT_ALLOWED", act="uphold_merger")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="uphold_merger")
    merger = models.Merger.objects.filter(proposal=child, undone_at=None).first()
    ruled = list(merger.objections.filter(ruling="")) if merger else []
    if merger is None or not ruled:
        raise HuiyinError("ILLEGAL_TRANSITION", act="uphold_merger", state=child.state)
    for one in ruled:
        one.ruling, one.ruling_words, one.ruled_at = "refused", words, now
        one.save(update_fields=["ruling", "ruling_words", "ruled_at"])
    _write("merger.upheld", child, actor, now, words, touched=ruled)
    return merger


def _write(
    act: str, child: models.Proposal, actor: Actor, now: datetime, words: str, **more: Any
) -> None:
    ledger.write(
        ledger.Entry(
            act=act, kind="proposal", object_id=child.pk, case_id=child.case_id, actor_id=actor.user_id,
            reason=words, **more,
        ),
        at=now,
    )  # fmt: skip


@acting.act
def split(
    actor: Actor, suggestion_uid: str, parts: Sequence[tuple[int, int]], *, now: datetime
) -> list[models.Suggestion]:
    """Split a suggestion into parts of its own text; each keeps its range of the source.

    Errors: `SPLIT_RANGES` when the ranges are not parts of the text in order; `NOT_ALLOWED`; `FILED_TEXT_IS_FIXED` for
        one that was split or dropped before, and once its case has been replied to.
    """
    row = gates.get(
        models.Suggestion,
        permissions.visible(actor, models.Suggestion),
        lock=True,
        uid=suggestion_uid,
    )
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="split")
    if row.dropped_at is not None or row.proposal.state not in (*_LIVING, "merged"):
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    last = 0
    for start, end_at in parts:
        if not last <= start < end_at <= len(row.text) or not row.text[start:end_at].strip():
            raise HuiyinError("SPLIT_RANGES")
        last = end_at
    if not parts:
        raise HuiyinError("SPLIT_RANGES")
    models.Suggestion.objects.filter(pk=row.pk).update(dropped_at=now)
    top = row.proposal.suggestions.order_by("-order").values_list("order", flat=True)[0]
    base = row.start
    made = [
        models.Suggestion.objects.create(
            proposal=row.proposal, order=top + place, text=row.text[start:end_at], addressee=row.addressee,
            start=None if base is None else base + start, end=None if base is None else base + end_at,
            provenance="clerk", confirmed_by=actor.user_id, split_from=row,
        )
        for place, (start, end_at) in enumerate(parts, start=1)
    ]  # fmt: skip
    for task in row.assignments.all():  # who answers the whole answers its parts
        task.scope.add(*made)
    ledger.write(
        ledger.Entry(
            act="suggestion.split", kind="suggestion", object_id=row.pk, case_id=row.proposal.case_id,
            actor_id=actor.user_id, after={"into": [one.pk for one in made]}, touched=[row, *made],
        ),
        at=now,
    )  # fmt: skip
    return made
