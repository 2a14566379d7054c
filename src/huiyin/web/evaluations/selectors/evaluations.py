# SPDX-License-Identifier: Apache-2.0
"""Evaluations as an actor may see them: what was said, what is ruled, what can be done."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.core.docket import transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models, permissions
from huiyin.web.evaluations.selectors import shown
from huiyin.web.evaluations.services import rows
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import ActShown, Happening

_PAGES = {"enter_paper": "paper", "record_rung": "rung"}
_SHOWN = ("enter_paper", "ask_late", "reopen", "uphold", "rehandle", "climb", "record_rung")
_MAIN = {"enter_paper", "record_rung", "ask_late"}
_SELDOM = {"climb", "record_rung"}


def seen(actor: Actor) -> QuerySet[models.Evaluation]:
    """Give the evaluations an actor may see, with reply, task and case."""
    rows_ = models.Evaluation.objects.filter(docket.visible(actor, models.Evaluation))
    return rows_.select_related(
        "reply__assignment__body", "reply__assignment__case__session", "person", "proposal"
    )


def last(row: models.Evaluation) -> models.Judgement | None:
    """Give the form that counts: the last one given."""
    return row.judgements.order_by("-number").first()


def page(actor: Actor, row: models.Evaluation, *, now: datetime) -> dict[str, Any]:
    """Give what the page of an evaluation shows."""
    own = permissions.is_own(actor, row)
    forms = list(row.judgements.select_related("entered_by").order_by("-number"))
    said = shown.lines(row, forms[0]) if forms else ([], [])
    task, window = row.reply.assignment, rows.window(row)
    earlier = seen(actor).filter(person_id=row.person_id, reply__assignment=task).exclude(pk=row.pk)
    return {
        "row": row,
        "own": own,
        "state": shown.state(row),
        "body": names.body(task.body),
        "number": names.number(task.case),
        "who": shown.evaluator(actor, row),
        "form": forms[0] if forms else None,
        "decided": shown.decided(row, forms[0] if forms else None),
        "marks": said[0],
        "whole": said[1],
        "before": [(one, *shown.lines(row, one)) for one in forms[1:]],
        "window": window,
        "rungs": _rungs(row),
        "rounds": [(one, shown.state(one)) for one in earlier.order_by("reply__round")],
        "may_revise": own and row.state == "submitted" and "in_window" in rows.facts(row, actor, now=now),
        "may_print": own or actor.has("clerk"),
        "happenings": happenings(actor, row),
    }  # fmt: skip


def _rungs(row: models.Evaluation) -> list[dict[str, Any]]:
    known = {one.id: one for one in rows.ladder(row)}
    return [
        {
            "row": one,
            "words": names.label(known[one.rung].words) if one.rung in known else one.rung,
            "cite": known[one.rung].cite if one.rung in known else "",
        }
        for one in row.rungs.select_related("recorded_by")
    ]


def acts(actor: Actor, row: models.Evaluation, *, now: datetime) -> list[ActShown]:
    """Give the acts an actor's roles know for an evaluation, possible or not and why; giving it stands on the form."""
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = permissions.roles_in(actor, row)
    facts = frozenset(rows.facts(row, actor, now=now))
    found = []
    for name in _SHOWN:
        act = machine.acts.get(name)
        if act is None or roles.isdisjoint(act.by):
            continue
        matter = transitions.Matter(row.state, row.before, facts)
        refused = transitions.refusal(pack, machine, matter, name)
        if refused and (refused.code == "ILLEGAL_TRANSITION" or name in _SELDOM):
            continue
        at = _PAGES.get(name)
        tone = "main" if name in _MAIN else "harsh" if act.backward else ""
        found.append(
            ActShown(
                name, names.verb(act.words), f"/evaluations/{row.uid}/{at or f'acts/{name}'}", refused=refused,
                reason=act.reason, tone=tone, hidden=[("version", str(row.version))], get=at is not None,
            )
        )  # fmt: skip
    return found


def happenings(actor: Actor, row: models.Evaluation) -> list[Happening]:
    """Give what happened to an evaluation, the latest first; who proposed in secret stays masked."""
    machine = turning.machine_of(row)
    entries = list(
        LedgerEntry.objects.filter(kind="evaluation", object_id=row.pk).order_by("-seq")[:100]
    )
    who = names.users(one.actor_id for one in entries if one.actor_id)
    hidden = docket.masked(actor, row.proposal) and not permissions.is_own(actor, row)
    found = []
    for one in entries:
        act = machine.acts.get(one.act.partition(".")[2])
        said = names.label(act.words) if act else names.say(f"told.{one.act.replace('.', '_')}")
        by_evaluator = one.role in ("proposer", "signatory")
        name = (
            names.say("docket.masked")
            if hidden and by_evaluator
            else who.get(one.actor_id or 0, "")
        )
        tone = "back" if act and act.backward else ""
        found.append(Happening(one.at, said, name, one.reason, tone))
    return found
