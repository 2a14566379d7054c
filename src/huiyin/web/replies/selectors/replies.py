# SPDX-License-Identifier: Apache-2.0
"""Replies as an actor may see them: what they say, what can be done, how they came about."""

from typing import Any

from django.db.models import QuerySet

from huiyin.core.docket import transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import ActShown, Happening
from huiyin.web.replies import models, permissions
from huiyin.web.replies.selectors import shown
from huiyin.web.replies.services import checking, drafting, handing_on, opinions, publishing

_MAIN = {"submit", "pass", "sign", "issue"}
_HARSH = {"return_review", "return_sign", "return_oversight"}
_PAGES = {"release": "release", "reclassify": "class", "submit": "write"}
_UNASKED = {"receive", "supersede"}
_FORM = {"class_known", "disclosure_reasoned", "personal_data_reviewed"}


def seen(actor: Actor) -> QuerySet[models.Reply]:
    """Give the replies an actor may see, with their task."""
    rows = models.Reply.objects.filter(docket_rights.visible(actor, models.Reply))
    return rows.select_related("assignment__body", "assignment__case__session")


def answers(actor: Actor, row: models.Reply) -> list[dict[str, Any]]:
    """Give the answers an actor may read, covered where they are shown for the public only."""
    if not permissions.sees_whole(actor, row):
        return []
    cover = _cover(actor, row)
    known = {one.id: name for one, name in shown.dispositions(row)}
    return [
        {
            "row": one,
            "ask": one.suggestion.text,
            "order": place,
            "disposition": known.get(one.disposition, ""),
            **{
                key: publishing.covered(getattr(one, key), cover)
                for key in ("text", "reason", "owner", "reported")
            },
        }
        for place, one in enumerate(drafting.living(row), start=1)
    ]


def is_outsider(actor: Actor, row: models.Reply) -> bool:
    """Tell whether an actor reads a reply only because it was released."""
    return permissions.only_released(actor, row)


def _cover(actor: Actor, row: models.Reply) -> list[str]:
    return row.covered if row.covered and is_outsider(actor, row) else []


def page(actor: Actor, row: models.Reply) -> dict[str, Any]:
    """Give what the page of a reply shows."""
    outside = is_outsider(actor, row)
    cover = row.covered if outside else []
    whole = permissions.sees_whole(actor, row)
    inside = not outside and (
        actor.has("oversight", "auditor")
        or row.assignment.body_id in actor.bodies(*permissions.OFFICERS)
    )
    way = turning.pack_of(row).replies.disclosure.get(row.disclosure)
    letters = models.Letter.objects.filter(docket_rights.visible(actor, models.Letter), reply=row)
    return {
        "row": row,
        "state": shown.state(row),
        "body": names.body(row.assignment.body),
        "number": names.number(row.assignment.case),
        "whole": whole,
        "answers": answers(actor, row),
        "opening": publishing.covered(row.opening, cover) if whole else "",
        "closing": publishing.covered(row.closing, cover) if whole else "",
        "summary": row.summary if row.released_at else "",
        "letter_reason": "" if outside else row.letter_reason,
        "class_words": dict(shown.classes(row)).get(row.letter, ""),
        "way": names.label(way.words) if way else "",
        "people": [] if outside else shown.people(actor, row),
        "letters": [] if outside and row.covered else list(letters.order_by("form")),
        "record": not outside and bool(row.face_on and row.face_place and row.face_record.strip()),
        "cosigns": _cosigns(actor, row) if inside or not outside else [],
        "opinions": _opinions(actor, row),
        "found": checking.find(row) if inside and row.state not in models.OUT else [],
        "comments": list(row.comments.select_related("by", "answer")) if inside else [],
        "editions": list(row.editions.all()) if inside else [],
        "rounds": list(
            seen(actor).filter(assignment=row.assignment).exclude(pk=row.pk).order_by("round")
        ),
        "may_record": actor.has("clerk", "oversight")
        and row.assignment.body_id not in actor.bodies(),
        "may_waive": actor.has("oversight"),
        "happenings": happenings(row) if inside else [],
    }


def _cosigns(actor: Actor, row: models.Reply) -> list[dict[str, Any]]:
    rows = models.Cosign.objects.filter(docket_rights.visible(actor, models.Cosign), reply=row)
    mine = actor.bodies(*permissions.OFFICERS)
    return [
        {
            "row": one,
            "body": names.body(one.assignment.body),
            "state": shown.cosign_state(one),
            "mine": one.assignment.body_id in mine and one.state == "open",
        }
        for one in rows.select_related("assignment__body").order_by("pk")
    ]


def _opinions(actor: Actor, row: models.Reply) -> list[dict[str, Any]]:
    rows = models.Opinion.objects.filter(
        docket_rights.visible(actor, models.Opinion),
        assignment__in=docket.beside(row.assignment),
        round=row.round,
    )
    found = [
        {"body": names.body(one.assignment.body), "state": shown.state(one), "href": f"/opinions/{one.uid}/"}
        for one in rows.select_related("assignment__body")
    ]  # fmt: skip
    held = {one.assignment_id for one in rows}
    missing = opinions.missing(row) if row.state not in models.OUT else []
    waiting = names.State("none", names.say("opinion.none_yet"), "waiting")
    found += [
        {"body": names.body(task.body), "state": waiting, "task": task}
        for task in missing
        if task.pk not in held and (found or _inside(actor, row))
    ]
    return found


def _inside(actor: Actor, row: models.Reply) -> bool:
    return actor.has("oversight", "assigner") or row.assignment.body_id in actor.bodies(
        *permissions.OFFICERS
    )


def acts(actor: Actor, row: models.Reply) -> list[ActShown]:
    """Give the acts an actor's roles know for a reply, possible or not and why."""
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = docket_rights.roles_in(actor, row)
    facts = frozenset(handing_on.facts_of(row, actor) | _FORM)
    found = []
    for act in machine.acts.values():
        if act.id in _UNASKED or roles.isdisjoint(act.by):
            continue
        matter = transitions.Matter(row.state, row.before, facts)
        refused = transitions.refusal(pack, machine, matter, act.id)
        if refused and refused.code == "ILLEGAL_TRANSITION":
            continue
        at = _PAGES.get(act.id)
        tone = "main" if act.id in _MAIN else "harsh" if act.id in _HARSH else ""
        found.append(
            ActShown(
                act.id, names.verb(act.words), f"/replies/{row.uid}/{at or f'acts/{act.id}'}",
                refused=None if at == "write" else refused, reason=act.reason, tone=tone,
                hidden=[("version", str(row.version))], get=at is not None,
            )
        )  # fmt: skip
    return found


def happenings(row: models.Reply) -> list[Happening]:
    """Give what happened to a reply, the latest first."""
    pack = turning.pack_of(row)
    entries = list(
        LedgerEntry.objects.filter(kind="reply", object_id=row.pk).order_by("-seq")[:100]
    )
    who = names.users(one.actor_id for one in entries if one.actor_id)
    found = []
    for one in entries:
        act = pack.machines["reply"].acts.get(one.act.partition(".")[2])
        said = names.label(act.words) if act else names.say(f"told.{one.act.replace('.', '_')}")
        tone = "back" if act and act.backward else ""
        found.append(Happening(one.at, said, who.get(one.actor_id or 0, ""), one.reason, tone))
    return found


def earlier(actor: Actor, row: models.Reply) -> list[dict[str, Any]]:
    """Give, for each suggestion, answers that were given to like ones and may be read, the likest first.

    Cost: one search a suggestion through the docket's `similar`, and one query for the answers.
    """
    from huiyin.web.docket.selectors import similar

    found: list[dict[str, Any]] = []
    for one in drafting.living(row):
        alike = similar.of(
            actor, title="", asks=[one.suggestion.text], but=one.suggestion.proposal_id
        )
        by_proposal = {hit.line.row.pk: hit for hit in alike}
        rows = (
            models.Answer.objects.filter(
                docket_rights.visible(actor, models.Answer),
                suggestion__proposal_id__in=by_proposal,
                reply__state__in=models.OUT,
            )
            .exclude(text="")
            .select_related("suggestion", "reply__assignment__body")
        )
        hits: list[dict[str, Any]] = [
            {
                "answer": past,
                "text": publishing.covered(past.text, _cover(actor, past.reply)),
                "body": names.body(past.reply.assignment.body),
                "score": by_proposal[past.suggestion.proposal_id].score,
            }
            for past in rows
            if past.suggestion.text == by_proposal[past.suggestion.proposal_id].ask
        ]
        if hits:
            hits.sort(key=lambda hit: hit["score"], reverse=True)
            found.append({"order": len(found) + 1, "ask": one.suggestion.text, "hits": hits[:2]})
    return found
