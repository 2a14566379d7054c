# SPDX-License-Identifier: Apache-2.0
"""A docket of any size for benchmarks, as years of work would leave it: sessions of 5,000, the last one under way."""

import datetime as dt
import random
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from huiyin.web.accounts import models as accounts
from huiyin.web.docket import models, search
from huiyin.web.kit import ledger
from huiyin.web.kit import models as kit
from tools.bulk import Rows, finish

A_SESSION, BODIES, MEMBERS = 5_000, 60, 400
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
OFFICE = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
_OVER = (("replied", 80), ("not_filed", 14), ("converted", 3), ("withdrawn", 3))
_NOW = (
    ("received", 3), ("first_examined", 3), ("second_examined", 2), ("filed", 3), ("in_hand", 55), ("replied", 18),
    ("not_filed", 12), ("draft", 4),
)  # fmt: skip
_FILED = ("filed", "in_hand", "replied")
PLACES = [
    "云桥",
    "河东",
    "白石",
    "临江",
    "南渡",
    "青坞",
    "柳浦",
    "北山",
    "东湖",
    "石门",
    "西岭",
    "沙洲",
    "望江",
    "竹园",
    "松岭",
    "新港",
    "旧城",
    "老街",
    "长堤",
    "高新",
]
MATTERS = [
    "停车泊位",
    "供水管网",
    "社区食堂",
    "校门拥堵",
    "养老驿站",
    "公交线路",
    "电梯加装",
    "河道治理",
    "噪声扰民",
    "充电设施",
    "托育服务",
    "菜市改造",
    "燃气安全",
    "古树保护",
    "图书借阅",
    "医保报销",
    "夜间照明",
    "积水内涝",
    "口袋公园",
    "垃圾分类",
    "企业用工",
    "技能培训",
    "小区物业",
    "道路修补",
    "残疾出行",
    "乡村物流",
    "文物修缮",
    "急救设备",
    "校园午休",
    "旅游厕所",
]
VERBS = ["新建", "改造", "延长", "增设", "公开", "整治", "补贴", "试点", "统筹", "巡查"]


def fill(cases: int) -> dict[str, Any]:
    """Fill an empty store with so many proposals and what belongs to them; gives what a load needs to know.

    Shapes: sessions by role (`clerk` → keys), uids of proposals, cases and tasks of the session under way.
    """
    with transaction.atomic():
        people = _people(cases)
        found = _proposals(cases, people)
        finish()
        search.reindex()
    with transaction.atomic():
        return found | {"keys": {role: [_key(one) for one in users] for role, users in people["users"].items()}}  # fmt: skip


def _people(cases: int) -> dict[str, Any]:
    accounts.Institution.objects.create(name="澄州市政协")
    accounts.Body.objects.bulk_create(
        accounts.Body(name=f"市{MATTERS[n % 30]}第{n}局", duties=[MATTERS[n % 30]]) for n in range(BODIES)
    )  # fmt: skip
    bodies = list(accounts.Body.objects.order_by("pk").values_list("pk", flat=True))
    count = max(2, cases // A_SESSION)
    years = range(NOW.year - count + 1, NOW.year + 1)
    terms = {
        number: accounts.Term.objects.create(number=number, opens_on=f"{years[0] + 5 * number}-01-01", closes_on=f"{years[0] + 5 * number + 4}-12-31")
        for number in range(1 + (count - 1) // 5)
    }  # fmt: skip
    sessions = [
        accounts.Session.objects.create(
            term=terms[n // 5], number=n % 5 + 1, opens_on=f"{year}-01-10", closes_on=f"{year}-01-20", pack="cn-cppcc",
            pack_version="2026.1", submission_opens_at=NOW - (count - n) * 365 * DAY, submission_deadline=NOW - (count - 1 - n) * 365 * DAY + DAY,
        )
        for n, year in enumerate(years)
    ]  # fmt: skip
    persons = accounts.Person.objects.bulk_create(
        accounts.Person(name=f"委员{n:04d}", employer=f"第{n % 97}单位") for n in range(MEMBERS)
    )
    accounts.Membership.objects.bulk_create(
        accounts.Membership(person=one, term=terms[max(terms)], starts_on=NOW.date() - 300 * DAY)
        for one in persons
    )
    users = {role: [_user(f"{role}{n}", role) for n in range(3)] for role in OFFICE}
    users["liaison"] = [_user(f"liaison{n}", "liaison", body=body) for n, body in enumerate(bodies)]
    users["member"] = [
        _user(f"member{n}", "member", person=one) for n, one in enumerate(persons[:60])
    ]
    return {"sessions": sessions, "persons": persons, "bodies": bodies, "users": users}


def _user(name: str, role: str, **more: Any) -> accounts.User:
    user = accounts.User.objects.create(username=name, password="!", person=more.get("person"))
    accounts.RoleGrant.objects.create(user=user, role=role, body_id=more.get("body"))
    kit.Notice.objects.bulk_create(
        kit.Notice(user=user, words="proposal.file", params={"title": f"关于{PLACES[n % 20]}的提案", "act": "file"}, link="/", at=NOW - n * DAY, dedupe=f"{name}:{n}")
        for n in range(30)
    )  # fmt: skip
    return user


def _key(user: accounts.User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _proposals(cases: int, people: dict[str, Any]) -> dict[str, Any]:
    writer = _Writer(people)
    for n in range(cases):
        writer.proposal(n, n * len(people["sessions"]) // cases)
    kit.ChainHead.objects.update_or_create(id=1, defaults={"seq": writer.seq, "digest": writer.digest})  # fmt: skip
    for session, number in writer.numbers.items():
        kit.Counter.objects.create(key=f"case:{session}", value=number)
        kit.Counter.objects.create(key=f"receipt:{session}", value=writer.receipts[session])
    return writer.found


class _Writer:
    """Writes proposals one after the other, each with its suggestions, its case, its tasks, its clocks and its entries."""

    def __init__(self, people: dict[str, Any]) -> None:
        self.people, self.chance = people, random.Random(20_260_302)
        self.proposals, self.asks, self.editions = Rows(models.Proposal), Rows(models.Suggestion), Rows(models.Edition)  # fmt: skip
        self.cases, self.tasks = Rows(models.Case), Rows(models.Assignment)
        self.deadlines, self.rungs, self.entries = Rows(models.Deadline), Rows(models.Reminder), Rows(kit.LedgerEntry)  # fmt: skip
        self.numbers: dict[int, int] = {}
        self.receipts: dict[int, int] = {}
        self.seq, self.digest = 0, "genesis"
        self.found: dict[str, Any] = {"proposals": [], "cases": [], "tasks": [], "waiting": []}

    def proposal(self, n: int, place: int) -> None:
        """Write a proposal of a session."""
        session, chance = self.people["sessions"][place], self.chance
        present = place == len(self.people["sessions"]) - 1
        states = _NOW if present else _OVER
        state = chance.choices([one for one, _ in states], [share for _, share in states])[0]
        at = NOW - (len(self.people["sessions"]) - 1 - place) * 365 * DAY - chance.randrange(5, 90) * DAY  # fmt: skip
        place_name, matter = chance.choice(PLACES), chance.choice(MATTERS)
        title = f"关于{place_name}{chance.choice(VERBS)}{matter}的提案（{n}）"
        facts, analysis = (self._text(place_name, matter, 4), self._text(place_name, matter, 3))
        asks = [f"{chance.choice(VERBS)}{place_name}{chance.choice(MATTERS)}{k}处" for k in range(1, 4)]  # fmt: skip
        handed_in = state != "draft"
        case = self._case(session, title, at) if state in _FILED else None
        receipt = self._receipt(session.pk) if handed_in else None
        person = self.people["persons"][n % MEMBERS].pk
        uid = f"p{n:011d}"
        pk = self.proposals.add(
            uid=uid, session_id=session.pk, pack="cn-cppcc", pack_version="2026.1", state=state, kind="individual", category="social",
            title=title, facts=facts, analysis=analysis, proposer_id=person, receipt_no=f"S{receipt}" if receipt else "",
            receipt_seq=receipt, case_id=case, created_at=at, changed_at=at, received_at=at if handed_in else None,
            filed_at=at + DAY if case else None, waiting_since=(at + DAY).date(),
        )  # fmt: skip
        for order, text in enumerate(asks, start=1):
            self.asks.add(uid=f"s{pk:09d}{order}", proposal_id=pk, order=order, text=text)
        if handed_in:
            self._edition(pk, title, facts, analysis, asks, at)
            self._entry("proposal.submit", "proposal", pk, case, at)
        if case:
            self._handled(pk, case, state, at)
        if present and handed_in:
            self.found["proposals"].append(uid)
        if state == "second_examined":
            self.found["waiting"].append(uid)

    def _text(self, place: str, matter: str, sentences: int) -> str:
        chance = self.chance
        return "".join(
            f"{place}的{chance.choice(MATTERS)}已有{chance.randrange(2, 30)}年，{chance.choice(PLACES)}居民多次反映{matter}不便，希望尽快{chance.choice(VERBS)}。"
            for _ in range(sentences)
        )

    def _case(self, session: accounts.Session, title: str, at: dt.datetime) -> int:
        self.numbers[session.pk] = self.numbers.get(session.pk, 0) + 1
        uid = f"c{self.cases.last:011d}"
        self.found["cases"].append(uid)
        return self.cases.add(
            uid=uid, session_id=session.pk, pack="cn-cppcc", pack_version="2026.1", number=self.numbers[session.pk],
            title=title, opened_at=at + DAY,
        )  # fmt: skip

    def _receipt(self, session: int) -> int:
        self.receipts[session] = self.receipts.get(session, 0) + 1
        return self.receipts[session]

    def _edition(self, pk: int, title: str, facts: str, analysis: str, asks: list[str], at: dt.datetime) -> None:  # fmt: skip
        said = [{"order": n, "text": text} for n, text in enumerate(asks, start=1)]
        row = models.Edition(title=title, facts=facts, analysis=analysis, suggestions=said)
        self.editions.add(proposal_id=pk, number=1, title=title, facts=facts, analysis=analysis, suggestions=said, sha256=row.true_sha256, at=at)  # fmt: skip

    def _handled(self, pk: int, case: int, state: str, at: dt.datetime) -> None:
        self._entry("proposal.file", "proposal", pk, case, at + DAY)
        self._clock("assign", "running" if state == "filed" else "stopped", at + 15 * DAY, proposal_id=pk, case_id=case)  # fmt: skip
        if state == "filed":
            return
        done = state == "replied"
        for n, body in enumerate(self.chance.sample(self.people["bodies"], self.chance.choice((1, 1, 2)))):  # fmt: skip
            uid = f"t{self.tasks.last:011d}"
            task = self.tasks.add(
                uid=uid, case_id=case, body_id=body, role="joint" if n else "lead", state="done" if done else "accepted",
                proposed_at=at, issued_at=at + 5 * DAY, received_at=at + 8 * DAY, replied_on=(at + 60 * DAY).date() if done else None,
            )  # fmt: skip
            clock = "joint_opinion" if n else "reply"
            self._clock(clock, "stopped" if done else "running", at + 95 * DAY, assignment_id=task, case_id=case)  # fmt: skip
            self._entry("assignment.issue", "assignment", task, case, at + 5 * DAY)
            if not done:
                self.found["tasks"].append(uid)

    def _clock(self, clock: str, state: str, due: dt.datetime, **of: int) -> None:
        stopped = due.date() if state == "stopped" else None
        pk = self.deadlines.add(
            clock=clock, pack="cn-cppcc", pack_version="2026.1", anchored_on=due.date() - 60 * DAY, due_on=due.date(), calendar="b",
            state=state, stopped_on=stopped, steps=[{"id": "anchor", "day": due.date().isoformat(), "count": 0, "note": ""}], **of,
        )  # fmt: skip
        if state == "running":
            self.rungs.add(deadline_id=pk, rung=0, form="notice", due_on=due.date() + 400 * DAY)

    def _entry(self, act: str, kind: str, pk: int, case: int | None, at: dt.datetime) -> None:
        self.seq += 1
        row = kit.LedgerEntry(
            seq=self.seq, prev=self.digest, at=at, act=act, kind=kind, object_id=pk, case_id=case, after={"state": "x"},
            rows={f"{kind}:{pk}": {"state": "x", "case_id": case, "fixed_text": "0" * 64}}, actor_id=1,
        )  # fmt: skip
        row.digest = self.digest = ledger.digest(row)
        self.entries.add(**{one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname != "id"})  # fmt: skip
