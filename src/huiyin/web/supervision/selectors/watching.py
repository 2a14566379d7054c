# SPDX-License-Identifier: Apache-2.0
"""Supervision as an actor may see it: its lists, what waits on a desk, the panels on tasks, cases and proposals."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import slots
from huiyin.web.kit.listing import first
from huiyin.web.supervision import models
from huiyin.web.supervision import permissions as own
from huiyin.web.supervision.selectors import shown
from huiyin.web.supervision.selectors.shown import Block, Line
from huiyin.web.supervision.services import keying, looking, rows

Row = TypeVar("Row", bound=Model)
MOST = 8


def seen(actor: Actor, model: type[Row]) -> QuerySet[Row]:
    """Give the rows of a model an actor may see."""
    return model._default_manager.filter(permissions.visible(actor, model))


def keys(actor: Actor) -> QuerySet[models.KeyProposal]:
    """Give the key proposals one may see."""
    return seen(actor, models.KeyProposal).select_related("proposal__case", "committee")


def instructions(actor: Actor) -> QuerySet[models.Instruction]:
    """Give the instructions one may see."""
    return seen(actor, models.Instruction).select_related(
        "assignment__case__session", "assignment__body"
    )


def items(actor: Actor) -> QuerySet[models.Item]:
    """Give the items of look-backs one may see."""
    return seen(actor, models.Item).select_related(
        "assignment__case__session", "assignment__body", "round"
    )


def letters(actor: Actor) -> QuerySet[models.ReminderLetter]:
    """Give the reminder letters one may see."""
    return seen(actor, models.ReminderLetter).select_related(
        "assignment__case__session", "assignment__body"
    )


def line(row: Any, path: str, *, head: str = "", note: str = "") -> Line:
    """Give a row that runs on a machine as a line."""
    state = shown.state(row)
    task = getattr(row, "assignment", None)
    title = head or (task.case.title if task else row.proposal.title)
    said = note or (names.body(task.body) if task else row.recommended)
    return Line(title, note=said, chip=state.label, tone=state.tone, href=f"/{path}/{row.uid}/")


def letter_line(row: models.ReminderLetter) -> Line:
    """Give a reminder letter as a line."""
    note = f"{names.body(row.assignment.body)} · {row.day:%Y-%m-%d}"
    return Line(row.number, row.assignment.case.title, note, href=f"/reminders/{row.uid}/")


def home(actor: Actor) -> list[Block]:
    """Give the blocks of the room's own page."""
    blocks = [
        Block("key", tuple(line(one, "keyproposals") for one in keys(actor)[:50]), "key_empty")
    ]
    if actor.has(*own.READERS) or actor.bodies():
        blocks += [
            Block("instructions", tuple(line(one, "instructions") for one in instructions(actor)[:50]), "instructions_empty"),
            Block("letters", tuple(letter_line(one) for one in letters(actor)[:30]), "letters_empty"),
        ]  # fmt: skip
    if actor.has(*own.READERS):
        rounds = seen(actor, models.Round).prefetch_related("items")
        blocks.append(
            Block("rounds", tuple(_round_line(one) for one in rounds[:30]), "rounds_empty")
        )
    elif actor.bodies():
        blocks.append(
            Block(
                "look_backs",
                tuple(line(one, "lookbacks") for one in items(actor)[:50]),
                "look_backs_empty",
            )
        )
    return blocks


def _round_line(row: models.Round) -> Line:
    some = list(row.items.all())
    done = sum(one.state in ("confirmed", "left_out") for one in some)
    note = names.say(
        "supervision.round_note", n=len(some), done=done, since=str(row.since), until=str(row.until)
    )
    return Line(row.title, note=note, href=f"/supervision/rounds/{row.uid}/")


def desk(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay what waits for the actor on the desk."""
    if actor.user_id is None:
        return None
    piles = [(key, path, some) for key, path, some in _piles(actor) if some]
    if not piles:
        return None
    shown_ = [
        {
            "key": key,
            "words": f"desk_s.{key}",
            "n": len(some),
            "lines": [line(one, path) for one in some[:MOST]],
        }
        for key, path, some in piles
    ]
    return render_to_string("supervision/parts/desk.html", {"piles": shown_, "lang": lang})


def _piles(actor: Actor) -> list[tuple[str, str, list[Any]]]:
    found: list[tuple[str, str, list[Any]]] = []
    sits = models.Seat.objects.filter(user_id=actor.signed_in(), has_cast=False).values("key_id")
    found.append(
        ("to_vote", "keyproposals", first(keys(actor).filter(pk__in=sits, state="voting"), 50))
    )
    if actor.has("committee"):
        found.append(
            ("nominated", "keyproposals", first(keys(actor).filter(state="nominated"), 50))
        )
    if actor.has("leader"):
        found.append(
            ("to_approve", "keyproposals", first(keys(actor).filter(state="shortlisted"), 50))
        )
    if actor.has("leader", "oversight"):
        found.append(
            ("to_settle", "instructions", first(instructions(actor).filter(state="reported"), 50))
        )
    if actor.has("committee", "oversight"):
        found.append(("to_look_at", "lookbacks", first(items(actor).filter(state="reported"), 50)))
    if bodies := actor.bodies("liaison", "handler"):
        mine = {"assignment__body_id__in": bodies}
        found.append(
            (
                "to_report",
                "instructions",
                first(instructions(actor).filter(state="given", **mine), 50),
            )
        )
        waits = items(actor).filter(state__in=["selected", "wanting"], **mine)
        found.append(("look_backs", "lookbacks", first(waits, 50)))
    return found


def task(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay instructions, letters, look-backs and sheets on the page of a task, and what may be begun there."""
    if actor.user_id is None:
        return None
    lines = [
        line(one, "instructions", head=one.leader)
        for one in first(instructions(actor).filter(assignment=row))
    ]
    lines += [letter_line(one) for one in first(letters(actor).filter(assignment=row))]
    lines += [
        line(one, "lookbacks", head=one.round.title)
        for one in first(items(actor).filter(assignment=row))
    ]
    sheets = seen(actor, models.Sheet).filter(assignment=row, item=None)
    sheets = sheets.select_related("assignment__case")
    lines += [sheet_line(one) for one in sheets]
    links = []
    living = row.state in ("issued", "received", "accepted", "objected", "disputed")
    if actor.has("leader", "oversight", "clerk"):
        links.append((f"/supervision/instruct/{row.uid}", "instruct"))
    if living and actor.has("oversight", "assigner", "clerk"):
        links.append((f"/supervision/remind/{row.uid}", "remind"))
    if row.state == "done" and actor.has("committee", "oversight", "clerk"):
        links.append((f"/supervision/assess/{row.uid}", "assess"))
    form, side = looking.side_of(actor, row)
    if row.state == "done" and form and not row.sheets.filter(form=form, side=side).exists():
        links.append((f"/supervision/rate/{row.uid}", f"rate_{form}"))
    return _panel(lines, links, lang)


def sheet_line(row: models.Sheet) -> Line:
    """Give a sheet as a line with what it said."""
    form = rows.form(row.assignment, row.form)
    return Line(
        names.label(form.words),
        row.words,
        row.assessor or f"{row.at:%Y-%m-%d}",
        facts=shown.values(form, row.values),
    )


def proposal(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay on the page of a proposal that it is a key one, or let it be nominated."""
    if actor.user_id is None:
        return None
    lines = [
        line(one, "keyproposals", head=names.say("supervision.key_one"))
        for one in first(keys(actor).filter(proposal=row))
    ]
    links = []
    stands = models.KeyProposal.objects.filter(proposal=row).exclude(state="dropped").exists()
    if row.case_id and not stands and actor.has(*keying.NOMINATES):
        links.append((f"/supervision/nominate/{row.uid}", "nominate"))
    return _panel(lines, links, lang)


def case(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay on the page of a case what of supervision concerns it."""
    if actor.user_id is None:
        return None
    lines = [
        line(one, "keyproposals", head=names.say("supervision.key_one"))
        for one in first(keys(actor).filter(proposal__case=row))
    ]
    lines += [
        line(one, "instructions", head=one.leader)
        for one in first(instructions(actor).filter(assignment__case=row))
    ]
    lines += [letter_line(one) for one in first(letters(actor).filter(assignment__case=row))]
    lines += [
        line(one, "lookbacks", head=one.round.title)
        for one in first(items(actor).filter(assignment__case=row))
    ]
    return _panel(lines, [], lang)


def _panel(lines: list[Line], links: list[tuple[str, str]], lang: str) -> SafeString | None:
    if not lines and not links:
        return None
    said = [(href, f"supervision.{key}") for href, key in links]
    context = {"lines": lines, "links": said, "lang": lang, "csrf_token": slots.token.get()}
    return render_to_string("supervision/parts/panel.html", context)
