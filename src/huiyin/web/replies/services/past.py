# SPDX-License-Identifier: Apache-2.0
"""Replies of past years from a table (导入往年答复): all bad rows named at once, a second run takes nothing twice."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.imports import BadRow
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import replying, turning
from huiyin.web.kit import acting, ledger, words
from huiyin.web.replies import models

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

HEADS: dict[str, tuple[str, ...]] = {
    "session": ("届次", "session"),
    "number": ("案号", "number"),
    "body": ("承办单位", "body"),
    "reply_no": ("文号", "办复文号", "reply_no"),
    "replied_on": ("答复日期", "办复日期", "replied_on"),
    "letter": ("办复类别", "现办复类别", "class"),
    "order": ("建议序号", "suggestion"),
    "disposition": ("办理结果", "disposition"),
    "text": ("答复内容", "text"),
}
NEEDED = ("number", "body", "reply_no", "replied_on", "text")
_LONGEST = {"reply_no": 60, "text": 20_000}
_DIGITS = {one: place for place, one in enumerate("零一二三四五六七八九")}
_SESSION = re.compile(
    r"(?:第)?([\d一二三四五六七八九十]+)\s*(?:届|-|–|/)\D*?([\d一二三四五六七八九十]+)?\s*(?:次.*)?$"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing is done while `bad` holds anything.

    Attributes:
        rows: the replies to take, each a dict that can be signed and sent round.
        new, same: how many would be taken, how many stand here already.
        ignored: heads nobody here understands.
        shown: the first rows as they stand in the file.
    """

    rows: tuple[dict[str, Any], ...] = ()
    new: int = 0
    same: int = 0
    changed: int = 0
    bad: tuple[BadRow, ...] = ()
    ignored: tuple[str, ...] = ()
    shown: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(slots=True)
class _Line:
    number: int
    given: dict[str, str]
    task: "Assignment | None" = None
    day: date | None = None
    order: int = 0
    disposition: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)


def plan(table: Sequence[Sequence[str]], *, on: date) -> Plan:
    """Read a table, a row a reply or a row an answer of one, and say what an import would do.

    Shapes: rows of one case, body and document number are one reply; with no suggestion named, the text is the whole of it.
    Errors: `FILE_EMPTY`, `TABLE_COLUMN_MISSING`; faults of rows are in the plan.
    """
    if len(table) < 2:
        raise HuiyinError("FILE_EMPTY")
    places, ignored = _places(table[0])
    for key in NEEDED:
        if key not in places:
            raise HuiyinError("TABLE_COLUMN_MISSING", column=HEADS[key][0])
    lines = [
        _read(number, {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}, on)
        for number, row in enumerate(table[1:], 2)
    ]  # fmt: skip
    found, same = _replies(lines)
    bad = tuple(
        BadRow(one.number, code, HEADS[head][0], one.given.get(head, ""))
        for one in lines
        for code, head in one.faults
    )
    shown = tuple(tuple(row) for row in table[:9])
    return Plan(tuple(found), len(found), same, 0, bad, ignored, shown)


def _places(heads: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {said: key for key, names in HEADS.items() for said in names}
    bare = [head.strip().lower() for head in heads]
    places = {known[head]: at for at, head in reversed(list(enumerate(bare))) if head in known}
    return places, tuple(
        head for head in heads if head.strip() and head.strip().lower() not in known
    )


def _read(number: int, given: dict[str, str], on: date) -> _Line:
    line = _Line(number, given)
    line.faults += [("ROW_EMPTY", key) for key in NEEDED if not given.get(key)]
    line.faults += [
        ("ROW_TOO_LONG", key) for key, most in _LONGEST.items() if len(given.get(key, "")) > most
    ]
    try:
        said = given.get("replied_on", "").replace("/", "-")[:10]
        line.day = date.fromisoformat(said) if said else None
    except ValueError:
        line.faults.append(("ROW_DATE", "replied_on"))
    if line.day and line.day > on:
        line.faults.append(("ROW_DATE_TO_COME", "replied_on"))
    if given.get("number") and given.get("body"):
        _find_task(line)
    if line.task is not None:
        _fit(line, line.task)
    return line


def _find_task(line: _Line) -> None:
    tasks = apps.get_model("docket", "Assignment").objects.select_related("case__session", "body")
    digits = re.sub(r"\D", "", line.given["number"])
    found = tasks.filter(case__number=int(digits) if digits else -1, role__in=docket.OWING)
    if session := line.given.get("session", ""):
        met = _SESSION.match(session)
        term, n = (_number(part) for part in met.groups()) if met else (-1, -1)
        found = found.filter(case__session__term__number=term, case__session__number=n)
    if not found.exists() or found.values("case_id").distinct().count() > 1:
        line.faults.append(("ROW_CASE_UNKNOWN", "number"))
        return
    name = line.given["body"]
    own = [one for one in found if name == one.body.name or name in one.body.aliases]
    held = [one for one in own if one.state in ("accepted", "done")]
    if held:
        line.task = held[-1]
    else:
        line.faults.append(("ROW_TASK_UNKNOWN", "body"))


def _number(said: str | None) -> int:
    """Read a number below a hundred, in digits or in Chinese."""
    if not said:
        return -1
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _fit(line: _Line, task: "Assignment") -> None:
    """Hold a row against the case: its class, its suggestion, its disposition, the day the task was issued."""
    pack, given = turning.pack_of(task), line.given
    if given.get("letter") and given["letter"] not in pack.classes:
        line.faults.append(("ROW_CLASS_UNKNOWN", "letter"))
    if said := given.get("disposition", ""):
        known = {key: {key, *one.words.values()} for key, one in pack.replies.dispositions.items()}
        line.disposition = next((key for key, names in known.items() if said in names), "")
        if not line.disposition:
            line.faults.append(("ROW_DISPOSITION_UNKNOWN", "disposition"))
    if said := given.get("order", ""):
        line.order = int(said) if said.isdecimal() and len(said) < 4 else -1
        if not 1 <= line.order <= len(docket.asks(task)):
            line.faults.append(("ROW_SUGGESTION_UNKNOWN", "order"))
    if line.day and task.issued_at and line.day < timezone.localdate(task.issued_at):
        line.faults.append(("ROW_DATE_BEFORE_ISSUE", "replied_on"))


def _replies(lines: Sequence[_Line]) -> tuple[list[dict[str, Any]], int]:
    """Put the rows of one reply together; what stands here already is counted, what stands against it is a fault."""
    found: dict[int, dict[str, Any]] = {}
    same, said = 0, set()
    for line in lines:
        task = line.task
        if task is None or line.day is None or line.faults:
            continue
        if (task.pk, line.order) in said:
            line.faults.append(("ROW_TWICE", "number"))
            continue
        said.add((task.pk, line.order))
        row = found.setdefault(task.pk, _head(line, task))
        if row["reply_no"] != line.given["reply_no"]:
            line.faults.append(("ROW_OTHER_REPLY", "reply_no"))
            continue
        row["answers"].append([line.order, line.disposition, line.given["text"]])
    for task_pk, row in list(found.items()):
        stands = models.Reply.objects.filter(assignment_id=task_pk).first()
        if stands is None:
            continue
        del found[task_pk]
        if stands.registered and stands.number == row["reply_no"]:
            same += 1
        else:
            first = next(one for one in lines if one.task is not None and one.task.pk == task_pk)
            first.faults.append(("ROW_OTHER_REPLY", "reply_no"))
    return list(found.values()), same


def _head(line: _Line, task: "Assignment") -> dict[str, Any]:
    assert line.day is not None
    return {
        "task": task.uid, "reply_no": line.given["reply_no"], "replied_on": line.day.isoformat(),
        "letter": line.given.get("letter", ""), "answers": [],
    }  # fmt: skip


@acting.act
def take(actor: Actor, some: Sequence[Mapping[str, Any]], *, now: datetime) -> int:
    """Take the replies of a clean plan, all of them or none; gives how many were taken.

    A task that is still in hand is concluded by it; everyone the reply went to has received it, as the table says.

    Errors: `NOT_ALLOWED` for all but the oversight office; those of `replying.conclude`.
    """
    if not actor.has("oversight"):
        raise HuiyinError("NOT_ALLOWED", act="replies.import")
    return sum(_take(actor, one, now) for one in some)


def _take(actor: Actor, row: Mapping[str, Any], now: datetime) -> int:
    task = docket.task(actor, row["task"], lock=True)
    if models.Reply.objects.filter(assignment=task).exists():
        return 0  # somebody took it meanwhile
    day = date.fromisoformat(row["replied_on"])
    if task.state == "accepted":
        task = replying.conclude(actor, task.uid, reply_no=row["reply_no"], replied_on=day, now=now)
    at = datetime.combine(day, time(12), timezone.get_current_timezone())
    whole = [text for order, _, text in row["answers"] if not order]
    made = models.Reply.objects.create(
        assignment=task, state="received", registered=True, opening="\n".join(whole), letter=row["letter"],
        letter_now=row["letter"], number=row["reply_no"], issued_at=at, begun_at=at, changed_at=now,
    )  # fmt: skip
    touched: list[Any] = [made, *_answers(made, row, now), *_received(actor, made, at)]
    entry = ledger.Entry(
        act="reply.imported", kind="reply", object_id=made.pk, case_id=task.case_id, actor_id=actor.user_id,
        after={"number": made.number, "letter": made.letter, "state": made.state}, touched=touched,
    )  # fmt: skip
    ledger.write(entry, at=now)
    return 1


def _answers(made: models.Reply, row: Mapping[str, Any], now: datetime) -> Iterator[models.Answer]:
    asks = docket.asks(made.assignment)
    for order, disposition, text in row["answers"]:
        if order:
            yield models.Answer.objects.create(
                reply=made, suggestion=asks[order - 1], disposition=disposition, text=text, changed_at=now
            )  # fmt: skip


def _received(actor: Actor, made: models.Reply, at: datetime) -> Iterator[models.Delivery]:
    why = words.say("past.received", words.language())
    for one in docket.parties(made.assignment):
        yield models.Delivery.objects.create(
            reply=made, person=one.person, signs=one.signs, due_at=at, sent_at=at, received_at=at, how="paper",
            recorded_by_id=actor.signed_in(), reason=why,
        )  # fmt: skip
