# SPDX-License-Identifier: Apache-2.0
"""Drafting and submitting (起草、提交): what a proposer writes is never lost, and what is submitted never changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket import models, permissions, search
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ledger, numbering, ports

_TEXT = (
    "title",
    "facts",
    "analysis",
    "category",
    "collective",
    "disclosure",
    "disclosure_reason",
    "masked",
    "kind",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One suggestion as the form gives it: its text and, where it was split from a source, its span there."""

    text: str
    start: int | None = None
    end: int | None = None
    addressee: str = ""
    provenance: str = "typed"


@acting.act
def begin(
    actor: Actor,
    session: Session,
    *,
    now: datetime,
    kind: str = "individual",
    behalf: Person | None = None,
) -> models.Proposal:
    """Begin a draft, for oneself or for a member one assists.

    Errors: `NOT_ALLOWED` for someone who is neither.
    """
    proposer_id = behalf.pk if behalf else actor.person_id
    if not proposer_id or (
        behalf and behalf.pk not in actor.drafts_for and behalf.pk != actor.person_id
    ):
        raise HuiyinError("NOT_ALLOWED", act="begin")
    pack = ports.pack(session.pack, session.pack_version)
    proposal = models.Proposal.objects.create(
        session=session, pack=pack.id, pack_version=pack.version, state=pack.machines["proposal"].initial,
        kind=kind, proposer_id=proposer_id, created_at=now, changed_at=now,
    )  # fmt: skip
    behalf_id = None if actor.person_id == proposer_id else proposer_id
    _write(proposal, "proposal.begun", actor, now, after={"kind": kind}, behalf_id=behalf_id)
    return proposal


@acting.act
def save(
    actor: Actor,
    uid: str,
    *,
    version: int,
    fields: dict[str, Any],
    asks: Sequence[Ask] | None,
    now: datetime,
) -> models.Proposal:
    """Save what was typed, over the version it was typed on.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FILED_TEXT_IS_FIXED` once submitted; `CHANGED_MEANWHILE` when another tab was
        faster: the caller keeps what was typed and shows both; `FIELD_UNKNOWN`.
    """
    proposal = _own(actor, uid)
    if proposal.state not in models.UNFIXED:
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    if unknown := set(fields) - set(_TEXT):
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    gates.save(proposal, version, **fields, changed_at=now)
    if asks is not None:
        _replace_asks(proposal, asks, actor)
    search.put_proposal(proposal)
    return proposal


def _own(actor: Actor, uid: str) -> models.Proposal:
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    if actor.person_id != proposal.proposer_id and proposal.proposer_id not in actor.drafts_for:
        raise HuiyinError("NOT_ALLOWED", act="save")
    return proposal


def _replace_asks(proposal: models.Proposal, asks: Sequence[Ask], actor: Actor) -> None:
    """Rows whose text stays keep their identity; others are marked dropped, never deleted, and new ones are made."""
    living = list(proposal.suggestions.filter(dropped_at=None))
    kept: dict[str, models.Suggestion] = {row.text: row for row in living}
    wanted = [ask for ask in asks if ask.text.strip()]
    texts = {ask.text for ask in wanted}
    gone = [row.pk for row in living if row.text not in texts]
    proposal.suggestions.filter(pk__in=gone).update(dropped_at=proposal.changed_at)
    offset = 10_000  # so that the new order never meets the old one half-way
    for place, row in enumerate(kept.values()):
        models.Suggestion.objects.filter(pk=row.pk).update(order=offset + place)
    for order, ask in enumerate(wanted, start=1):
        known = kept.pop(ask.text, None)
        if known is None:
            models.Suggestion.objects.create(
                proposal=proposal, order=order, text=ask.text, start=ask.start, end=ask.end,
                addressee=ask.addressee, provenance=ask.provenance, confirmed_by=actor.user_id,
            )  # fmt: skip
        else:
            models.Suggestion.objects.filter(pk=known.pk).update(
                order=order, addressee=ask.addressee
            )


@acting.act
def attach_source(
    actor: Actor, uid: str, *, name: str, text: str, sha256: str, now: datetime
) -> models.Proposal:
    """Keep the text a draft was split from, so that the spans of its suggestions stay provable."""
    proposal = _own(actor, uid)
    gates.save(
        proposal,
        proposal.version,
        source_name=name,
        source_text=text,
        source_sha256=sha256,
        changed_at=now,
    )
    return proposal


@acting.act
def submit(
    actor: Actor, uid: str, *, version: int, now: datetime, door: str = "web"
) -> models.Proposal:
    """Submit a proposal: it gets its receipt number at once, and its text is fixed as an edition.

    Errors: those of `turning.turn`; `GUARD_SESSION_OPEN` after the deadline, `GUARD_ONE_SUGGESTION` without a concrete
        suggestion, `GUARD_COMPLETE` with parts missing or too long, `GUARD_COSIGNING_SETTLED` while someone may sign.
    """
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    facts = facts_of(proposal, now=now)
    behalf = None if actor.person_id == proposal.proposer_id else proposal.proposer_id
    turned = turning.Turn(facts=facts, version=version, behalf_id=behalf, door=door)
    return receive(proposal, "submit", actor=actor, now=now, turned=turned)


def receive(
    proposal: models.Proposal, act: str, *, actor: Actor, now: datetime, turned: turning.Turn
) -> models.Proposal:
    """Receive a proposal by an act of the pack: receipt number, edition, entry; to be called inside a transaction."""
    changes: dict[str, Any] = {"received_at": now, "waiting_since": timezone.localdate(now)}
    if not proposal.receipt_no and (act != "submit" or "session_open" in set(turned.facts)):
        seq = numbering.take(f"receipt:{proposal.session_id}")
        pattern = turning.pack_of(proposal).numbering["receipt"]
        changes |= {
            "receipt_seq": seq,
            "receipt_no": pattern.format(n=seq, session_seq=proposal.session_id),
        }
    living = proposal.suggestions.filter(dropped_at=None)
    touched = [_edition(proposal, now), *living, *turned.touched]
    turned = replace(turned, changes=changes, touched=touched)
    turning.turn(proposal, act, actor=actor, now=now, turned=turned)
    search.put_proposal(proposal)
    return proposal


def facts_of(proposal: models.Proposal, *, now: datetime) -> set[str]:
    """Give the guards of the act *submit* that hold."""
    limits = turning.pack_of(proposal).limits
    asks = list(proposal.suggestions.filter(dropped_at=None).values_list("text", flat=True))
    size = len(proposal.facts) + len(proposal.analysis) + sum(map(len, asks))
    tests = {
        "has_title": bool(proposal.title.strip()),
        "session_open": proposal.session.submission_opens_at
        <= now
        <= proposal.session.submission_deadline,
        "one_suggestion": bool(asks),
        "complete": bool(proposal.title.strip() and proposal.facts.strip())
        and bool(proposal.disclosure == "yes" or proposal.disclosure_reason.strip())
        and len(proposal.title) <= limits.get("title_chars", 200)
        and size <= limits.get("text_chars", 100_000),
        "cosigning_settled": not proposal.signatures.filter(
            state="pending", expires_at__gt=now
        ).exists(),
    }
    return {name for name, holds in tests.items() if holds}


def _edition(proposal: models.Proposal, now: datetime) -> models.Edition:
    asks = list(
        proposal.suggestions.filter(dropped_at=None).values("uid", "order", "text", "start", "end")
    )
    edition = models.Edition(
        proposal=proposal, number=proposal.editions.count() + 1, title=proposal.title, facts=proposal.facts,
        analysis=proposal.analysis, suggestions=asks, at=now,
    )  # fmt: skip
    edition.sha256 = edition.true_sha256
    edition.save()
    return edition


def _write(proposal: models.Proposal, act: str, actor: Actor, now: datetime, **more: Any) -> None:
    ledger.write(
        ledger.Entry(
            act=act,
            kind="proposal",
            object_id=proposal.pk,
            actor_id=actor.user_id,
            touched=[proposal],
            **more,
        ),
        at=now,
    )
