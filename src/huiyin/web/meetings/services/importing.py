# SPDX-License-Identifier: Apache-2.0
"""Agenda and participants from a table (导入): all bad rows named at once; who is invited already stays as is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Membership, Person
from huiyin.web.kit import incoming
from huiyin.web.meetings import forms, models
from huiyin.web.meetings.services import agenda, inviting, rows

HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "agenda": {
        "title": ("议程项", "title"),
        "topic": ("主题", "topic"),
        "minutes": ("分钟", "minutes"),
        "body": ("单位", "body"),
    },
    "people": {
        "name": ("姓名", "name"),
        "role": ("身份", "role"),
        "code": ("编号", "code"),
        "body": ("单位", "body"),
        "duty": ("职务", "duty"),
        "seat": ("座位", "seat"),
        "group": ("分组", "group"),
    },
}
_NEEDED = {"agenda": ("title",), "people": ("name", "role")}
_LONGEST = {"title": 200, "topic": 200, "name": 60, "duty": 120, "seat": 20, "group": 40}
_ROLES = {"领导": "leader", "委员": "member", "部门": "department", "列席": "guest"}
ROWS_MOST = 2_000
People = dict[tuple[str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be taken: its number in the file, the code of the refusal, the head, and what stands there."""

    number: int
    code: str
    head: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the clean rows, or the bad ones."""

    kind: str
    lines: tuple[dict[str, str], ...]
    bad: tuple[Bad, ...]
    ignored: tuple[str, ...]


def plan(kind: str, table: Sequence[Sequence[str]]) -> Plan:
    """Read a table and say what an import would do; nothing is done yet.

    Errors: `FILE_EMPTY`; `TABLE_COLUMN_MISSING`; `TABLE_TOO_LONG`; faults of rows are in the plan.
    Cost: three queries, whatever the length.
    """
    if len(table) < 2:
        raise HuiyinError("FILE_EMPTY")
    if len(table) > ROWS_MOST:
        raise HuiyinError("TABLE_TOO_LONG", most=ROWS_MOST)
    heads = HEADS[kind]
    known = {said: key for key, names in heads.items() for said in names}
    found = [known.get(head.strip().lower(), "") for head in table[0]]
    for key in _NEEDED[kind]:
        if key not in found:
            raise HuiyinError("TABLE_COLUMN_MISSING", column=heads[key][0])
    lines = [
        {key: cell.strip() for key, cell in zip(found, line, strict=False) if key}
        for line in table[1:]
    ]
    lines = [line for line in lines if any(line.values())]
    ignored = tuple(
        head for head, key in zip(table[0], found, strict=True) if head.strip() and not key
    )
    bad = _faults(kind, lines)
    return Plan(kind, tuple(lines), tuple(sorted(bad, key=lambda one: one.number)), ignored)


def _faults(kind: str, lines: Sequence[Mapping[str, str]]) -> list[Bad]:
    bodies = set(Body.objects.filter(valid_to=None).values_list("name", flat=True))
    people = _people() if kind == "people" else {}
    found: list[Bad] = []
    seen: set[tuple[str, ...]] = set()
    for number, line in enumerate(lines, start=2):
        faults = [*_plain_faults(kind, line, bodies)]
        if kind == "people":
            faults += [*_guest_faults(line, people), *_repeated(line, seen)]
        found += [Bad(number, code, HEADS[kind][key][0], line.get(key, "")) for code, key in faults]
    return found


def _plain_faults(
    kind: str, line: Mapping[str, str], bodies: Collection[str]
) -> Iterator[tuple[str, str]]:
    main = _NEEDED[kind][0]
    if not line.get(main):
        yield "ROW_NAME", main
    for key, said in line.items():
        if len(said) > _LONGEST.get(key, 200):
            yield "ROW_TOO_LONG", key
    if line.get("body") and line["body"] not in bodies:
        yield "ROW_BODY_UNKNOWN", "body"
    minutes = incoming.whole(line["minutes"]) if line.get("minutes") else 0
    if minutes is None or minutes > forms.MOST_MINUTES:
        yield "ROW_MINUTES", "minutes"


def _guest_faults(line: Mapping[str, str], people: People) -> Iterator[tuple[str, str]]:
    role = _role(line.get("role", ""))
    if not role:
        yield "ROW_ROLE", "role"
    if role == "member" and line.get("name") and len(_named(line, people)) != 1:
        yield "ROW_PERSON", "name"


def _repeated(line: Mapping[str, str], seen: set[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    who = ("who", line.get("name", ""), line.get("code", "") or line.get("body", ""))
    seat = ("seat", line.get("seat", ""))
    if who[1] and who in seen:
        yield "ROW_TWICE", "name"
    if seat[1] and seat in seen:
        yield "ROW_SEAT", "seat"
    seen |= {who, seat}


def _role(said: str) -> str:
    role = _ROLES.get(said, said.lower())
    return role if role in models.Participant.Role.values else ""


def _people() -> People:
    """Give the people of the register by name, and by name and member's number."""
    found: People = {}
    for pk, name in Person.objects.values_list("pk", "name"):
        found.setdefault((name, ""), []).append(pk)
    for pk, name, code in Membership.objects.exclude(code="").values_list(
        "person_id", "person__name", "code"
    ):
        found[name, code] = [pk]
    return found


def _named(line: Mapping[str, str], people: People) -> list[int]:
    return people.get((line["name"], line.get("code", "")), [])


def take(
    actor: Actor, uid: str, kind: str, lines: Sequence[Mapping[str, str]], *, now: datetime
) -> int:
    """Take the rows of a clean plan; give how many were made.

    Errors: those of `agenda.add` and `inviting.invite`; `PREVIEW_STALE` where the register changed meanwhile.
    """
    rows.by_office(actor, "import")
    bodies = {one.name: one for one in Body.objects.filter(valid_to=None)}
    if _faults(kind, lines):
        raise HuiyinError("PREVIEW_STALE")
    if kind == "agenda":
        points = [
            agenda.Point(
                line["title"], line.get("topic", ""), int(line.get("minutes") or 0),
                bodies.get(line.get("body", "")),
            )
            for line in lines
        ]  # fmt: skip
        return len(agenda.add(actor, uid, *points, now=now))
    people = _people()
    persons = Person.objects.in_bulk([pk for some in people.values() for pk in some])
    guests = []
    for line in lines:
        some = _named(line, people)
        guests.append(
            inviting.Guest(
                _role(line["role"]), line["name"], persons[some[0]] if len(some) == 1 else None,
                bodies.get(line.get("body", "")), line.get("duty", ""), line.get("seat", ""), line.get("group", ""),
            )
        )  # fmt: skip
    return len(inviting.invite(actor, uid, guests, now=now))
