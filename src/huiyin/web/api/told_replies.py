# SPDX-License-Identifier: Apache-2.0
"""Told of replies (答复之述): rows of the replies' room as the API tells them, by the same selectors as the pages."""

from typing import Any

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import told
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import gates
from huiyin.web.replies import models
from huiyin.web.replies.selectors import replies, shown
from huiyin.web.replies.services import checking, rows

Told = dict[str, Any]


def _named(state: names.State) -> Told:
    return {"id": state.id, "label": state.label}


def contact(actor: Actor, row: models.Contact) -> Told:
    """Tell a contact."""
    kinds = rows.rules(row.assignment).contacts
    hidden = {
        one.person.pk
        for one in docket.parties(row.assignment)
        if rights.masked(actor, one.proposal)
    }
    masked = row.person_id in hidden and row.person_id != actor.person_id
    return {
        "uid": row.uid,
        "assignment": row.assignment.uid,
        "kind": {"id": row.kind, "label": names.label(kinds.get(row.kind, {}))},
        "who": names.say("docket.masked") if masked else names.person(row.person),
        "held_on": row.held_on,
        "summary": row.summary,
        "confirmed": row.confirmed,
        "words": row.confirmed_words,
    }


def contacts(actor: Actor) -> Any:
    """Give the contacts an actor may see."""
    seen = models.Contact.objects.filter(rights.visible(actor, models.Contact))
    return seen.select_related("assignment__case", "person")


def opinions(actor: Actor) -> Any:
    """Give the opinions an actor may see."""
    seen = models.Opinion.objects.filter(rights.visible(actor, models.Opinion))
    return seen.select_related("assignment__case", "assignment__body")


def opinion(actor: Actor, row: models.Opinion) -> Told:
    """Tell an opinion: what is being written is told to its own body alone."""
    last = row.sendings[-1] if row.sendings else {}
    own = row.assignment.body_id in actor.bodies(*rows.WRITERS)
    return {
        "uid": row.uid,
        "version": row.version,
        "assignment": row.assignment.uid,
        "body": told.body_ref(row.assignment.body),
        "round": row.round,
        "state": _named(shown.state(row)),
        "texts": row.texts if own else last.get("texts", {}),
        "why": last.get("why", ""),
    }


def line(actor: Actor, row: models.Reply) -> Told:
    """Tell a reply as a line."""
    ways = dict(shown.ways(row))
    return {
        "uid": row.uid,
        "version": row.version,
        "assignment": row.assignment.uid,
        "case": row.assignment.case.uid,
        "title": row.assignment.case.title,
        "body": told.body_ref(row.assignment.body),
        "round": row.round,
        "state": _named(shown.state(row)),
        "number": row.number,
        "issued_at": row.issued_at,
        "disclosure": {"id": row.disclosure, "label": ways.get(row.disclosure, "")}
        if row.disclosure
        else None,
        "released_at": row.released_at,
    }


@told.if_asked
def reply(actor: Actor, uid: str) -> Told:
    """Tell a reply with all that its page shows.

    Errors: `NOT_FOUND`.
    """
    row = gates.get(models.Reply, rights.visible(actor, models.Reply), uid=uid)
    said = replies.page(actor, row)
    return line(actor, row) | {
        "letter": row.letter,
        "opening": said["opening"],
        "closing": said["closing"],
        "summary": said["summary"],
        "answers": [_answer(one) for one in said["answers"]],
        "cosigns": [
            {
                "assignment": one["row"].assignment.uid,
                "body": one["body"],
                "state": _named(one["state"]),
                "words": one["row"].words,
            }
            for one in said["cosigns"]
        ],
        "deliveries": [
            {
                "id": one["row"].pk,
                "name": one["name"],
                "sent_at": one["row"].sent_at,
                "received_at": one["row"].received_at,
                "how": one["row"].how,
            }
            for one in said["people"]
        ],
        "letters": [
            {"form": one.form, "size": one.size, "sha256": one.sha256} for one in said["letters"]
        ],
        "acts": [told.act(one) for one in replies.acts(actor, row)] if actor.user_id else [],
    }


def moved(uid: str) -> Told:
    """Tell where a reply stands, to somebody who has just acted on it."""
    row = models.Reply.objects.select_related("assignment__case").get(uid=uid)
    return {"uid": row.uid, "version": row.version, "state": _named(shown.state(row))}


def _answer(one: Told) -> Told:
    row = one["row"]
    return {
        "uid": row.uid,
        "version": row.version,
        "suggestion": row.suggestion.uid,
        "ask": one["ask"],
        "disposition": {"id": row.disposition, "label": one["disposition"]}
        if row.disposition
        else None,
        "promised_on": row.promised_on,
        **{key: one[key] for key in ("text", "reason", "owner", "reported")},
    }


def findings(row: models.Reply) -> Told:
    """Tell what the checks find in a draft."""
    return {
        "items": [
            {
                "check": one.check,
                "level": one.level,
                "answer": one.answer,
                "quote": one.quote,
                "start": one.start,
                "mark": one.mark,
                "reason": one.reason,
            }
            for one in checking.find(row)
        ]
    }
