# SPDX-License-Identifier: Apache-2.0
"""Lives (经历): what happens to one proposal of the city, act by act, from the first words on."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from huiyin.core.docket.transitions import Given
from huiyin.demo.city import data
from huiyin.demo.city.composing import Text
from huiyin.web.accounts.models import Body, Membership, Person
from huiyin.web.docket.services import (
    drafting,
    examining,
    merging,
    reviewing,
    signing,
    withdrawing,
    writing,
)
from huiyin.web.site.city import (
    commitments,
    errands,
    evaluations,
    fates,
    meetings,
    overviews,
    replies,
    supervision,
)
from huiyin.web.site.city.fates import ENGLISH, FATES, TWINS, Fate
from huiyin.web.site.city.people import People

__all__ = ["AFTER", "BESIDE", "ENGLISH", "FATES", "TWINS", "Life", "Stage"]

# What later rooms add: acts of a life after a moment (filed · accepted · answered), and plays of no single proposal.
AFTER: dict[str, list[Callable[["Life"], Iterator[datetime]]]] = {
    "filed": [],
    "accepted": [supervision.accepted, replies.play],
    "answered": [evaluations.play, supervision.answered],
}
BESIDE: list[Callable[["Stage"], Iterator[datetime]]] = [
    evaluations.mornings,
    commitments.play,
    supervision.look_back,
    *meetings.PLAYS,
    overviews.play,
]
_OPENS, _CLOSES = 1, 9  # office hours of Chengzhou, in UTC
_COLLECTIVE = {
    "party": "民盟澄州市委",
    "sector": "界别",
    "organisation": "澄州市总工会",
    "committee": "",
    "group": "第三小组",
}


class Stage:
    """What the lives share: the cast, chance, and which coded reason comes next."""

    def __init__(self, cast: People, chance: random.Random, now: datetime, seed: int) -> None:
        self.cast = cast
        self.chance = chance
        self.now = now
        self.seed = seed
        self.sectors: dict[str, list[Any]] = defaultdict(list)
        self._turns: Counter[str] = Counter()
        for seat in Membership.objects.select_related("sector", "person").order_by("pk"):
            if seat.sector and seat.person not in cast.members[:2]:
                self.sectors[seat.sector.name].append(seat.person)

    def next_of(self, name: str, some: tuple[str, ...]) -> str:
        """Give the codes of a list in turn, so that each comes."""
        self._turns[name] += 1
        return some[(self._turns[name] - 1) % len(some)]

    def says(self, key: str) -> str:
        """Give words of an officer or a member, each of a list in turn."""
        return self.next_of(key, tuple(data.table("acts")[key]))

    def says_with(self, code: str) -> str:
        """Give an officer's words beside a coded reason."""
        words = self.next_of(code, tuple(data.table("acts")["coded"][code]))
        district = self.next_of("district", tuple(data.table("places")["区"]))
        return words.replace("{n}", str(self.now.month)).replace("{区}", district)

    def body(self, name: str) -> Body:
        """Give a body that exists today by one of its names."""
        body = self.cast.bodies.get(name)
        if body is None:  # a district named without its office
            body = next(one for said, one in self.cast.bodies.items() if said.startswith(name[:2]))
        return body.successor if body.valid_to and body.successor else body


class Life:
    """The life of one proposal."""

    def __init__(
        self,
        stage: Stage,
        fate: Fate,
        text: Text,
        number: int,
        into: "Life | None" = None,
        mine: bool = False,
    ) -> None:
        self.stage, self.fate, self.text, self.number, self.into = stage, fate, text, number, into
        self.chance = random.Random(f"{stage.seed}/{number}/{fate.end}")  # noqa: S311 - a play, no secret
        self.session = stage.cast.last if fate.ago[0] > 200 else stage.cast.present
        self.proposer = stage.cast.members[0] if mine else self._proposer()
        if self._kind() in ("sector", "group"):
            self.proposer = stage.cast.members[1]  # the convener
        self.actor = stage.cast.member(self.proposer)
        self.code = (
            stage.next_of(fate.end, fates.CODES[fate.end]) if fate.end in fates.CODES else ""
        )
        if self.code == "R10":
            self.text = replace(text, asks=(stage.says("vague"),))
        self.row: Any = None
        begun = stage.now - timedelta(days=self.chance.randint(*sorted(fate.ago)))
        self.now = begun.replace(
            hour=self.chance.randint(1, 8), minute=self.chance.randint(0, 59), second=0
        )

    def _proposer(self) -> Person:
        """Take somebody of the sectors that write in the hand of the text."""
        hands = {one["id"]: one for one in data.table("hands")["hand"]}
        hand = hands.get(self.text.hand, {})
        some = [
            person for name in hand.get("sectors", ()) for person in self.stage.sectors[name]
        ] or self.stage.cast.members[2:]
        first = self.into.proposer if self.into else None
        return self.chance.choice([one for one in some if one != first])

    def then(self, moment: str) -> Iterator[datetime]:
        """Let what later rooms added after a moment happen."""
        for one in AFTER[moment]:
            yield from one(self)

    def wait(self, low: float, high: float) -> datetime:
        """Go on to a moment of working hours some days later."""
        at = self.now + timedelta(days=self.chance.uniform(low, high))
        if not _OPENS <= at.hour < _CLOSES:
            at += timedelta(days=at.hour >= _CLOSES)
            at = at.replace(hour=self.chance.randrange(_OPENS, _CLOSES))
        while at.weekday() > 4:
            at += timedelta(days=1)
        self.now = at
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
            [one for one in self.stage.cast.members if one != self.proposer], 2 + self.number % 3
        )
        waiting: list[Person] = []
        if self.fate.end == "cosigning":  # it waits for who signs in as member, or as convener
            waiting = self.stage.cast.members[:2] if self.number % 3 != 1 else asked[:1]
            asked = [one for one in asked if one not in waiting]
        yield self.wait(0.1, 1)
        self.row = signing.invite(
            self.actor, self.row.uid, [*asked, *waiting], version=self.row.version, now=self.now
        )
        for place, person in enumerate(asked):
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
        if self.code:
            act, role = {
                "not_filed": ("refuse", "committee"), "converted": ("convert", "committee"), "returned": ("return", "clerk"),
            }[end]  # fmt: skip
            self._decide(role, act, self.code, self.stage.says_with(self.code))
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
        yield from self.then("filed")
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
        if not self.fate.quirk:
            return
        yield self.wait(0.3, 1.2)
        merging.object_to(self.actor, self.row.uid, words=stage.says("objects"), now=self.now)
        if self.fate.quirk == "objects":
            return
        yield self.wait(1, 3)
        if self.fate.quirk == "unmerged":
            merging.unmerge(committee, self.row.uid, reason=stage.says("unmerge"), now=self.now)
            yield from self._examined()
        else:
            merging.uphold(committee, self.row.uid, words=stage.says("uphold"), now=self.now)
