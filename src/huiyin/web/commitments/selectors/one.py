# SPDX-License-Identifier: Apache-2.0
"""The page of one commitment: what was said, what became of it, and what can be done with it now."""

from datetime import date
from typing import Any

from django.apps import apps

from huiyin.core.docket import transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models, permissions
from huiyin.web.commitments.selectors import commitments, shown
from huiyin.web.commitments.services import moving
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import ActShown, Happening, Mark

_MAIN = {"schedule", "start", "claim", "verify", "close"}
_HARSH = {"doubt", "give_up"}
PAGES = ("schedule", "slip", "report", "claim", "carry_over", "upgrade")
_FORM = {"has_owner", "has_date", "later_date", "has_explanation"}


def page(actor: Actor, row: models.Commitment, *, on: date) -> dict[str, Any]:
    """Give what the page of a commitment shows."""
    row = (
        commitments.seen(actor)
        .select_related("answer", "begun_in__term", "verified_by")
        .get(pk=row.pk)
    )
    knows = permissions.knows(actor, row)
    cover = commitments.covers(actor, [row])
    line = commitments.lines(actor, [row], on=on)[0]
    slips = list(row.slips.all())
    return {
        "row": row,
        "line": line,
        "knows": knows,
        "history": shown.history(row, len(slips)),
        "said": None if cover.get(row.reply_id or 0) or row.answer is None else row.answer.text,
        "quote": commitments.covered(row.quote, row, cover),
        "marks": [Mark(row.start or 0, row.end or 0, "hit")],
        "owner": commitments.covered(row.owner, row, cover),
        "slips": slips,
        "reports": _reports(actor, row),
        "milestones": list(row.milestones.select_related("reached")),
        "indicators": _indicators(actor, row, on),
        "class_then": shown.class_words(row, row.class_then),
        "class_now": shown.class_words(row, row.class_now),
        "begun_in": shown.session(row.begun_in),
        "session": shown.session(row.session),
        "suggestions": _suggestions(actor, row),
        "goals": [(one, shown.title_of(one)) for one in row.goals.select_related("plan")],
        "promises": list(row.promises.exclude(answer_id=row.answer_id or 0).select_related("reply", "answer"))
        if knows
        else [],
        "carries": [(shown.session(one.into), one) for one in row.carries.select_related("into__term")],
        "reply": row.reply if row.reply is not None and docket.is_visible(actor, row.reply) else None,
        "writes": row.body_id in actor.bodies(*permissions.WRITERS) and row.state not in models.FINAL,
        "serves": row.body_id in actor.bodies(*permissions.WRITERS) or actor.has(*permissions.OFFICE),
        "happenings": happenings(row, knows=knows),
    }  # fmt: skip


def _suggestions(actor: Actor, row: models.Commitment) -> list[dict[str, Any]]:
    model = apps.get_model("docket", "Suggestion")
    seen = model.objects.filter(docket.visible(actor, model), commitments=row)
    return [
        {"text": one.text, "href": f"/proposals/{one.proposal.uid}/", "title": one.proposal.title}
        for one in seen.select_related("proposal").order_by("proposal_id", "order")
    ]


def _reports(actor: Actor, row: models.Commitment) -> list[dict[str, Any]]:
    reports = row.reports.filter(docket.visible(actor, models.Progress)).select_related("by")
    found = list(reports.prefetch_related("evidence", "figures__indicator", "milestones"))
    who = names.users(one.by_id for one in found if one.by_id)
    return [
        {
            "row": one,
            "who": who.get(one.by_id or 0, ""),
            "kind": names.say(f"commit.kind_{one.kind}"),
        }
        for one in found
    ]


def _indicators(actor: Actor, row: models.Commitment, on: date) -> list[dict[str, Any]]:
    readable = set(
        models.Progress.objects.filter(docket.visible(actor, models.Progress), commitment=row)
        .values_list("pk", flat=True)
    )  # fmt: skip
    found = []
    for one in row.indicators.prefetch_related("dates"):
        days = [
            {
                "day": owed.due_on,
                "value": owed.value if owed.progress_id in readable else "",
                "hidden": bool(owed.progress_id) and owed.progress_id not in readable,
                "late": owed.progress_id is None and owed.due_on < on,
            }
            for owed in one.dates.all()
            if not owed.dropped
        ]
        found.append({"row": one, "days": days, "every": names.say(f"commit.every_{one.every}")})
    return found


def acts(actor: Actor, row: models.Commitment) -> list[ActShown]:
    """Give the acts an actor's roles know for a commitment, possible or not and why."""
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = docket.roles_in(actor, row)
    facts = frozenset(moving.facts_of(row) | _FORM)
    found = []
    for act in machine.acts.values():
        if roles.isdisjoint(act.by):
            continue
        held = facts | {"has_evidence"} if act.id == "claim" else facts
        matter = transitions.Matter(row.state, row.before, held)
        refused = transitions.refusal(pack, machine, matter, act.id)
        if refused and refused.code == "ILLEGAL_TRANSITION":
            continue
        paged = act.id in PAGES
        tone = "main" if act.id in _MAIN else "harsh" if act.id in _HARSH else ""
        found.append(
            ActShown(
                act.id, names.verb(act.words), f"/commitments/{row.uid}/{act.id if paged else f'acts/{act.id}'}",
                refused=refused, reason=act.reason, tone=tone, hidden=[("version", str(row.version))], get=paged,
            )
        )  # fmt: skip
    return found


def happenings(row: models.Commitment, *, knows: bool) -> list[Happening]:
    """Give what happened to a commitment, the latest first; who did it is for those who know of it."""
    pack = turning.pack_of(row)
    entries = LedgerEntry.objects.filter(kind="commitment", object_id=row.pk).order_by("-seq")[:100]
    who = names.users(one.actor_id for one in entries if one.actor_id) if knows else {}
    open_to_all = {"slip", "claim", "verify", "doubt", "close", "give_up", "schedule", "start"}
    found = []
    for one in entries:
        name = one.act.partition(".")[2]
        if not knows and name not in open_to_all:
            continue
        act = pack.machines["commitment"].acts.get(name)
        said = names.label(act.words) if act else names.say(f"told.{one.act.replace('.', '_')}")
        reason = one.reason if knows or name in ("slip", "give_up") else ""
        tone = "back" if act and act.backward else "seal" if name in ("verify", "close") else ""
        found.append(
            Happening(
                one.at, said, who.get(one.actor_id or 0, ""), reason, tone, details=_details(one)
            )
        )
    return found


def _details(one: LedgerEntry) -> list[tuple[str, str]]:
    if one.act == "commitment.slip":
        days = f"{one.before.get('due_on') or ''} → {one.after.get('due_on') or ''}"
        return [(names.say("commit.due_on"), days)]
    if one.act == "commitment.upgrade":
        letters = f"{one.before.get('class_now') or ''} → {one.after.get('class_now') or ''}"
        return [(names.say("commit.class_now"), letters)]
    return []
