# SPDX-License-Identifier: Apache-2.0
"""From the floor (会场建议): a suggestion made aloud becomes a proposal of the member who made it, with its source and clock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import candidates
from huiyin.web.docket.services import clocks, drafting, merging, turning
from huiyin.web.kit import acting, gates, ports

CLOCK = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A suggestion as it was made aloud.

    Attributes:
        words: how the record puts it; `source` is the text it was said in, and `start`, `end` its span there.
        body_id: the body it was said to, or that the office names.
        met_on: the day of the meeting, from which the clock runs.
    """

    proposer: Person
    title: str
    facts: str
    words: str
    source: str
    source_name: str
    source_sha256: str
    start: int
    end: int
    body_id: int | None
    met_on: date


@acting.act
def take_in(actor: Actor, session: Session, spoken: Spoken, *, now: datetime) -> models.Proposal:
    """Take a suggestion from the floor in, as a proposal of its speaker; its clock runs from the day of the meeting.

    The session need not be open for submissions: what was said in a meeting was said in time.

    Errors: those of `turning.turn`.
    """
    pack = ports.pack(session.pack, session.pack_version)
    row = models.Proposal.objects.create(
        session=session, pack=pack.id, pack_version=pack.version, state=pack.machines["proposal"].initial,
        kind="individual", proposer=spoken.proposer, created_at=now, changed_at=now,
        title=_title(spoken.title, pack.limits.get("title_chars", 200)), facts=spoken.facts,
        source_text=spoken.source, source_name=spoken.source_name[:200], source_sha256=spoken.source_sha256,
    )  # fmt: skip
    models.Suggestion.objects.create(
        proposal=row, order=1, text=spoken.words, start=spoken.start, end=spoken.end, provenance="clerk",
        confirmed_by=actor.user_id,
    )  # fmt: skip
    if spoken.body_id:
        models.Handler.objects.create(
            proposal=row, body_id=spoken.body_id, role="lead", standing="proposed", by_id=actor.user_id, at=now
        )  # fmt: skip
    clock = pack.clocks.get(CLOCK)
    begun = clocks.start(row, clock, pack=pack, anchor=spoken.met_on) if clock else None
    turned = turning.Turn(
        facts=drafting.facts_of(row, now=now), behalf_id=spoken.proposer.pk, door="floor",
        touched=[begun] if begun else [],
    )  # fmt: skip
    return drafting.receive(row, "take_floor", actor=actor, now=now, turned=turned)


def _title(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@acting.act
def join(
    actor: Actor, child_uid: str, primary_uid: str, *, reason: str, now: datetime
) -> models.Merger:
    """Handle a suggestion from the floor in the case of a proposal that says the same; the evidence is kept.

    Errors: `NOT_FOUND`; those of `merging.merge`.
    """
    seen = permissions.visible(actor, models.Proposal)
    child = gates.get(models.Proposal, seen, uid=child_uid)
    primary = gates.get(models.Proposal, seen, uid=primary_uid)
    if not child.deadlines.filter(clock=CLOCK).exists():
        raise HuiyinError("MERGE_NOT_ALLOWED")
    basis: dict[str, Any] = candidates.evidence(primary, child)
    return merging.merge(
        actor, primary_uid, child_uid, reason=reason, basis=basis, now=now, act="join_floor"
    )
