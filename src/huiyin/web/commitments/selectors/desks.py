# SPDX-License-Identifier: Apache-2.0
"""What of commitments lies on a desk, and on the pages of replies, proposals, cases and one's account: the room's panels."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models, permissions
from huiyin.web.commitments.selectors import commitments, shown
from huiyin.web.commitments.services import keying, looking_back
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import clocks
from huiyin.web.kit import slots
from huiyin.web.replies.selectors import rows as replies

MOST, SOON = 8, 30


def desk(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay what waits for the actor on the desk: to confirm, overdue, soon due, to verify, to close."""
    if actor.user_id is None:
        return None
    piles = [pile for pile in _piles(actor, names.today()) if pile["n"]]
    if not piles:
        return None
    return render_to_string("commitments/parts/desk.html", {"piles": piles, "lang": lang})


def _piles(actor: Actor, on: date) -> list[dict[str, Any]]:
    plain = models.Commitment.objects.filter(docket.visible(actor, models.Commitment))
    rows = plain.order_by("due_on", "pk")
    found: list[dict[str, Any]] = []
    if bodies := actor.bodies(*permissions.WRITERS):
        found.append(_to_confirm(bodies))
        mine = rows.filter(body_id__in=bodies)
        found.append(_pile("overdue_mine", actor, commitments.overdue(mine, on=on), on))
        soon = mine.filter(
            state__in=["promised", "scheduled", "in_progress"], due_on__gte=on, due_on__lte=on + timedelta(days=SOON)
        )  # fmt: skip
        found.append(_pile("soon_mine", actor, soon, on))
    if actor.person_id:
        sent = rows.filter(permissions.known(actor), state="done_claimed")
        found.append(_pile("to_verify", actor, sent, on))
    if actor.has("committee"):
        found.append(_pile("to_verify_all", actor, rows.filter(state="done_claimed"), on))
    if actor.has(*permissions.OFFICE):
        found.append(_pile("to_close", actor, rows.filter(state="verified"), on))
        found.append(_pile("overdue_all", actor, commitments.overdue(rows, on=on), on))
    return found


def _pile(key: str, actor: Actor, rows: QuerySet[models.Commitment], on: date) -> dict[str, Any]:
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    some = models.Commitment.objects.filter(pk__in=keys).order_by("due_on", "pk")
    cut = commitments.lines(actor, commitments.dressed(actor, some), on=on) if keys else []
    items = [
        {
            "href": f"/commitments/{line.row.uid}/", "title": line.text, "state": line.state,
            "note": " · ".join(part for part in (line.body, _due(line)) if part),
        }
        for line in cut[:MOST]
    ]  # fmt: skip
    n = len(cut) if len(cut) <= MOST else rows.count()
    return {"key": key, "words": f"desk_c.{key}", "n": n, "items": items}


def _due(line: commitments.Line) -> str:
    if line.over:
        return names.say("commit.over", n=line.over)
    return names.say("commit.by", day=line.row.due_on.isoformat()) if line.row.due_on else ""


def _to_confirm(bodies: frozenset[int]) -> dict[str, Any]:
    waiting = models.Promise.objects.filter(state="proposed", reply__assignment__body_id__in=bodies)
    some = list(
        waiting.order_by("reply_id")
        .values("reply__uid", "reply__assignment__case__title")
        .annotate(n=Count("pk"))
    )
    items = [
        {
            "href": f"/replies/{one['reply__uid']}/#promises", "title": one["reply__assignment__case__title"],
            "note": names.say("promise.n", n=one["n"]),
        }
        for one in some[:MOST]
    ]  # fmt: skip
    return {"key": "to_confirm", "words": "desk_c.to_confirm", "n": len(some), "items": items}


def reply(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the promises found in a reply, the commitments made of them, and the look-back, on its page."""
    if row.state not in replies.OUT:
        return None
    on = names.today()
    made = commitments.lines(actor, commitments.seen(actor).filter(reply=row), on=on)
    found = models.Promise.objects.filter(docket.visible(actor, models.Promise), reply=row)
    found = found.select_related("answer__suggestion", "commitment")
    decides = row.assignment.body_id in actor.bodies(*permissions.WRITERS)
    looks = _looks(actor, row)
    if not (made or found or decides or looks["done"] or looks["due"]):
        return None
    context = {
        "row": row, "lang": lang, "csrf_token": slots.token.get(), "made": made, "decides": decides,
        "waiting": [one for one in found if one.state == "proposed"],
        "decided": [(one, shown.promise_state(one)) for one in found if one.state == "rejected"],
        "unread": decides and not models.PromiseReading.objects.filter(reply=row).exists(),
        **looks,
    }  # fmt: skip
    return render_to_string("commitments/parts/reply.html", context)


def _looks(actor: Actor, row: Any) -> dict[str, Any]:
    seen = models.Revisit.objects.filter(docket.visible(actor, models.Revisit), reply=row)
    running = [
        one
        for one in (clocks.running(row.assignment) if actor.user_id else [])
        if one.clock in (looking_back.PLANNED, looking_back.SOLVED)
    ]
    may = actor.has(*permissions.OFFICE) and row.assignment.body_id not in actor.bodies()
    return {
        "done": list(seen.select_related("by")),
        "due": running[0] if running else None,
        "may_look": may and bool(running),
    }


def proposal(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the commitments that answer a proposal on its page."""
    return _list(actor, Q(suggestions__proposal=row), lang)


def case(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the commitments of a case on its page."""
    return _list(actor, Q(assignment__case=row), lang)


def _list(actor: Actor, which: Q, lang: str) -> SafeString | None:
    if not models.Commitment.objects.filter(which).exists():
        return None
    rows = commitments.seen(actor).filter(which).distinct().order_by("due_on", "pk")[:40]
    some = commitments.lines(actor, rows, on=names.today())
    if not some:
        return None
    return render_to_string("commitments/parts/list.html", {"some": some, "lang": lang})


def account(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the address of one's calendar on the page of one's account."""
    if actor.user_id is None:
        return None
    context = {"held": keying.held(actor), "lang": lang}
    return render_to_string("commitments/parts/account.html", context)
