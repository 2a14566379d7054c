# SPDX-License-Identifier: Apache-2.0
"""Lists of members and bodies from a table (导入名册): all bad rows named at once, a second run changes nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.core.text import lookalikes
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import importing
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Role, User
from huiyin.web.kit import ledger

HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "people": {
        "name": ("姓名", "name"),
        "code": ("编号", "委员编号", "code"),
        "name_en": ("英文名", "name_en"),
        "gender": ("性别", "gender"),
        "party": ("党派", "party"),
        "employer": ("工作单位", "employer"),
        "duty": ("职务", "duty"),
        "phone": ("电话", "手机", "phone"),
        "email": ("邮箱", "电子邮箱", "email"),
        "sector": ("界别", "sector"),
        "committee": ("专委会", "专门委员会", "committee"),
        "post": ("政协职务", "post"),
        "username": ("账号", "登录名", "username"),
    },
    "bodies": {
        "name": ("名称", "单位名称", "name"),
        "name_en": ("英文名", "name_en"),
        "aliases": ("别名", "简称", "aliases"),
        "duties": ("职责", "职能", "duties"),
        "kind": ("类别", "kind"),
        "parent": ("上级单位", "上级", "parent"),
        "successor": ("承接单位", "successor"),
        "valid_from": ("设立日期", "valid_from"),
        "valid_to": ("撤销日期", "valid_to"),
    },
}
_GENDERS = {"女": "f", "男": "m", "f": "f", "m": "m", "female": "f", "male": "m", "": ""}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_USERNAME = re.compile(r"[\w.@+-]{1,150}")
_PARTS = re.compile(r"[;；、\n]")
_LONGEST = {
    "name": 60,
    "name_en": 80,
    "party": 40,
    "employer": 120,
    "duty": 80,
    "phone": 30,
    "code": 20,
    "post": 40,
    "sector": 60,
    "committee": 60,
    "kind": 24,
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken: its number in the file, a code with words, the head and what stands there."""

    number: int
    code: str
    head: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done while `bad` holds anything.

    Attributes:
        rows: clean rows, as the fields of the models.
        new, changed, same: how many would be made, changed, left as they are.
        ignored: heads nobody here understands.
    """

    kind: str
    rows: tuple[dict[str, Any], ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    shown: tuple[tuple[str, ...], ...] = field(default=())


def plan(kind: str, table: Sequence[Sequence[str]]) -> Plan:
    """Read a table and say what an import would do.

    Errors: `FILE_EMPTY`, `TABLE_COLUMN_MISSING`; faults of rows are in the plan.
    Cost: a few queries, whatever the length.
    """
    if len(table) < 2:
        raise HuiyinError("FILE_EMPTY")
    places, ignored = _places(kind, table[0])
    if "name" not in places:
        raise HuiyinError("TABLE_COLUMN_MISSING", column=HEADS[kind]["name"][0])
    rows, bad = [], []
    for number, line in enumerate(table[1:], 2):
        given = {key: line[at].strip() if at < len(line) else "" for key, at in places.items()}
        row, faults = _people_row(given) if kind == "people" else _body_row(given)
        bad += [
            BadRow(number, code, HEADS[kind][key][0], given.get(key, "")) for code, key in faults
        ]
        rows.append(row)
    bad += list(_across(kind, rows))
    counts = _counts(kind, rows) if not bad else (0, 0, 0)
    shown = tuple(tuple(line) for line in table[:9])
    return Plan(
        kind, tuple(rows), *counts, tuple(sorted(bad, key=lambda one: one.number)), ignored, shown
    )


def _places(kind: str, heads: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {said: key for key, names in HEADS[kind].items() for said in names}
    places = {
        known[head.strip().lower()]: n
        for n, head in reversed(list(enumerate(heads)))
        if head.strip().lower() in known
    }
    return places, tuple(
        head for head in heads if head.strip() and head.strip().lower() not in known
    )


def _people_row(given: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    faults = _plain_faults(given)
    if given.get("email") and not _EMAIL.fullmatch(given["email"]):
        faults.append(("ROW_EMAIL", "email"))
    if given.get("gender", "").lower() not in _GENDERS:
        faults.append(("ROW_GENDER", "gender"))
    if given.get("username") and not _USERNAME.fullmatch(given["username"]):
        faults.append(("ROW_USERNAME", "username"))
    row = dict(given) | (
        {"gender": _GENDERS.get(given["gender"].lower(), "")} if "gender" in given else {}
    )
    if not row.get("username"):
        row.pop("username", None)
    return row, faults


def _body_row(given: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    faults = _plain_faults(given, name=120)
    row: dict[str, Any] = dict(given)
    for key in ("aliases", "duties"):
        if key in given:
            row[key] = [part.strip() for part in _PARTS.split(given[key]) if part.strip()]
    for key in ("valid_from", "valid_to"):
        try:
            row[key] = (
                str(date.fromisoformat(given.get(key, "").replace("/", "-")))
                if given.get(key)
                else None
            )
        except ValueError:
            faults.append(("ROW_DATE", key))
            row[key] = None
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        faults.append(("ROW_DATES_REVERSED", "valid_to"))
    for key in ("valid_from", "valid_to"):
        if key not in given:
            row.pop(key)
    return row, faults


def _plain_faults(given: Mapping[str, str], **longer: int) -> list[tuple[str, str]]:
    faults = [] if given.get("name") else [("ROW_NAME", "name")]
    longest = _LONGEST | longer
    return faults + [
        ("ROW_TOO_LONG", key) for key, said in given.items() if len(said) > longest.get(key, 2000)
    ]


def _across(kind: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[BadRow]:
    """Name the faults that only show when rows are held against each other and the store."""
    heads = HEADS[kind]
    seen: dict[Any, int] = {}
    names = (
        {row["name"] for row in rows} | set(Body.objects.values_list("name", flat=True))
        if kind == "bodies"
        else set()
    )
    for number, row in enumerate(rows, 2):
        key = importing.key(kind, row)
        if row["name"] and key in seen:
            yield BadRow(number, "ROW_TWICE", heads["name"][0], row["name"])
        seen.setdefault(key, number)
        for head in ("parent", "successor"):
            if (
                kind == "bodies"
                and row.get(head)
                and (row[head] not in names or row[head] == row["name"])
            ):
                yield BadRow(number, "ROW_BODY_UNKNOWN", heads[head][0], row[head])
    if kind == "people":
        yield from _usernames(rows)


def _usernames(rows: Sequence[Mapping[str, Any]]) -> Iterator[BadRow]:
    """Name the rows whose account name is another's, or would be taken for it."""
    held = _holders()
    for number, row in enumerate(rows, 2):
        if not (username := str(row.get("username", ""))):
            continue
        key, looks = importing.key("people", row), lookalikes.skeleton(username)
        holder, other = held.get(looks, (key, username))
        if holder != key:
            same = other.casefold() == username.casefold()
            code = "ROW_USERNAME_TAKEN" if same else "ROW_NAME_CONFUSABLE"
            yield BadRow(number, code, HEADS["people"]["username"][0], username)
        held[looks] = (("row", number), username)


def _holders() -> dict[str, tuple[Any, str]]:
    """Give who holds each user name, by what it looks like: the key of a person ("" for none), and the name."""
    found: dict[str, tuple[Any, str]] = {}
    for user in User.objects.select_related("person").prefetch_related("person__memberships"):
        seat = (
            max(user.person.memberships.all(), key=lambda one: one.term_id, default=None)
            if user.person
            else None
        )
        code = seat.code if seat else ""
        person = user.person
        said = {"name": person.name, "code": code, "employer": person.employer} if person else None
        holder = importing.key("people", said) if said else ""
        found[lookalikes.skeleton(user.username)] = (holder, user.username)
    return found


def _counts(kind: str, rows: Sequence[Mapping[str, Any]]) -> tuple[int, int, int]:
    stands = importing.standing(kind)
    new = sum(importing.key(kind, row) not in stands for row in rows)
    same = sum(
        importing.is_same(kind, stands[importing.key(kind, row)], row)
        for row in rows
        if importing.key(kind, row) in stands
    )
    return new, len(rows) - new - same, same


@transaction.atomic
def take(actor: Actor, kind: str, rows: Sequence[Mapping[str, Any]], *, now: datetime) -> Plan:
    """Take the rows of a clean plan into the store; those that stand as they are stay untouched.

    Errors: `NOT_ALLOWED`, `TERM_MISSING` when members come before there is a term.
    """
    if not (actor.system or actor.has(Role.ACCOUNTS_ADMIN)):
        raise HuiyinError("NOT_ALLOWED", act=f"{kind}.import")
    new, changed = importing.write(kind, rows, on=now.date())
    if new or changed:
        entry = ledger.Entry(
            act=f"{kind}.imported", kind=kind, object_id=0, actor_id=actor.user_id,
            after={"new": new, "changed": changed, "rows": len(rows)},
        )  # fmt: skip
        ledger.write(entry, at=now)
    return Plan(kind, tuple(dict(row) for row in rows), new, changed, len(rows) - new - changed)
