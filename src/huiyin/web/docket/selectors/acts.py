# SPDX-License-Identifier: Apache-2.0
"""The acts (可做之事) of a matter as the act bar shows them: possible now, or not and why."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from huiyin.core.docket import packs, transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import drafting, negotiating, turning
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import ActShown

# Guards a form supplies when the act is done; the act bar takes them as given, the act itself asks again.
_FORM = {
    "proposer_consents", "names_body", "same_session", "case_living", "head_signed", "extension_asked",
    "within_maximum", "waits_on_proposer", "body_living", "reply_recorded", "has_lead", "assigned_living",
}  # fmt: skip
_MAIN = {"submit", "file", "sign_for", "accept", "examine_first", "examine_second", "assign"}
_HARSH = {
    "refuse",
    "return",
    "withdraw",
    "object",
    "convert",
    "recall",
    "unmerge",
    "reopen_assignment",
}
# Acts with a page of their own, because they need more than a reason.
_PAGES: Mapping[str, Callable[[models.Proposal], str]] = {
    "submit": lambda row: f"/proposals/{row.uid}/submit",
    "invite": lambda row: f"/proposals/{row.uid}/invite",
    "convert": lambda row: f"/proposals/{row.uid}/convert",
    "merge": lambda row: f"/merging/?of={row.uid}",
    "assign": lambda row: f"/cases/{row.case.uid}/assign" if row.case else "/assignment-meeting/",
}
_TASK_PAGES = ("accept_with_request", "object", "grant", "extend", "dispute", "pass_on", "conclude")
# Done elsewhere: from the board, from the list of candidates, or of itself when another act is done.
_UNASKED = {"issue", "drop", "cease", "record_reply", "recall", "take_floor", "join_floor"}
_SELDOM = {
    "undo",
    "agree_to_withdraw",
    "ask_withdrawal",
    "unmerge",
    "pause",
    "resume",
    "escalate",
    "settle",
    "grant",
    "refuse_return",
}


def of_proposal(actor: Actor, row: models.Proposal, *, now: datetime) -> list[ActShown]:
    """Give the acts an actor's roles know for a proposal."""
    facts = frozenset(drafting.facts_of(row, now=now) | _FORM | _found(actor, row, now))
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = permissions.roles_in(actor, row)
    found = []
    for act in machine.acts.values():
        if act.id not in _UNASKED and not roles.isdisjoint(act.by):
            matter = transitions.Matter(row.state, row.before, facts)
            refused = transitions.refusal(pack, machine, matter, act.id)
            if refused and act.id in _SELDOM:
                continue
            page = _PAGES.get(act.id)
            href = page(row) if page else f"/proposals/{row.uid}/acts/{act.id}"
            found.append(_act(pack, act, href, refused, page is not None, row.version))
    return found


def _found(actor: Actor, row: models.Proposal, now: datetime) -> set[str]:
    found = set()
    if row.suggestions.filter(dropped_at=None).exists():
        found.add("has_suggestions")
    unanimous = turning.pack_of(row).options.get("withdraw_joint", "unanimous") == "unanimous"
    if (
        not unanimous
        or not row.signatures.filter(state="signed", agrees_to_withdraw=False).exists()
    ):
        found.add("signatories_agree")
    minutes = turning.pack_of(row).limits.get("undo_minutes", 10)
    last = LedgerEntry.objects.filter(kind="proposal", object_id=row.pk).order_by("-seq").first()
    if last and last.actor_id == actor.user_id and now - last.at <= timedelta(minutes=minutes):
        found.add("just_done")
    return found


def of_assignment(actor: Actor, row: models.Assignment, *, now: datetime) -> list[ActShown]:
    """Give the acts an actor's roles know for a task."""
    facts = set(_FORM)
    running = {one.clock: one for one in row.deadlines.exclude(state="stopped")}
    window = running.get("objection")
    if window is None or timezone.localdate(now) <= window.due_on:
        facts.add("in_return_window")
    if any(one.state == "paused" for one in running.values()):
        facts.add("clock_paused")
    if turning.pack_of(row).options.get("tiers") == "2" and row.parent_id is None:
        facts.add("two_tiers")
    open_one = row.objections.filter(kind="return", ruling="").order_by("-id").first()
    if open_one is not None and open_one.rung + 1 < len(negotiating.RUNGS):
        facts.add("higher_rung")
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = permissions.roles_in(actor, row)
    found = []
    for act in machine.acts.values():
        if act.id not in _UNASKED and not roles.isdisjoint(act.by):
            matter = transitions.Matter(row.state, row.before, frozenset(facts))
            refused = transitions.refusal(pack, machine, matter, act.id)
            if refused and act.id in _SELDOM:
                continue
            page = act.id in _TASK_PAGES
            href = f"/assignments/{row.uid}/{'' if page else 'acts/'}{act.id}"
            found.append(_act(pack, act, href, refused, page, row.version))
    return found


def _act(
    pack: packs.Pack, act: packs.Act, href: str, refused: object, page: bool, version: int
) -> ActShown:
    reasons = [(one.code, shown.label(one.words)) for one in pack.reasons.get(act.reasons, ())]
    tone = "main" if act.id in _MAIN else "harsh" if act.id in _HARSH else ""
    return ActShown(
        act.id,
        shown.verb(act.words),
        href,
        refused=refused,  # type: ignore[arg-type]
        reason=act.reason,
        reasons=reasons,
        tone=tone,
        hidden=[("version", str(version))],
        get=page,
    )
