# SPDX-License-Identifier: Apache-2.0
"""Happenings (经过): the ledger of a matter in plain words; whose name is masked stays masked.

All of it, with who did it and why, is told to the parties, the office and the bodies of the case; to everyone else the steps
a case takes in public, and of names only that of the proposer.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket import models
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import words
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import Happening

_SEAL = {"file", "assign", "issue", "grant", "settle", "record_reply", "conclude"}
_INSIDE = (
    "clerk",
    "reviewer",
    "committee",
    "assigner",
    "oversight",
    "leader",
    "auditor",
)
_ADVISED = ("clerk", "reviewer", "committee", "auditor")  # who reads advice, which decides nothing
_OPEN = {
    "proposal.submit",
    "proposal.file",
    "proposal.merge",
    "proposal.unmerge",
    "proposal.assign",
    "proposal.withdraw",
    "proposal.record_reply",
    "assignment.issue",
    "assignment.sign_for",
    "assignment.accept",
    "assignment.conclude",
}  # what anybody may know who may see the proposal
_OWN = (
    "proposal.begun",
    "proposal.invite",
    "proposal.recall",
    "signature.",
)  # before it was handed in


def of_proposal(actor: Actor, row: models.Proposal) -> list[Happening]:
    """Give what happened to a proposal and, once it has one, to its case; the latest first."""
    mine = Q(kind="proposal", object_id=row.pk)
    if row.case_id:
        mine |= Q(kind="assignment", case_id=row.case_id)
    return _told(actor, [row], LedgerEntry.objects.filter(mine).order_by("-seq")[:200])


def of_case(actor: Actor, row: models.Case, proposals: list[models.Proposal]) -> list[Happening]:
    """Give what happened to a case and to its proposals, the latest first."""
    ids = [one.pk for one in proposals]
    mine = Q(case_id=row.pk, kind__in=["assignment", "case"]) | Q(
        kind="proposal", object_id__in=ids
    )
    return _told(actor, proposals, LedgerEntry.objects.filter(mine).order_by("-seq")[:200])


def of_assignment(actor: Actor, row: models.Assignment) -> list[Happening]:
    """Give what happened to a task, the latest first."""
    mine = Q(kind="assignment", object_id=row.pk)
    proposals = list(row.case.proposals.select_related("proposer"))
    return _told(actor, proposals, LedgerEntry.objects.filter(mine).order_by("-seq")[:200])


def latest(actor: Actor, n: int) -> list[Happening]:
    """Give what happened last of all, for whoever keeps watch over the ledger."""
    return _told(actor, [], LedgerEntry.objects.order_by("-seq")[:n])


def _told(
    actor: Actor, proposals: list[models.Proposal], entries: Iterable[LedgerEntry]
) -> list[Happening]:
    party = any(_is_party(actor, one) for one in proposals)
    whole = party or actor.system or actor.has("auditor")
    rows = [one for one in entries if whole or not one.act.startswith(_OWN)]
    if not (actor.system or actor.has(*_ADVISED)):
        rows = [one for one in rows if one.act != "proposal.advised"]
    inside = party or actor.system or actor.has(*_INSIDE) or _is_of_body(actor, proposals)
    if not inside:
        rows = [one for one in rows if one.act in _OPEN]
    names = shown.users(one.actor_id for one in rows if one.actor_id)
    if not inside:
        own = User.objects.filter(person_id__in={one.proposer_id for one in proposals})
        known = set(own.values_list("pk", flat=True))
        names = {pk: name for pk, name in names.items() if pk in known}
    hidden = {one.proposer_id for one in proposals if not shown.sees_name(actor, one)}
    masked = (
        set(User.objects.filter(person_id__in=hidden).values_list("pk", flat=True))
        if hidden
        else set()
    )
    pack = shown.pack_of(proposals[0]) if proposals else shown.present_pack()
    tasks = models.Assignment.objects.filter(
        pk__in={one.object_id for one in rows if one.kind == "assignment"}
    ).select_related("body")
    bodies = {one.pk: shown.body(one.body) for one in tasks}
    told = [(one, _happening(one, pack, names, masked, inside)) for one in rows]
    return [
        replace(said, label=f"{said.label} · {bodies[one.object_id]}")
        if one.kind == "assignment" and one.object_id in bodies
        else said
        for one, said in told
    ]


def _is_party(actor: Actor, row: models.Proposal) -> bool:
    return actor.person_id is not None and (
        actor.person_id == row.proposer_id
        or row.signatures.filter(person_id=actor.person_id).exists()
    )


def _is_of_body(actor: Actor, proposals: list[models.Proposal]) -> bool:
    bodies = actor.bodies()
    tasks = models.Assignment.objects.exclude(state__in=["proposed", "dropped"])
    cases = {one.case_id for one in proposals if one.case_id}
    return bool(bodies) and tasks.filter(body_id__in=bodies, case_id__in=cases).exists()


def _happening(
    entry: LedgerEntry, pack: packs.Pack, names: dict[int, str], masked: set[int], inside: bool
) -> Happening:
    machine, _, act_id = entry.act.partition(".")
    act = pack.machines[machine].acts.get(act_id) if machine in pack.machines else None
    key = f"told.{entry.act.replace('.', '_')}"
    said = shown.label(act.words) if act else shown.say(key) if words.has(key) else entry.act
    who = shown.say("told.by_clock") if entry.door == "clock" else ""
    if entry.actor_id:
        who = (
            shown.say("docket.masked")
            if entry.actor_id in masked
            else names.get(entry.actor_id, "")
        )
    tone = "back" if act and act.backward else "seal" if act_id in _SEAL else ""
    reason = _reason(entry, pack, act) if inside else ""
    return Happening(entry.at, said, who, reason, tone, details=_details(entry, pack))


def _reason(entry: LedgerEntry, pack: packs.Pack, act: packs.Act | None) -> str:
    coded = pack.reason_of(act, entry.reason_code) if act and entry.reason_code else None
    parts = [f"{coded.code} {shown.label(coded.words)}" if coded else "", entry.reason]
    return " · ".join(part for part in parts if part)


def _details(entry: LedgerEntry, pack: packs.Pack) -> list[tuple[str, str]]:
    found = []
    if number := entry.after.get("number"):
        found.append((shown.say("docket.number"), f"{number:04d}"))
    if receipt := entry.after.get("receipt_no"):
        found.append((shown.say("docket.receipt"), str(receipt)))
    clock = pack.clocks.get(str(entry.after.get("clock", "")))
    if clock and entry.act.startswith("clock."):
        found.append((shown.label(clock.words), str(entry.after.get("due_on", ""))))
    return found
