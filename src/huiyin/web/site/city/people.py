# SPDX-License-Identifier: Apache-2.0
"""Who lives and works in the demo city: its institution, bodies, members and officers."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from huiyin.demo.city import data
from huiyin.web.accounts import actors, imports, services
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import (
    Body,
    Institution,
    Person,
    Sector,
    Session,
    Term,
    User,
)
from huiyin.web.kit import ledger, ports

MEMBERS = 120
LEADERS = (("何砚秋", "市长"), ("俞承志", "副市长"), ("蒋若溪", "副市长"), ("秦知远", "市政协主席"))
STAFF = {
    "clerk": ("林知夏", "方正明", "吕小禾"), "reviewer": ("沈立言", "葛青"), "committee": ("何以宁", "谭守约"),
    "assigner": ("罗长河", "简单"), "oversight": ("邓直",), "auditor": ("成鉴",),
    "accounts_admin": ("管钥",), "policy_admin": ("安则",),
}  # fmt: skip
NEWCOMERS = (
    ("liaison-new1", "柏若兰"),
    ("liaison-new2", "闻大川"),
)  # accounts that wait for a role
SHOWN_BODY = "市住建局"
SHOWN = (
    "member", "convener", "assistant", "clerk", "reviewer", "committee", "assigner", "liaison", "handler", "signer",
    "oversight", "leader", "accounts_admin", "policy_admin", "auditor",
)  # fmt: skip


class People:
    """The cast of the city, by role and body; made once, in an empty store."""

    def __init__(self, chance: random.Random, today: date, password: str) -> None:
        self.chance = chance
        self.today = today
        self.encoded = make_password(password)
        self.sign_ins: dict[str, tuple[str, str]] = {}
        self.bodies: dict[str, Body] = {}
        self.members: list[Person] = []
        self.by_role: dict[str, list[Actor]] = {}
        self.at_body: dict[tuple[str, int], Actor] = {}
        self._actors: dict[int, Actor] = {}

    def found(self, *, now: datetime) -> None:
        """Found the institution with its term, its two sessions, its bodies and its people."""
        pack = ports.pack("cn-cppcc")
        place = Institution.objects.create(
            name="政协澄州市委员会",
            name_en="Chengzhou Consultative Conference",
            pack=pack.id,
            language="zh",
        )
        year = self.today.year
        term = Term.objects.create(
            number=7, opens_on=date(year - 3, 1, 1), closes_on=date(year + 1, 12, 31)
        )
        self.last = self._session(term, 3, pack, (500, 470, 465, 440))
        self.present = self._session(term, 4, pack, (150, 100, 95, -45))
        entry = ledger.Entry(
            act="institution.set_up", kind="institution", object_id=place.pk,
            after={"name": place.name, "pack": pack.id, "pack_version": pack.version},
        )  # fmt: skip
        ledger.write(entry, at=now)
        imports.take(actors.SYSTEM, "bodies", self._body_rows(), now=now)
        for body in Body.objects.all():
            for name in (body.name, *body.aliases):
                self.bodies.setdefault(name, body)
        imports.take(actors.SYSTEM, "people", self._member_rows(), now=now)
        english = {"医药卫生界": "Health", "教育界": "Education", "工商联界": "Commerce"}
        for name, said in english.items():
            Sector.objects.filter(name=name).update(name_en=said)
        self._accounts(now)

    def _session(
        self, term: Term, number: int, pack: Any, days: tuple[int, int, int, int]
    ) -> Session:
        opens, begins, ends, closes = (self.today - timedelta(days=n) for n in days)
        zone = timezone.get_current_timezone()
        return Session.objects.create(
            term=term, number=number, opens_on=begins, closes_on=ends, pack=pack.id, pack_version=pack.version,
            submission_opens_at=datetime.combine(opens, time(8), zone),
            submission_deadline=datetime.combine(closes, time(23, 59), zone),
        )  # fmt: skip

    def _body_rows(self) -> list[dict[str, Any]]:
        parents = data.table("acts")["parents"]
        gone = (self.today - timedelta(days=330)).isoformat()
        return [
            {
                "name": row["单位"], "name_en": row["英文名"], "kind": row["类别"],
                "aliases": [one for one in row["简称"].split("；") if one],
                "duties": [one for one in row["职责"].split("；") if one],
                "parent": row.get("上级") or parents.get(row["单位"], ""), "successor": row.get("承接", ""),
                "valid_from": None, "valid_to": gone if row.get("撤销") else None,
            }
            for row in data.bodies()
        ]  # fmt: skip

    def _member_rows(self) -> list[dict[str, Any]]:
        table = data.table("people")
        sectors = {one["name"]: one["jobs"] for one in table["sector"]}
        fixed = [one.split("|") for one in table["fixed"]]
        names = list(sectors)
        taken = {name for name, _, _ in fixed} | {name for some in STAFF.values() for name in some}
        while len(fixed) < MEMBERS:
            gender = self.chance.choice("fm")
            given = table["female" if gender == "f" else "male"]
            name = self.chance.choice(table["surnames"]) + self.chance.choice(given)
            if name not in taken:
                taken.add(name)
                fixed.append([name, gender, names[len(fixed) % len(names)]])
        return [
            self._member_row(place, name, gender, sector, sectors.get(sector) or sectors["中共"])
            for place, (name, gender, sector) in enumerate(fixed, start=1)
        ]

    def _member_row(
        self, place: int, name: str, gender: str, sector: str, jobs: list[str]
    ) -> dict[str, Any]:
        table = data.table("people")
        parties = [one for one in table["parties"] if one == sector] or table["parties"]
        job = jobs[place % len(jobs)]
        return {
            "name": name, "name_en": "", "gender": gender, "party": self.chance.choice(parties), "employer": "",
            "duty": job, "phone": "", "email": f"m{place:03d}@chengzhou.example" if place <= 15 else "",
            "code": f"C{place:03d}", "post": "委员" if place == 1 else self.chance.choice(table["posts"]), "sector": sector,
            "committee": self.chance.choice(table["committees"]) if place % 3 == 0 else "",
            "username": "member" if place == 1 else f"m{place:03d}",
        }  # fmt: skip

    def _accounts(self, now: datetime) -> None:
        User.objects.filter(person__isnull=False).update(password=self.encoded)
        self.members = list(Person.objects.order_by("pk"))
        first = self.members[0]
        self._show("member", first.name, "member")
        for role, names in STAFF.items():
            for place, name in enumerate(names):
                self._officer(role, name, role if place == 0 else f"{role}{place + 1}", None, now)
        for place, (name, post) in enumerate(LEADERS):
            self._officer(
                "leader",
                name,
                "leader" if place == 0 else f"leader{place + 1}",
                None,
                now,
                duty=post,
            )
        for username, name in NEWCOMERS:
            self._user(username, name)
        self._convener(now)
        self._body_officers(now)
        self._assistant(now)

    def _convener(self, now: datetime) -> None:
        user = User.objects.get(person=self.members[1])
        user.username = "convener"
        user.save(update_fields=["username"])
        services.grant_role(actors.SYSTEM, user.pk, "convener", None, services.Term(), now=now)
        self._show("convener", self.members[1].name, "convener")

    def _body_officers(self, now: datetime) -> None:
        table = data.table("people")
        main = [
            SHOWN_BODY,
            "市交警支队",
            "市城市管理局",
            "市教育局",
            "市卫健委",
            "市水务局",
            "市民政局",
            "市交通运输局",
        ]
        order = [self.bodies[name] for name in main]
        living = [one for one in Body.objects.filter(valid_to=None) if one not in order]
        for place, body in enumerate([*order, *living]):
            for role in ("liaison", "handler", "signer"):
                given = table["female"] + table["male"]
                name = self.chance.choice(table["surnames"]) + self.chance.choice(given)
                username = role if place == 0 else f"{role}-{body.pk}"
                self._officer(role, name, username, body, now)

    def _assistant(self, now: datetime) -> None:
        user = self._user("assistant", "苗青")
        self._show("assistant", "苗青", "assistant")
        given = services.Term(starts_on=now.date())
        services.delegate(
            self.member(self.members[0]), user.username, may_file=False, term=given, now=now
        )

    def _officer(
        self, role: str, name: str, username: str, body: Body | None, now: datetime, duty: str = ""
    ) -> None:
        user = self._user(username, name, duty)
        services.grant_role(
            actors.SYSTEM, user.pk, role, body.pk if body else None, services.Term(), now=now
        )
        actor = actors.of(user, on=self.today)
        self.by_role.setdefault(role, []).append(actor)
        if body is not None:
            self.at_body[role, body.pk] = actor
        said = f"{name}（{body.name if body else duty}）" if body or duty else name
        self._show(role, said, username)

    def _user(self, username: str, name: str, duty: str = "") -> User:
        return User.objects.create(
            username=username, first_name=name, last_name="", password=self.encoded
        )

    def _show(self, role: str, said: str, username: str) -> None:
        self.sign_ins.setdefault(role, (said, username))

    def member(self, person: Person) -> Actor:
        """Give a member as an actor."""
        if person.pk not in self._actors:
            self._actors[person.pk] = actors.of(User.objects.get(person=person), on=self.today)
        return self._actors[person.pk]

    def one(self, role: str) -> Actor:
        """Give somebody of a role."""
        return self.chance.choice(self.by_role[role])

    def officer(self, body_id: int, role: str = "liaison") -> Actor:
        """Give an officer of a body."""
        return self.at_body[role, body_id]

    def user_of(self, role: str) -> User:
        """Give the account of somebody of a role."""
        return User.objects.get(pk=self.one(role).signed_in())
