# SPDX-License-Identifier: Apache-2.0
"""The parts of the pages that follow the hall: the same made for the page itself, for the stream and for who asks."""

from typing import Any

from django.template.loader import render_to_string

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import waking
from huiyin.web.live import channels
from huiyin.web.meetings import live, models, permissions
from huiyin.web.meetings.selectors import balance, floor, meetings, shown

PANEL = 8  # groups of the balance panel in the hall


def register() -> None:
    """Let them be followed."""
    live.register(live.SCREEN, lambda row: _show("screen", screen(row)))
    live.register(live.WATCH, lambda row: _show("watch", watch(row)))
    live.register(live.QUEUE, lambda row: _show("queue", queue(row)))
    live.register(live.HALL, lambda row: _show("hall", hall(row)))
    live.register(live.DOOR, lambda row: _show("door", door(row)))
    channels.register(live.MINE, audience=_own, render=_mine)


def versions(row: models.Meeting, *kinds: str) -> dict[str, int]:
    """Give the versions a page begins to follow from, by kind; read before what the page shows is."""
    found = waking.versions([f"{kind}:{row.uid}" for kind in kinds])
    return {channel.partition(":")[0]: version for channel, version in found.items()}


def _show(part: str, context: dict[str, Any]) -> str:
    return render_to_string(f"meetings/parts/{part}.html", context)


def _shared(row: models.Meeting) -> dict[str, Any]:
    return {
        "row": row,
        "state": shown.state(row),
        "speaking": floor.speaking(row),
        "items": meetings.items(row),
        "confirmed": floor.confirmed(row),
    }


def screen(row: models.Meeting) -> dict[str, Any]:
    """Give what the projector shows."""
    found = _shared(row)
    here = [one for one in found["items"] if one["row"].opened_at and not one["row"].ended_at]
    return found | {"item": here[0] if here else None, "confirmed": found["confirmed"][:3]}


def watch(row: models.Meeting) -> dict[str, Any]:
    """Give what everybody who may see the meeting is shown."""
    return _shared(row)


def queue(row: models.Meeting) -> dict[str, Any]:
    """Give who waits for the floor, for those in the hall."""
    return {"row": row} | floor.waiting(row)


def hall(row: models.Meeting) -> dict[str, Any]:
    """Give the controls of the chair."""
    voices = balance.voices(row)
    return (
        _shared(row)
        | floor.waiting(row)
        | {
            "present": [
                (one, shown.person(one), shown.whom_for(one)) for one in floor.present(row)
            ],
            "question": floor.question(row),
            "sectors": balance.groups(voices, "sector")[:PANEL],
            "genders": balance.groups(voices, "gender"),
        }
    )


def door(row: models.Meeting) -> dict[str, Any]:
    """Give who was invited and who is here."""
    some = row.participants.exclude(state="dropped").select_related("person", "body")
    lines: list[dict[str, Any]] = [
        {"row": one, "name": shown.person(one), "whom_for": shown.whom_for(one), "state": shown.attendance(one)}
        for one in some.order_by("state", "group", "seat", "pk")
    ]  # fmt: skip
    here = sum(line["row"].state == "present" for line in lines)
    return {"row": row, "lines": lines, "here": here, "invited": len(lines)}


def mine(one: models.Participant) -> dict[str, Any]:
    """Give how a participant stands: attendance, requests, the own turn, what was handed in."""
    row = one.meeting
    return {
        "row": row,
        "one": one,
        "attendance": shown.attendance(one),
        "requests": [
            (asked, names.say(f"turn.{asked.kind}")) for asked in one.requests.order_by("-pk")[:5]
        ],
        "waits": {asked.kind for asked in one.requests.filter(state="waiting")},
        "turn": one.turns.filter(ended_at=None).first(),
        "spoken": one.turns.exclude(ended_at=None).count(),
    }


def _own(actor: Actor, key: str) -> str | None:
    one = models.Participant.objects.filter(uid=key).select_related("meeting").first()
    if one is None:
        return None
    own = permissions.own_participant(actor, one.meeting)
    return key if own is not None and own.pk == one.pk else None


def _mine(key: str, audience: str) -> str | None:
    one = models.Participant.objects.filter(uid=key).select_related("meeting", "person").first()
    return None if one is None else _show("mine", mine(one))
