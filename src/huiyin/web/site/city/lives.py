# SPDX-License-Identifier: Apache-2.0
"""Lives (经历): what happens to one proposal of the city, act by act, from the first words on."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from huiyin.core.docket.transitions import Given
from huiyin.demo.city import data
from huiyin.demo.city.composing import Text
from huiyin.web.accounts.models import Body
from huiyin.web.docket.services import (
    drafting,
    examining,
    merging,
    reviewing,
    signing,
    withdrawing,
    writing,
)
from huiyin.web.site.city import errands, fates
from huiyin.web.site.city.fates import ENGLISH, FATES, TWINS, Fate
from huiyin.web.site.city.people import People

__all__ = ["ENGLISH", "FATES", "TWINS", "Life", "Stage"]
_COLLECTIVE = {
    "party": "民盟澄州市委",
    "sector": "界别",
    "organisation": "澄州市总工会",
    "committee": "",
    "group": "第三小组",
}


class Stage:
    """What the lives share: the cast, chance, and which coded reason comes next."""

    def __init__(self, cast: People, chance: random.Random, now: datetime) -> None:
        self.cast = cast
        self.chance = chance
        self.now = now
        self._turns: Counter[str] = Counter()

    def next_of(self, name: str, some: tuple[str, ...]) -> str:
        """Give the codes of a list in turn, so that each comes."""
        self._turns[name] += 1
        return some[(self._turns[name] - 1) % len(some)]

    def says(self, key: str) -> str:
        """Give words of an officer or a member."""
        return str(self.chance.choice(data.table("acts")[key]))

    def body(self, name: str) -> Body:
        """Give a body that exists today by one of its names."""
        body = self.cast.bodies.get(name)
        if body is None:  # a district named without its office
            body = next(one for said, one in self.cast.bodies.items() if said.startswith(name[:2]))
        return body.successor if body.valid_to and body.successor else body


class Life:
    """The life of one proposal."""

    def __init__(
        self, stage: Stage, fate: Fate, text: Text, number: int, into: "Life | None" = None
    ) -> None:
        self.stage, self.fate, self.text, self.number, self.into = stage, fate, text, number, into
        self.chance = stage.chance
        self.session = stage.cast.last if fate.ago[0] > 200 else stage.cast.present
        self.proposer = self.chance.choice(stage.cast.members[2:])
        if number % 23 == 0:
            self.proposer = stage.cast.members[
                0
            ]  # who signs in as member finds a desk with something on it
        self.actor = stage.cast.member(self.proposer)
        self.row: Any = None
        begun = stage.now - timedelta(days=self.chance.randint(*sorted(fate.ago)))
        self.now = begun.replace(
            hour=self.chance.randint(1, 8), minute=self.chance.randint(0, 59), second=0
        )

    def wait(self, low: float, high: float) -> datetime:
        """Go on to a moment of working hours some days later."""
        self.now += timedelta(days=self.chance.uniform(low, high))
        while self.now.weekday() > 4:
            self.now += timedelta(days=1)
        moment = self.now.replace(hour=self.chance.randint(1, 8), minute=self.chance.randint(0, 59))
        self.now = max(moment, self.now)
        return self.now

    def play(self) -> Iterator[datetime]:
        """Live."""
        yield self.now
        yield from self._draft()
        if self.fate.end == "draft":
            return
        yield from self._sign()
        if self.fate.end == "cosigning":
            return
        yield self.wait(0.2, 2)
        self.row = drafting.submit(self.actor, self.row.uid, version=self.row.version, now=self.now)
        if self.into is not None:
            yield from self._join()
            return
        yield from self._examined()

    def _draft(self) -> Iterator[datetime]:
        kind = self._kind()
        self.row = drafting.begin(self.actor, self.session, now=self.now, kind=kind)
        if self.text.language != "zh":
            self.row.language = self.text.language
            self.row.save(update_fields=["language"])
        unready = self.fate.end == "draft" and self.number % 3 == 0
        fields = {
            "title": self.text.title,
            "facts": self.text.facts,
            "category": self.text.category,
        }
        if unready:
            self._keep(fields, self.text.asks[: self.number % 2])
            return
        fields |= {
            "analysis": self.text.analysis,
            "collective": self._collective(kind),
        } | self._disclosure()
        yield self.wait(0.1, 1)
        self._keep(fields, self.text.asks)
        if self.number % 9 == 0:
            self._attach()

    def _kind(self) -> str:
        if self.text.hand == "party":
            return ("party", "party", "sector", "organisation", "committee", "group")[
                self.number % 6
            ]
        return "individual"

    def _collective(self, kind: str) -> str:
        seat = self.proposer.memberships.select_related("sector", "committee").first()
        if kind == "sector":
            return seat.sector.name if seat and seat.sector else ""
        if kind == "committee":
            return seat.committee.name if seat and seat.committee else "提案委员会"
        return _COLLECTIVE.get(kind, "")

    def _disclosure(self) -> dict[str, Any]:
        if self.number % 17 == 0:
            return {"disclosure": "no", "disclosure_reason": "涉及个别居民的情况"}
        return {"masked": True} if self.number % 29 == 0 else {}

    def _keep(self, fields: dict[str, Any], asks: tuple[str, ...]) -> None:
        wished = [self.stage.body(self.text.bodies[0]).pk] if self.number % 2 else None
        self.row = writing.keep(
            self.actor, self.row.uid, version=self.row.version, fields=fields,
            asks=[drafting.Ask(one) for one in asks], wished=wished, now=self.now,
        )  # fmt: skip

    def _attach(self) -> None:
        name = self.stage.says("attachments")
        lines = [f"{n},{self.text.title},{self.chance.randint(3, 90)}" for n in range(1, 12)]
        data_ = ("\ufeff序号,事项,数量\n" + "\n".join(lines)).encode()
        writing.attach(self.actor, self.row.uid, name=f"{name}.csv", data=data_, now=self.now)

    def _sign(self) -> Iterator[datetime]:
        joint = self.fate.end == "cosigning" or self.number % 5 == 1
        if not joint or self.row.kind != "individual":
            return
        asked = self.chance.sample(
            [one for one in self.stage.cast.members if one != self.proposer], 2 + self.number % 4
        )
        yield self.wait(0.1, 1)
        self.row = signing.invite(
            self.actor, self.row.uid, asked, version=self.row.version, now=self.now
        )
        left = 1 if self.fate.end == "cosigning" else 0
        for place, person in enumerate(asked[: len(asked) - left]):
            yield self.wait(0.05, 0.8)
            signing.answer(
                self.stage.cast.member(person), self.row.uid, sign=(place + self.number) % 6 != 0,
                opinion=self.stage.says("opinions"), now=self.now,
            )  # fmt: skip

    def _examined(self) -> Iterator[datetime]:
        end, number = self.fate.end, self.number
        ends_at = {"returned": 0, "withdrawn": 1, "not_filed": 1 + number % 2, "converted": 2}.get(
            end
        )
        for place, (act, role) in enumerate(
            (("examine_first", "clerk"), ("examine_second", "reviewer"), ("file", "committee"))
        ):
            if end == ("received", "first_examined", "second_examined")[place]:
                yield from self._advised(place)
                return
            yield self.wait(0.5, 2.5)
            if ends_at == place:
                yield from self._ended(end)
                return
            self._decide(role, act)
        yield from self._filed()

    def _advised(self, place: int) -> Iterator[datetime]:
        """Let a reviewer be named and advice be given, where a proposal waits."""
        if self.number % 3 == 0:
            return
        yield self.wait(0.3, 1.5)
        clerk = self.stage.cast.one("clerk")
        stage = ("first", "second", "final")[place]
        examining.advise(
            clerk,
            self.row.uid,
            stage=stage,
            advice="file",
            note=self.stage.says("advice"),
            now=self.now,
        )
        if self.number % 4 == 0:
            user = self.stage.cast.user_of("reviewer")
            self.row = reviewing.give(clerk, self.row.uid, user, now=self.now)

    def _decide(self, role: str, act: str, code: str = "", words: str = "") -> None:
        self.row = examining.decide(
            self.stage.cast.one(role), self.row.uid, act, version=None, given=Given(code, words), now=self.now,
            consented=act == "convert",
        )  # fmt: skip

    def _ended(self, end: str) -> Iterator[datetime]:
        stage = self.stage
        if end == "not_filed":
            self._decide(
                "committee", "refuse", stage.next_of("R", fates.NOT_FILED), stage.says("not_filed")
            )
        elif end == "converted":
            self._decide(
                "committee", "convert", stage.next_of("V", fates.CONVERTED), stage.says("converted")
            )
        elif end == "returned":
            self._decide(
                "clerk", "return", stage.next_of("T", fates.RETURNED), stage.says("returned")
            )
        else:
            yield from self._withdraw()

    def _withdraw(self) -> Iterator[datetime]:
        words = self.stage.says("withdraw")
        signed = list(self.row.signatures.filter(state="signed").select_related("person"))
        if signed:
            self.row = withdrawing.ask(
                self.actor, self.row.uid, version=None, words=words, now=self.now
            )
        for one in signed:
            yield self.wait(0.1, 1)
            withdrawing.agree(self.stage.cast.member(one.person), self.row.uid, now=self.now)
        yield self.wait(0.1, 1)
        withdrawing.withdraw(self.actor, self.row.uid, version=None, words=words, now=self.now)

    def _filed(self) -> Iterator[datetime]:
        if self.fate.end != "filed":
            yield from errands.play(self)

    def _join(self) -> Iterator[datetime]:
        """Be merged into another, once that is filed; object where the fate says so."""
        assert self.into is not None
        for _ in range(40):
            yield self.wait(0.5, 1.5)
            if self.into.row is not None:
                self.into.row.refresh_from_db()
                if self.into.row.state in ("filed", "in_hand"):
                    break
        else:
            return
        committee, stage = self.stage.cast.one("committee"), self.stage
        merging.merge(
            committee, self.into.row.uid, self.row.uid, reason=stage.says("merge"),
            basis={"score": round(self.chance.uniform(0.62, 0.9), 2)}, now=self.now,
        )  # fmt: skip
        if not self.fate.quirk or self.number % 2:
            return
        yield self.wait(0.3, 1.2)
        merging.object_to(self.actor, self.row.uid, words=stage.says("objects"), now=self.now)
        if self.fate.quirk == "objects":
            return
        yield self.wait(1, 3)
        if self.number % 4:
            merging.unmerge(committee, self.row.uid, reason=stage.says("unmerge"), now=self.now)
        else:
            merging.uphold(committee, self.row.uid, words=stage.says("uphold"), now=self.now)
