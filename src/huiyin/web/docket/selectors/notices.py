# SPDX-License-Identifier: Apache-2.0
"""Notices (通知) in words: made when they are read, so that they never say more than their reader may see now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huiyin.core.docket import packs
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import words
from huiyin.web.kit.models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is read."""

    id: int
    text: str
    reason: str
    href: str
    at: datetime
    new: bool


def told(rows: Iterable[Notice]) -> list[Told]:
    """Give notices in the language of the page."""
    pack = shown.present_pack()
    return [_told(row, pack) for row in rows]


def _told(row: Notice, pack: packs.Pack) -> Told:
    machine, _, act_id = row.words.partition(".")
    params = row.params
    title = str(params.get("title") or "")
    acts = pack.machines[machine].acts if machine in pack.machines else {}
    key = f"news.{row.words.replace('.', '_')}"
    if machine == "clock":
        clock = pack.clocks.get(str(params.get("clock")))
        name = shown.label(clock.words) if clock else ""
        text = shown.say(
            f"news.clock_{act_id}", title=title, clock=name, day=str(params.get("due_on"))
        )
    elif words.has(key):
        text = shown.say(key, title=title)
    else:
        act = shown.label(acts[act_id].words) if act_id in acts else act_id
        text = shown.say("news.any", title=title, act=act)
    return Told(
        row.pk, text, _reason(params, acts.get(act_id), pack), row.link, row.at, row.read_at is None
    )


def _reason(params: dict[str, object], act: packs.Act | None, pack: packs.Pack) -> str:
    coded = (
        pack.reason_of(act, str(params.get("code")))
        if act is not None and params.get("code")
        else None
    )
    parts = [shown.label(coded.words) if coded else "", str(params.get("reason") or "")]
    return " · ".join(part for part in parts if part)


def unread(user_id: int) -> int:
    """Count the notices a user has not read, up to a hundred."""
    return Notice.objects.filter(user_id=user_id, read_at=None).order_by()[:100].count()
