# SPDX-License-Identifier: Apache-2.0
"""Replying (作答): what a body of the city answers to a suggestion, about that very suggestion; the same chance gives the same words."""

import calendar
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.demo.city import data

_SLOT = re.compile(r"\{([\d.]+)-([\d.]+)\}")
_IN_ASK = re.compile(r"\{[^{}]+\}")
_GIST = 28  # characters of a suggestion that are quoted
_WE = {"委": "我委", "司": "我公司", "团": "我公司", "府": "我区", "部": "我部", "室": "我室", "会": "本会", "联": "本会", "局": "我局", "队": "我支队"}  # fmt: skip
# Kinds of answers by the tenor of a reply, in an order without a pattern to the eye; a mixed one has some of each.
DISPOSITIONS = {
    "done": ("done",),
    "cannot": ("deferred", "reference", "deferred", "higher_level", "declined"),
    "mixed": (
        "in_progress", "done", "planned", "partly_done", "in_progress", "deferred", "done", "planned", "in_progress",
        "reference", "partly_done", "done", "planned", "higher_level", "in_progress", "planned", "partly_done", "done",
        "in_progress", "planned", "deferred", "in_progress",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one suggestion, with what its disposition needs."""

    disposition: str
    text: str
    reason: str = ""
    promised_on: date | None = None
    owner: str = ""
    reported: str = ""


class Replier:
    """Writes the answers of the city's bodies, in Chinese or in English as the proposal was written."""

    def __init__(self, seed: str, topic: str, lang: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a play, no secret
        self._topic = topic
        self._lang = lang
        self._table = data.table("replies_english" if lang == "en" else "replies")
        self._used: Counter[str] = Counter()

    def answer(self, suggestion: str, disposition: str, body: str, on: date) -> Answer:
        """Write the answer of a body to a suggestion."""
        does, gist = self._deed(suggestion)
        due = month_end(on + timedelta(days=self._chance.randint(45, 320)))
        promised = due if disposition in ("in_progress", "planned") else None
        slots = {"does": does, "gist": gist, "date": self._until(due), "month": self._past(on)}
        unit = self.unit()
        why = self._table["why"].get(disposition)
        said = self.fill(self.one_of(self._table["says"][disposition]), body, unit=unit, **slots)
        reason = self.fill(self.one_of(why), body, **slots) if why else ""
        upward = disposition == "higher_level"
        return Answer(
            disposition, said, "" if upward else reason, promised, unit if promised else "",
            reason if upward else "",
        )  # fmt: skip

    def opinion(self, suggestion: str, body: str, on: date) -> str:
        """Write what a joint body says on a suggestion."""
        does, _ = self._deed(suggestion)
        some = self._table["letter" if self._lang == "en" else "opinions"]
        pattern = self.one_of(some["opinions" if self._lang == "en" else "full"])
        until = self._until(month_end(on + timedelta(days=150)))
        return self.fill(pattern, body, does=does, date=until, unit=self.unit())

    def contact(self, kind: str) -> str:
        """Write what a contact was about."""
        if self._lang == "en":
            return self.one_of(self._table["letter"]["contacts"])
        return self.one_of(self._table["contacts"][kind])

    def opening(self, title: str, body: str, kind: str) -> str:
        """Write the first words of a letter."""
        letter = self._table["letter"]
        how = letter["how"][kind] if "how" in letter else ""
        return self.fill(
            self.one_of(letter["openings"]), body, title=title, how=how, unit=self.unit()
        )

    def closing(self, body: str) -> str:
        """Write the last words of a letter."""
        return self.fill(self.one_of(self._table["letter"]["closings"]), body)

    def unit(self) -> str:
        """Name a section of a body."""
        return self.one_of(self._table["units"])

    def one_of(self, some: Sequence[str]) -> str:
        """Take one of those used least so far."""
        chosen = min(some, key=lambda one: (self._used[one], self._chance.random()))
        self._used[chosen] += 1
        return chosen

    def fill(self, pattern: str, body: str, **slots: str) -> str:
        """Fill the slots of a pattern; the body speaks of itself as its kind does."""
        for name, said in slots.items():
            pattern = pattern.replace(f"{{{name}}}", said)
        return pattern.replace("我局", _WE.get(body[-1:], "我单位"))

    def _deed(self, suggestion: str) -> tuple[str, str]:
        """Give what is done about a suggestion, and the suggestion in brief."""
        if self._lang == "en":
            does = self._table["does"]
            return next(said for first, said in does.items() if suggestion.startswith(first)), ""
        topic = next(one for one in data.topics() if one["id"] == self._topic)
        for ask, deed in zip(topic["asks"], data.deeds()[self._topic], strict=True):
            if met := re.search(_IN_ASK.sub(".{1,14}", _escaped(ask)), suggestion):
                return _SLOT.sub(self._number, deed), _brief(met.group())
        raise LookupError(suggestion)

    def _number(self, met: "re.Match[str]") -> str:
        low, high = met.groups()
        if "." in low + high:
            return f"{self._chance.uniform(float(low), float(high)):.2f}".rstrip("0").rstrip(".")
        number = self._chance.randint(int(low), int(high))
        return str(round(number, -1) if int(high) >= 1_000 else number)

    def _past(self, on: date) -> str:
        day = on - timedelta(days=self._chance.randint(20, 70))
        return f"{calendar.month_name[day.month]}" if self._lang == "en" else f"{day.month}月"

    def _until(self, day: date) -> str:
        if self._lang == "en":
            return f"{day.day} {calendar.month_name[day.month]} {day.year}"
        return f"{day.year}年{day.month}月底"


def month_end(day: date) -> date:
    """Give the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _escaped(ask: str) -> str:
    return "".join(
        part if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]+\})", ask)
    )


def _brief(ask: str) -> str:
    """Cut a suggestion to its first clauses."""
    cut = ask[: ask.rfind("，", 0, _GIST)] if len(ask) > _GIST and "，" in ask[:_GIST] else ask
    return cut.strip("，。")
