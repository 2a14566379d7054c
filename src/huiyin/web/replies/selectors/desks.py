# SPDX-License-Identifier: Apache-2.0
"""What of replies lies on a desk, and on the pages of tasks, cases and proposals: the room's panels."""

from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import listing, slots
from huiyin.web.replies import models, permissions
from huiyin.web.replies.selectors import replies, shown

MOST = 8


def desk(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay what waits for the actor on the desk: to write, to review, to sign, to oversee, to hand over, to read."""
    if actor.user_id is None:
        return None
    piles = [pile for pile in _piles(actor) if pile["n"]]
    if not piles:
        return None
    return render_to_string(
        "replies/parts/desk.html", {"piles": piles, "lang": lang, "actor": actor}
    )


def _piles(actor: Actor) -> list[dict[str, Any]]:
    rows = replies.seen(actor).order_by("changed_at")
    found: list[dict[str, Any]] = []
    if bodies := actor.bodies("handler", "liaison"):
        mine = rows.filter(assignment__body_id__in=bodies)
        found.append(_pile("to_write", mine.filter(state="draft")))
        found.append(
            _pile("to_review", mine.filter(state="in_review").exclude(writer_id=actor.user_id))
        )
        bounced = models.Opinion.objects.filter(assignment__body_id__in=bodies, state="returned")
        found.append(_opinions("opinions_back", bounced))
        sent = models.Opinion.objects.filter(
            rights.visible(actor, models.Opinion), state="sent"
        ).exclude(assignment__body_id__in=bodies)
        found.append(_opinions("opinions_in", sent))
    if bodies := actor.bodies(*permissions.OFFICERS):
        asked = models.Cosign.objects.filter(assignment__body_id__in=bodies, state="open")
        open_ones = rows.filter(pk__in=asked.values("reply_id")).exclude(
            state__in=["draft", *models.OUT]
        )
        found.append(_pile("to_cosign", open_ones))
    if bodies := actor.bodies("signer"):
        to_sign = rows.filter(assignment__body_id__in=bodies, state="to_sign")
        free = to_sign.exclude(writer_id=actor.user_id).exclude(reviewer_id=actor.user_id)
        found.append(_pile("to_sign", free))
    if actor.has("oversight"):
        found.append(_pile("to_oversee", rows.filter(state="with_oversight")))
        open_now = rows.filter(state__in=["issued", "received"], released_at=None, registered=False)
        found.append(_pile("to_release", open_now))
    if actor.has("clerk", "oversight"):
        found.append(_pile("to_hand_over", rows.filter(state="issued")))
    if actor.person_id:
        new = models.Delivery.objects.filter(person_id=actor.person_id, sent_at__isnull=False)
        unread = new.filter(received_at=None)
        found.append(_pile("to_read", rows.filter(pk__in=unread.values("reply_id"))))
        asked_of = models.Contact.objects.filter(person_id=actor.person_id, confirmed=None)
        found.append(_contacts(asked_of))
    return found


def _pile(key: str, rows: Any) -> dict[str, Any]:
    items = [
        {
            "href": f"/replies/{one.uid}/{'write' if one.state == 'draft' else ''}",
            "title": one.assignment.case.title,
            "note": names.body(one.assignment.body),
            "state": shown.state(one),
        }
        for one in listing.first(rows, MOST)
    ]
    return {"key": key, "words": f"desk_r.{key}", "n": _n(rows, items), "items": items}


def _n(rows: Any, items: list[dict[str, Any]]) -> int:
    """Count; a pile that is shown whole is counted by what is shown."""
    return len(items) if len(items) < MOST else rows.order_by()[:1_000].count()


def _opinions(key: str, rows: Any) -> dict[str, Any]:
    some = rows.select_related("assignment__case__session", "assignment__body")
    items = [
        {
            "href": f"/opinions/{one.uid}/",
            "title": one.assignment.case.title,
            "note": names.body(one.assignment.body),
            "state": shown.state(one),
        }
        for one in listing.first(some, MOST)
    ]
    return {"key": key, "words": f"desk_r.{key}", "n": _n(rows, items), "items": items}


def _contacts(rows: Any) -> dict[str, Any]:
    some = rows.select_related("assignment__case", "assignment__body")
    items = [
        {
            "href": f"/contacts/{one.uid}/",
            "title": one.assignment.case.title,
            "note": f"{names.body(one.assignment.body)} · {one.held_on:%Y-%m-%d}",
        }
        for one in listing.first(some, MOST)
    ]
    return {
        "key": "to_confirm",
        "words": "desk_r.to_confirm",
        "n": _n(rows, items),
        "items": items,
    }


def task(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay contacts, the joint opinion and the rounds of the reply on the page of a task."""
    if actor.user_id is None:
        return None
    mine = row.body_id in actor.bodies(*permissions.OFFICERS)
    writes = row.body_id in actor.bodies("liaison", "handler")
    rounds = list(replies.seen(actor).filter(assignment=row).order_by("round"))
    said = models.Opinion.objects.filter(rights.visible(actor, models.Opinion), assignment=row)
    contacts = models.Contact.objects.filter(rights.visible(actor, models.Contact), assignment=row)
    context = {
        "row": row,
        "lang": lang,
        "csrf_token": slots.token.get(),
        "rounds": [(one, shown.state(one)) for one in rounds],
        "opinions": [(one, shown.state(one)) for one in said.select_related("assignment__case")],
        "contact_count": contacts.count(),
        "mine": mine,
        "owes_reply": row.role in docket.OWING,
        "owes_opinion": row.role in docket.BESIDE,
        "may_begin": writes
        and row.state == "accepted"
        and row.role in docket.OWING
        and (not rounds or rounds[-1].state in ("received", "superseded")),
        "may_give": writes
        and row.state in ("received", "accepted")
        and row.role in docket.BESIDE
        and not said,
    }
    return render_to_string("replies/parts/task.html", context)


def case(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the replies of a case that may be seen on its page."""
    return _list(actor, Q(assignment__case=row), lang)


def proposal(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the replies a proposal got, as far as they may be seen, on its page."""
    return _list(actor, Q(assignment__case_id=row.case_id), lang) if row.case_id else None


def _list(actor: Actor, which: Q, lang: str) -> SafeString | None:
    rows = replies.seen(actor).filter(which).order_by("assignment", "round")
    some = [(one, shown.state(one), names.body(one.assignment.body)) for one in listing.first(rows)]
    if not some:
        return None
    return render_to_string("replies/parts/list.html", {"some": some, "lang": lang})
