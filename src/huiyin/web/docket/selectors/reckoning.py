# SPDX-License-Identifier: Apache-2.0
"""Reckoning (时限之由): a clock as a page shows it, with *why this day* step by step in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huiyin.core.calendar import deadlines
from huiyin.core.docket import explaining, packs
from huiyin.web.docket import models
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import ports, words


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock with its name, where its limit comes from, and the steps of its reckoning."""

    row: models.Deadline
    name: str
    cite: str
    sure: bool
    steps: tuple[str, ...]


def of(rows: Iterable[models.Deadline]) -> list[Clock]:
    """Give clocks with their reckoning in words."""
    return [_clock(row) for row in rows]


def _clock(row: models.Deadline) -> Clock:
    pack = ports.pack(row.pack, row.pack_version)
    clock = pack.clocks.get(row.clock)
    reckoned = [
        deadlines.Step(
            one["id"],
            date.fromisoformat(one["day"]),
            one.get("count", 0),
            _rest(one.get("note", "")),
        )
        for one in row.steps
    ]
    steps = list(explaining.why_this_day(reckoned, shown.lang()))
    steps += [
        shown.say("why.pause", start=one["start"], end=one.get("end") or "…") for one in row.pauses
    ]
    steps += [shown.say("why.extended", was=one["was"], why=one["why"]) for one in row.extended]
    return Clock(
        row,
        shown.label(clock.words) if clock else row.clock,
        _cite(pack, clock),
        clock.sure if clock else True,
        tuple(steps),
    )


def _rest(note: str) -> str:
    return note if note == "weekend" else words.rest_day(note, shown.lang())


def _cite(pack: packs.Pack, clock: packs.Clock | None) -> str:
    if clock is None or not clock.cite:
        return ""
    source, _, place = clock.cite.partition(" ")
    known = pack.cites.get(source)
    return f"{shown.label(known)} {place}".strip() if known else clock.cite
