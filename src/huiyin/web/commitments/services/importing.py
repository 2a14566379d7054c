# SPDX-License-Identifier: Apache-2.0
"""Taking in ledgers (台账导入): past commitments of two kinds of ledger, all bad rows named at once, nothing twice.

Each row is an act of its own, and the database holds that it is taken once: an import that broke off is simply begun again.
What a ledger calls done is claimed, with what it names as proof; without a proof it is still in progress, and says so.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from huiyin.core.commitments import dating
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Session
from huiyin.web.commitments import models
from huiyin.web.commitments.permissions import OFFICE
from huiyin.web.commitments.services import reporting, rows
from huiyin.web.kit import acting, ports

HEADS: dict[str, tuple[str, ...]] = {
    "number": ("案号", "提案号", "case number"),
    "title": ("案由", "提案题目", "case"),
    "body": ("承办单位", "责任单位", "主办单位", "body"),
    "class_then": ("原办复类别", "答复时类别", "class at the reply"),
    "class_now": ("现办复类别", "现类别", "class now"),
    "text": ("承诺内容", "承诺事项", "what is promised"),
    "owner": ("责任人", "责任科室", "责任人或科室", "who answers for it"),
    "due_on": ("时限", "完成时限", "date"),
    "progress": ("进展", "进展情况", "progress"),
    "done": ("完成情况", "是否完成", "state"),
    "proof": ("证明材料", "evidence"),
}
KINDS = {
    "planned": ("number", "title", "body", "class_now", "text"),
    "commitments": ("number", "title", "body", "text", "due_on"),
}
_DONE = {"已完成", "完成", "已办结", "办结", "是", "done", "yes"}
_OPEN = {"", "未完成", "推进中", "正在办理", "办理中", "否", "open", "no", "in progress"}
_NEVER = {"无法实现", "无法办理", "终止", "infeasible"}
_LONGEST = {"number": 40, "title": 200, "text": 2000, "owner": 120, "class_then": 8, "class_now": 8}
_DOTTED = re.compile(r"(\d{4})[./年](\d{1,2})[./月](\d{1,2})日?")


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
        rows: clean rows; new, same: how many would be made, and stand already.
        unproven: rows called done without a proof: they are taken as in progress.
        ignored: heads nobody here understands.
    """

    rows: tuple[dict[str, Any], ...] = ()
    new: int = 0
    same: int = 0
    unproven: int = 0
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    shown: tuple[tuple[str, ...], ...] = field(default=())


def plan(kind: str, session: Session, table: Sequence[Sequence[str]]) -> Plan:
    """Read a ledger and say what an import would do.

    Errors: `FIELD_UNKNOWN` for a kind that is none; `FILE_EMPTY`; `TABLE_COLUMN_MISSING`.
    """
    if kind not in KINDS:
        raise HuiyinError("FIELD_UNKNOWN", field=kind[:20])
    if len(table) < 2:
        raise HuiyinError("FILE_EMPTY")
    places, ignored = _places(table[0])
    for key in KINDS[kind]:
        if key not in places:
            raise HuiyinError("TABLE_COLUMN_MISSING", column=HEADS[key][0])
    bodies, letters = _bodies(), set(ports.pack(session.pack, session.pack_version).classes)
    clean, bad, seen = [], [], set()
    for number, line in enumerate(table[1:], 2):
        given = {key: _bare(line[at]) if at < len(line) else "" for key, at in places.items()}
        row, faults = _row(kind, session, given, bodies, letters)
        if row["source_key"] in seen:
            faults.append(("ROW_TWICE", "text"))
        seen.add(row["source_key"])
        bad += [BadRow(number, code, HEADS[key][0], given.get(key, "")) for code, key in faults]
        clean.append(row)
    known = _known([row["source_key"] for row in clean])
    return Plan(
        tuple(clean), len(clean) - len(known), len(known), sum(row["unproven"] for row in clean), tuple(bad), ignored,
        tuple(tuple(line) for line in table[:9]),
    )  # fmt: skip


def _known(keys: list[str]) -> set[str]:
    held = models.Commitment.objects.filter(source_key__in=keys)
    return set(held.values_list("source_key", flat=True))


def _bare(said: str) -> str:
    return " ".join(said.replace("\u3000", " ").split())


def _places(heads: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {said: key for key, names in HEADS.items() for said in names}
    bare = ["".join(head.split()) if not head.isascii() else head.strip().lower() for head in heads]
    places = {known[head]: at for at, head in reversed(list(enumerate(bare))) if head in known}
    return places, tuple(
        one for one, head in zip(heads, bare, strict=True) if head and head not in known
    )


def _bodies() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in Body.objects.order_by("-valid_to"):
        for name in (*row.aliases, row.name, row.name_en):
            if name:
                found[name] = row.pk
    return found


def _row(
    kind: str,
    session: Session,
    given: Mapping[str, str],
    bodies: Mapping[str, int],
    letters: set[str],
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    faults = [("ROW_EMPTY", key) for key in KINDS[kind] if not given.get(key)]
    faults += [
        ("ROW_TOO_LONG", key) for key, most in _LONGEST.items() if len(given.get(key, "")) > most
    ]
    body = bodies.get(given.get("body", ""))
    if given.get("body") and body is None:
        faults.append(("ROW_BODY_UNKNOWN", "body"))
    for key in ("class_then", "class_now"):
        if given.get(key) and letters and _letter(given[key]) not in letters:
            faults.append(("ROW_CLASS_UNKNOWN", key))
    due = _due(given.get("due_on", ""), session.closes_on)
    if given.get("due_on") and due is None:
        faults.append(("ROW_DATE", "due_on"))
    state = given.get("done", "").lower()
    if state not in _DONE | _OPEN | _NEVER:
        faults.append(("ROW_STATE_UNKNOWN", "done"))
    if state in _NEVER and not given.get("progress"):
        faults.append(("ROW_EMPTY", "progress"))
    number = given.get("number", "").strip("第号 ")
    said = [str(session.pk), number, str(body), given.get("text", "")]
    proof = given.get("proof", "")
    row = {name: given.get(name, "") for name in ("title", "text", "owner", "progress")} | {
        "number": number, "body": body or 0, "due_on": due.isoformat() if due else "", "proof": proof,
        "class_then": _letter(given.get("class_then", "")) or _letter(given.get("class_now", "")),
        "class_now": _letter(given.get("class_now", "")) or _letter(given.get("class_then", "")),
        "done": "done" if state in _DONE else "never" if state in _NEVER else "open",
        "unproven": state in _DONE and not proof,
        "source_key": hashlib.sha256("\n".join(said).encode()).hexdigest(),
    }  # fmt: skip
    return row, faults


def _letter(said: str) -> str:
    return said.upper().removesuffix("类").strip()


def _due(said: str, said_on: date) -> date | None:
    if found := _DOTTED.fullmatch(said):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        told = dating.due(said, said_on) if said else None
        return told.day if told else None


def take(
    actor: Actor, session: Session, some: Sequence[Mapping[str, Any]], *, now: datetime
) -> tuple[int, int]:
    """Take the rows of a clean plan in, each an act of its own; gives how many were made, and how many stood already.

    Errors: `NOT_ALLOWED` for others than committee and oversight.
    """
    if not actor.system and not actor.has(*OFFICE):
        raise HuiyinError("NOT_ALLOWED", act="import")
    made = sum(_take(actor, session, row, now) for row in some)
    return made, len(some) - made


@acting.act
def _take(actor: Actor, session: Session, row: Mapping[str, Any], now: datetime) -> bool:
    Session.objects.select_for_update().get(pk=session.pk)  # one import at a time
    if models.Commitment.objects.filter(source_key=row["source_key"]).exists():
        return False
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    machine = ports.pack(session.pack, session.pack_version).machines["commitment"]
    made = models.Commitment.objects.create(
        body_id=row["body"], session=session, begun_in=session, pack=session.pack, pack_version=session.pack_version,
        source="imported", source_key=row["source_key"], number=row["number"], title=row["title"], text=row["text"],
        owner=row["owner"], said_on=session.closes_on, first_due_on=due, due_on=due,
        dated_on=timezone.localdate(now) if due else None, class_then=row["class_then"], class_now=row["class_now"],
        state="in_progress" if row["progress"] or row["done"] != "open" else machine.initial, made_at=now,
    )  # fmt: skip
    touched: list[Any] = [made]
    if row["progress"] or row["done"] == "done":
        touched += _told(made, row, actor, now)
    if row["done"] == "never":
        made.state, made.explanation = "infeasible", row["progress"]
    if row["done"] == "done" and row["proof"]:
        made.state, made.claim = "done_claimed", touched[1]
    made.save()
    after = {"text": made.text, "state": made.state}
    rows.write(made, "taken_in", actor, now, touched=touched, after=after)
    return True


def _told(
    made: models.Commitment, row: Mapping[str, Any], actor: Actor, now: datetime
) -> list[Any]:
    kind = "claim" if row["done"] == "done" and row["proof"] else "taken_in"
    words = row["progress"] or "台账记为已完成。"
    told = models.Progress.objects.create(
        commitment=made, number=1, kind=kind, words=words, percent=100 if kind == "claim" else None,
        by_id=actor.user_id, at=now,
    )  # fmt: skip
    if not row["proof"]:
        return [told]
    proof = row["proof"]
    is_link = proof.startswith(("http://", "https://"))
    shows = reporting.Proof(words, link=proof) if is_link else reporting.Proof(words, figure=proof)
    return [told, reporting.prove(told, shows)]
