# SPDX-License-Identifier: Apache-2.0
"""Composing (成文): a proposal of a topic in the manner of a hand; the same chance gives the same text."""

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.demo.city import data

_SLOT = re.compile(r"\{(?:([\d.]+)-([\d.]+)|([^{}]+))\}")
_TRIES = 40
_CLOSES, _TAILS = 0.5, 0.3  # how often a text has a last sentence, a suggestion an appendix
_FOLLOWS_BADLY = (
    "由",
    "水电气",
    "审计未结",
    "医院",
    "基层",
    "两年内",
    "社区",
    "家长",
    "公办",
    "慢病",
    "对",
    "在",
    "每",
    "三个月",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A proposal as somebody wrote it."""

    topic: str
    hand: str
    category: str
    title: str
    facts: str
    analysis: str
    asks: tuple[str, ...]
    bodies: tuple[str, ...]
    language: str = "zh"


class Writer:
    """Writes proposals, never the same suggestion twice.

    Shapes: every topic's suggestions are used in turn, each with other words around it.
    """

    def __init__(self, chance: random.Random, year: int) -> None:
        self._chance = chance
        self._year = year
        self._topics = data.topics()
        self._hands = data.table("hands")["hand"]
        self._said: set[str] = set()
        self._used: Counter[str] = Counter()

    def write(self, topic: int, *, hand: str = "", lead: str = "") -> Text:
        """Write a proposal on the topic of a number, in a hand that suits it; or on one that suits a hand, or a body."""
        some = [
            one
            for one in self._topics
            if (not hand or one["category"] == "social") and (not lead or one["bodies"][0] == lead)
        ]
        row = some[topic % len(some)]
        manner = next((one for one in self._hands if one["id"] == hand), None) or self._hand(row)
        return self._compose(row, manner, self._places(self._year))

    def again(self, text: Text) -> Text:
        """Write on the same matter and places as another, in another hand: a near duplicate."""
        row = next(one for one in self._topics if one["id"] == text.topic)
        manner = self._hand(row, but=(text.hand, "brief"))
        place = self._places(self._year)
        for kind, names in data.table("places").items():
            for name in names:
                if name in text.title + text.facts + "".join(text.asks):
                    place[kind] = name
        kept = [ask for ask in row["asks"] if any(_core(ask) in said for said in text.asks)]
        return self._compose(row, manner, place, asks=kept[:3] or None)

    def _hand(self, row: Mapping[str, Any], but: tuple[str, ...] = ()) -> dict[str, Any]:
        """Take of the hands that suit a topic the one used least on it, then least of all."""
        suiting = [
            one
            for one in self._hands
            if one["id"] not in but
            and ("fits" not in one or {row["id"], row["category"]} & set(one["fits"]))
        ]
        chosen: dict[str, Any] = min(
            suiting,
            key=lambda one: (
                self._used[f"{row['id']}/{one['id']}"],
                self._used[one["id"]],
                self._chance.random(),
            ),
        )
        self._used.update([chosen["id"], f"{row['id']}/{chosen['id']}"])
        return chosen

    def _compose(
        self,
        row: Mapping[str, Any],
        hand: Mapping[str, Any],
        place: dict[str, str],
        asks: list[str] | None = None,
    ) -> Text:
        lead = row["bodies"][0]
        place["牵头"] = self._fill(lead, place)
        (few, many), (few_why, many_why), (few_asks, many_asks) = hand["counts"]
        facts = self._pick(row["facts"], few, many)
        why = self._pick(row["analysis"], few_why, many_why)
        picked = asks or self._asks(row, self._chance.randint(few_asks, many_asks))
        opened = self._fill(self._rarest(hand["open"], 1)[0], place)
        cause = self._fill(self._rarest(hand["cause"], 1)[0], place)
        closes = self._rarest(hand["close"], 1) if self._chance.random() < _CLOSES else [""]
        close = self._fill(closes[0], place)
        said_facts = opened + self._points([self._fill(one, place) for one in facts], hand["marks"])
        said_why = cause + self._points([self._fill(one, place) for one in why], hand["marks"])
        return Text(
            row["id"], hand["id"], row["category"], self._title(row, hand, place), said_facts,
            said_why + (f"\n{close}" if close else ""), self._all_asks(picked, hand, place),
            tuple(self._fill(one, place) for one in row["bodies"]),
        )  # fmt: skip

    def _title(self, row: Mapping[str, Any], hand: Mapping[str, Any], place: dict[str, str]) -> str:
        for _ in range(_TRIES):
            matter = self._fill(self._chance.choice(row["titles"]), place)
            title = self._rarest(hand["titles"], 1)[0].replace("{t}", matter)
            if len(title) > 50 or matter.startswith(("让", "别让")):
                title = f"关于{matter}的提案"
            if title not in self._said:
                break
            place |= {
                key: value for key, value in self._places(self._year).items() if key in ("路", "街")
            }
        else:
            title = f"{title[:44]}（{self._chance.choice(data.table('places')['社区'])[:-2]}）"
        self._said.add(title)
        return title

    def _asks(self, row: Mapping[str, Any], n: int) -> list[str]:
        """Take the suggestions of a topic that were made least often so far, in the order of the table."""
        return self._rarest(row["asks"], n)

    def _rarest(self, some: list[str], n: int) -> list[str]:
        """Take those of a list that were used least so far, in the order of the list."""
        chosen = sorted(some, key=lambda one: (self._used[one], self._chance.random()))[:n]
        self._used.update(chosen)
        return [one for one in some if one in chosen][:n]

    def _all_asks(
        self, asks: list[str], hand: Mapping[str, Any], place: dict[str, str]
    ) -> tuple[str, ...]:
        """Write the suggestions of one proposal; no turn of speech comes twice in it."""
        worn: set[str] = set()
        return tuple(self._ask(one, hand, place, worn) for one in asks)

    def _ask(self, ask: str, hand: Mapping[str, Any], place: dict[str, str], worn: set[str]) -> str:
        text = ""
        for _ in range(_TRIES):
            head = self._fresh(hand["heads"], worn)
            if hand.get("plain_heads") and ask.startswith(_FOLLOWS_BADLY):
                head = ""
            tail = (
                self._fresh(hand["tails"], worn) if self._chance.random() < _TAILS or text else ""
            )
            text = self._fill(head + ask + tail, place) + "。"
            if text not in self._said:
                break
            place |= {key: value for key, value in self._places(self._year).items() if key != "年"}
        self._said.add(text)
        return text

    def _fresh(self, some: list[str], worn: set[str]) -> str:
        chosen = self._chance.choice([one for one in some if one not in worn] or [""])
        if chosen and chosen != "建议":
            worn.add(chosen)
        return chosen

    def _pick(self, some: list[str], few: int, many: int) -> list[str]:
        return self._rarest(some, min(len(some), self._chance.randint(few, many)))

    def _points(self, points: list[str], marks: list[str]) -> str:
        if not marks or len(points) < 2:
            return "".join(points)
        return "".join(f"\n{mark}{point}" for mark, point in zip(marks, points, strict=False))

    def _places(self, year: int) -> dict[str, str]:
        found = {kind: self._chance.choice(names) for kind, names in data.table("places").items()}
        return found | {"年": str(year + 1)}

    def _fill(self, pattern: str, place: Mapping[str, str]) -> str:
        return _SLOT.sub(lambda met: self._value(met, place), pattern)

    def _value(self, met: "re.Match[str]", place: Mapping[str, str]) -> str:
        low, high, name = met.groups()
        if name:
            return place[name]
        if "." in low + high:
            return f"{self._chance.uniform(float(low), float(high)):.1f}"
        top, bottom = int(high), int(low)
        number = self._chance.randint(bottom, top)
        return str(round(number, -1) if top >= 1_000 else number)


def _core(ask: str) -> str:
    """Give the longest part of a suggestion without a slot."""
    return max(_SLOT.split(ask)[::4], key=len)[:14]
