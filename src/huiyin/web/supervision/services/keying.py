# SPDX-License-Identifier: Apache-2.0
"""Key proposals (重点提案): nominated, shortlisted, approved with a leading official, supervised, voted on by a panel.

A secret vote keeps two things apart: that somebody has voted, and how often each choice was voted for. No row and no entry
of the ledger holds both; the count enters the ledger once, when the vote is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from huiyin.core.docket import pack_blocks
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Committee, User
from huiyin.web.docket.selectors import reading
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting
from huiyin.web.supervision import models
from huiyin.web.supervision.services import rows

NOMINATES = ("clerk", "committee", "convener", "leader")
PLAIN = ("shortlist", "return_nomination", "drop")


@acting.act
def nominate(
    actor: Actor, proposal_uid: str, *, recommended: str, why: str, now: datetime
) -> models.KeyProposal:
    """Nominate a filed proposal, for a party, a committee or an organ, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_EMPTY`; `ILLEGAL_TRANSITION` for one that is not filed; `ALREADY_NOMINATED`.
    """
    rows.need(actor, "nominate", *NOMINATES)
    proposal = reading.proposal(actor, proposal_uid)
    if proposal.case_id is None or proposal.state not in ("filed", "in_hand", "replied"):
        raise HuiyinError("ILLEGAL_TRANSITION", act="nominate", state=proposal.state)
    rows.filled(recommended=recommended, why=why)
    if models.KeyProposal.objects.filter(proposal_id=proposal.pk).exclude(state="dropped").exists():
        raise HuiyinError("ALREADY_NOMINATED")
    made = models.KeyProposal.objects.create(
        proposal_id=proposal.pk, recommended=recommended.strip()[:120], why=why.strip(), nominated_by_id=actor.signed_in(),
        nominated_at=now, changed_at=now, state=turning.pack_of(proposal).machines["key_proposal"].initial,
    )  # fmt: skip
    rows.write(
        "key_proposal.nominated", made, actor, now, case_id=proposal.case_id, reason=made.why
    )
    return made


@acting.act
def act(
    actor: Actor, uid: str, name: str, *, words: str, version: int, now: datetime
) -> models.KeyProposal:
    """Shortlist, return to the nominations, or do not choose: the steps back with their reason.

    Errors: `NOT_FOUND`; `ACT_UNKNOWN`; those of `turning.turn`.
    """
    if name not in PLAIN:
        raise HuiyinError("ACT_UNKNOWN", act=name)
    row = rows.get(models.KeyProposal, actor, uid)
    rows.turn(row, name, actor, version=version, now=now, words=words)
    return row


@acting.act
def approve(
    actor: Actor, uid: str, *, official: str, committee: int, version: int, now: datetime
) -> models.KeyProposal:
    """Approve a shortlisted one, naming the leading official and the committee in charge.

    Errors: `NOT_FOUND`; `GUARD_OFFICIALS_NAMED`; those of `turning.turn`.
    """
    row = rows.get(models.KeyProposal, actor, uid)
    known = Committee.objects.filter(pk=committee).first()
    facts = ["officials_named"] if official.strip() and known else []
    rows.turn(
        row, "approve", actor, version=version, now=now, facts=facts, official=official.strip()[:120],
        committee_id=known.pk if known else None,
    )  # fmt: skip
    return row


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the supervision: the way, the day, who took part, what was seen and said."""

    kind: str
    held_on: date | None
    participants: str
    notes: str


@acting.act
def note_event(
    actor: Actor, uid: str, what: Happened, *, version: int, now: datetime
) -> models.Event:
    """Note what was done to supervise it.

    Errors: `NOT_FOUND`; `FIELD_UNKNOWN` for a kind the pack does not know; `FIELD_EMPTY`; `DATE_INVALID`; those of
        `turning.turn`.
    """
    row = rows.get(models.KeyProposal, actor, uid)
    turned = turning.Turn(facts={"event_whole"}, version=version)
    turning.check(row, "note_event", actor=actor, turned=turned)
    if what.kind not in turning.pack_of(row).replies.contacts:
        raise HuiyinError("FIELD_UNKNOWN", field=what.kind)
    rows.filled(participants=what.participants, notes=what.notes)
    made = models.Event.objects.create(
        key=row, kind=what.kind, held_on=rows.past(what.held_on, "held_on", now=now),
        participants=what.participants.strip(), notes=what.notes.strip(), by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    rows.turn(
        row, "note_event", actor, version=version, now=now, facts=["event_whole"], touched=[made]
    )
    return made


@acting.act
def open_vote(
    actor: Actor, uid: str, panel: Sequence[int], *, version: int, now: datetime
) -> models.KeyProposal:
    """Open the vote for a panel, by secret or named ballots as the place has it; each of them is told.

    Errors: `NOT_FOUND`; `GUARD_EVENT_HELD`; `GUARD_PANEL_NAMED`; those of `turning.turn`.
    """
    row = rows.get(models.KeyProposal, actor, uid)
    pack = turning.pack_of(row)
    people = list(User.objects.filter(pk__in=set(panel), is_active=True).order_by("pk"))
    facts = ["event_held"] if row.events.exists() else []
    if len(people) >= pack.limits.get("panel_least", 3):
        facts.append("panel_named")
    looked = turning.Turn(facts=facts, version=version)
    turning.check(row, "open_vote", actor=actor, turned=looked)
    seats = [models.Seat.objects.create(key=row, user=one) for one in people]
    for value in verdict(row).values:
        models.Tally.objects.create(key=row, choice=value.id)
    ballot = "named" if pack.options.get("panel_ballot") == "named" else "secret"
    rows.turn(
        row, "open_vote", actor, version=version, now=now, facts=facts, touched=seats, ballot=ballot
    )
    params = {"title": telling.title(row.proposal), "act": "vote"}
    telling.post(
        people, f"key:{row.pk}:panel", "key_proposal.panel", params, link=f"/keyproposals/{row.uid}/", now=now
    )  # fmt: skip
    return row


def verdict(row: models.KeyProposal) -> pack_blocks.Axis:
    """Give the one axis the panel votes on."""
    axes = rows.form(row, "panel").axes.values()
    return next(one for one in axes if one.decides)


@acting.act
def cast(actor: Actor, uid: str, choice: str, *, now: datetime) -> models.Seat:
    """Vote, once, with a seat on the panel.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` without a seat; `GUARD_NOT_YET_CAST`; `FIELD_UNKNOWN`; those of `turning.turn`.
    """
    row = rows.get(models.KeyProposal, actor, uid)
    seat = row.seats.select_for_update().filter(user_id=actor.signed_in()).first()
    if seat is None:
        raise HuiyinError("NOT_ALLOWED", act="cast")
    facts = [] if seat.has_cast else ["not_yet_cast"]
    turning.check(row, "cast", actor=actor, turned=turning.Turn(facts=facts, version=row.version))
    if choice not in {one.id for one in verdict(row).values}:
        raise HuiyinError("FIELD_UNKNOWN", field="verdict")
    models.Tally.objects.filter(key=row, choice=choice).update(n=F("n") + 1)
    seat.has_cast, seat.choice = True, choice if row.ballot == "named" else ""
    seat.save(update_fields=["has_cast", "choice"])
    rows.turn(row, "cast", actor, version=row.version, now=now, facts=facts, touched=[seat])
    return seat


@acting.act
def close_vote(actor: Actor, uid: str, *, version: int, now: datetime) -> models.KeyProposal:
    """Close the vote: from now on the count is told.

    Errors: `NOT_FOUND`; `GUARD_ENOUGH_CAST` while fewer than the place's least have voted; those of `turning.turn`.
    """
    row = rows.get(models.KeyProposal, actor, uid)
    least = turning.pack_of(row).limits.get("panel_least", 3)
    facts = ["enough_cast"] if row.seats.filter(has_cast=True).count() >= least else []
    tallies = list(row.tallies.all())
    rows.turn(row, "close_vote", actor, version=version, now=now, facts=facts, touched=tallies)
    return row


def facts_of(row: models.KeyProposal, actor: Actor) -> set[str]:
    """Give the guards that hold; those a form supplies are taken as given."""
    found = {"officials_named", "event_whole", "panel_named"}
    if row.events.exists():
        found.add("event_held")
    seat = row.seats.filter(user_id=actor.user_id).first() if actor.user_id else None
    if seat is not None and not seat.has_cast:
        found.add("not_yet_cast")
    least = turning.pack_of(row).limits.get("panel_least", 3)
    if row.seats.filter(has_cast=True).count() >= least:
        found.add("enough_cast")
    return found
