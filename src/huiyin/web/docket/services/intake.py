# SPDX-License-Identifier: Apache-2.0
"""Batch intake (批量收件): many proposals at once, each an act of its own; a second run takes nothing in twice.

1. the files of a batch are kept in a folder of their own with a manifest: one item for each row or text;
2. each item has a key: the number or the content of its row, the hash of its file; the key is claimed in the
   transaction that takes it in (`kit.once`);
3. a run takes items in until its time is over; what was taken in is told from the claims, so a run goes on where the
   one before stopped, also after a crash.
"""

import hashlib
import json
import secrets
import time
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Kind, PartKind
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket import models
from huiyin.web.docket.services import drafting
from huiyin.web.kit import once, ports
from huiyin.web.kit.models import Idempotency

ITEMS_MOST, FILE_MB, ZIP_MB = 2_000, 20, 200
_HEADS = {
    "title": ("题目", "标题", "案由", "title"), "proposer": ("提案者", "提案人", "姓名", "proposer"),
    "facts": ("情况", "情况说明", "facts"), "analysis": ("分析", "原因分析", "analysis"),
    "suggestions": ("建议", "具体建议", "suggestions"), "key": ("编号", "收件号", "key"), "kind": ("提案类型", "kind"),
}  # fmt: skip
_NEEDED = ("title", "proposer", "facts", "suggestions")


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal to be taken in: where it came from, its key, what it says, and what is wrong with it."""

    source: str
    key: str
    title: str = ""
    proposer: str = ""
    facts: str = ""
    analysis: str = ""
    asks: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was uploaded."""

    id: str
    session: int
    user: int
    at: str
    names: tuple[str, ...]
    items: tuple[Item, ...] = field(default=())


def stage(
    actor: Actor, session: Session, files: Iterable[tuple[str, bytes]], *, now: datetime
) -> Batch:
    """Read uploaded files into a batch to be looked at; nothing is taken in yet.

    Errors: `NOT_ALLOWED`; `FILE_EMPTY` without files; `INTAKE_COLUMNS`; `FILE_TOO_LARGE`; those of the table reader.
        A text that cannot be read is an item with its problem.
    """
    _office(actor)
    items: list[Item] = []
    names: list[str] = []
    for name, data in files:
        names.append(name)
        if name.lower().endswith((".xlsx", ".csv")):
            items += _rows(name, data)
        else:
            items += [_text(one, raw) for one, raw in _unpacked(name, data)]
        if len(items) > ITEMS_MOST:
            raise HuiyinError("FILE_TOO_LARGE", limit_mb=ITEMS_MOST)
    if not items:
        raise HuiyinError("FILE_EMPTY")
    batch = Batch(
        secrets.token_hex(6),
        session.pk,
        actor.user_id or 0,
        now.isoformat(),
        tuple(names),
        tuple(_checked(items)),
    )
    place = _place(batch.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(asdict(batch), ensure_ascii=False), "utf-8")
    return batch


def _office(actor: Actor) -> None:
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="intake")


def _place(batch_id: str) -> Path:
    return Path(settings.FILES_ROOT) / "intake" / f"{batch_id}.json"


def _rows(name: str, data: bytes) -> list[Item]:
    table = ports.table(name, data)
    heads = {said.strip().lower(): n for n, said in enumerate(table[0])} if table else {}
    at = {
        key: next((heads[one] for one in some if one in heads), None)
        for key, some in _HEADS.items()
    }
    if missing := [_HEADS[key][0] for key in _NEEDED if at[key] is None]:
        raise HuiyinError("INTAKE_COLUMNS", columns="、".join(missing))

    def cell(row: Sequence[str], key: str) -> str:
        n = at[key]
        return row[n].strip() if n is not None and n < len(row) else ""

    found = []
    for n, row in enumerate(table[1:], start=2):
        said = {key: cell(row, key) for key in _HEADS}
        content = json.dumps([said[key] for key in (*_NEEDED, "analysis")], ensure_ascii=False)
        key = said["key"] or hashlib.sha256(content.encode()).hexdigest()[:40]
        asks = tuple(part for part in map(_bare, said["suggestions"].split("\n")) if part)
        found.append(
            Item(
                f"{name} · {n}",
                f"row:{key}",
                said["title"],
                said["proposer"],
                said["facts"],
                said["analysis"],
                asks,
            )
        )
    return found


def _bare(line: str) -> str:
    """Take the number off the front of a suggestion."""
    head, sep, rest = (
        line.strip().partition("、") if "、" in line[:4] else line.strip().partition(".")
    )
    numbered = (
        sep
        and head.strip("（()） ")
        and all(c.isdecimal() or c in "一二三四五六七八九十" for c in head.strip("（()） "))
    )
    return rest.strip() if numbered else line.strip()


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes]]:
    if not name.lower().endswith(".zip"):
        return [(name, data)]
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            infos = [
                one
                for one in packed.infolist()
                if not one.is_dir() and not one.filename.startswith("__MACOSX")
            ]
            if len(infos) > ITEMS_MOST or sum(one.file_size for one in infos) > ZIP_MB * 1_000_000:
                raise HuiyinError("FILE_UNPACKS_TOO_LARGE", limit_mb=ZIP_MB)
            return [(_name(one), packed.read(one)) for one in infos]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as broken:
        raise HuiyinError("DOCUMENT_MALFORMED", name=name) from broken


def _name(info: zipfile.ZipInfo) -> str:
    """Give the bare name of a packed file; archives of Chinese Windows name them in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            pass
    return name.replace("\\", "/").rpartition("/")[2]


def _text(name: str, data: bytes) -> Item:
    key = "file:" + hashlib.sha256(data).hexdigest()[:48]
    try:
        if len(data) > FILE_MB * 1_000_000:
            raise HuiyinError("FILE_TOO_LARGE", limit_mb=FILE_MB)
        document = ports.read_document(name, data)
        return _read(name, key, document)
    except HuiyinError as refusal:
        return Item(name, key, problems=(("refused", refusal.code),))


def _read(name: str, key: str, document: Document) -> Item:
    read = ports.extract(document)
    said = {
        kind: "\n".join(
            one.span.cut(document.text).strip() for one in read.parts if one.kind is kind
        )
        for kind in (PartKind.FACTS, PartKind.ANALYSIS)
    }
    asks = [one for one in read.findings if one.kind is Kind.SUGGESTION]
    first = document.text.strip().split("\n", 1)[0].strip()
    title = document.title or (first if len(first) <= 60 else "")
    facts = said[PartKind.FACTS].removeprefix(title).strip()
    return Item(
        name,
        key,
        title,
        _signed(document.text, asks),
        facts,
        said[PartKind.ANALYSIS],
        tuple(one.quote for one in asks),
    )


def _signed(text: str, asks: Sequence[Any]) -> str:
    """Find who proposes: the line that says so, else the one speaker of the suggestions."""
    for line in text.split("\n"):
        head, sep, rest = line.strip().replace(":", "：").partition("：")
        if sep and head.strip() in ("提案者", "提案人", "第一提案人", "Proposer", "proposer"):
            return rest.strip().split("、")[0].split(" ")[0]
    names = {one.speaker.name for one in asks if one.speaker.name}
    return names.pop() if len(names) == 1 else ""


def _checked(items: Sequence[Item]) -> list[Item]:
    """Add to each item what keeps it from being taken in."""
    names = {one.proposer for one in items}
    known: dict[str, int] = dict.fromkeys(names, 0)
    for name in Person.objects.filter(name__in=names).values_list("name", flat=True):
        known[name] += 1
    found = []
    for one in items:
        problems = list(one.problems)
        if not problems:
            if not one.title:
                problems.append(("no_title", ""))
            if known[one.proposer] != 1:
                problems.append(
                    ("two_proposers" if known[one.proposer] else "no_proposer", one.proposer)
                )
            if not one.asks:
                problems.append(("no_asks", ""))
        found.append(Item(**{**asdict(one), "asks": one.asks, "problems": tuple(problems)}))
    return found


def read(actor: Actor, batch_id: str) -> Batch:
    """Give a batch back.

    Errors: `NOT_ALLOWED`; `INTAKE_GONE`.
    """
    _office(actor)
    place = _place(batch_id)
    if not batch_id.isalnum() or not place.is_file():
        raise HuiyinError("INTAKE_GONE")
    said = json.loads(place.read_text("utf-8"))
    items = tuple(
        Item(**{**one, "asks": tuple(one["asks"]), "problems": tuple(map(tuple, one["problems"]))})
        for one in said.pop("items")
    )
    return Batch(**{**said, "names": tuple(said["names"]), "items": items})


def all_batches(actor: Actor) -> list[Batch]:
    """Give the batches at hand, the newest first."""
    _office(actor)
    folder = _place("x").parent
    places = (
        sorted(folder.glob("*.json"), key=lambda one: -one.stat().st_mtime)[:20]
        if folder.is_dir()
        else []
    )
    return [read(actor, place.stem) for place in places]


def taken(batch: Batch) -> dict[str, str]:
    """Give which items were taken in: key → uid of the proposal."""
    keys = {_claim(batch, one): one.key for one in batch.items}
    found: dict[str, str] = {}
    names = list(keys)
    for at in range(0, len(names), 500):
        rows = Idempotency.objects.filter(actor_id=0, key__in=names[at : at + 500])
        found |= {keys[row.key]: row.answer.get("uid", "") for row in rows}
    return found


def _claim(batch: Batch, item: Item) -> str:
    return f"intake:{batch.session}:{item.key}"[:80]


def run(actor: Actor, batch: Batch, *, now: datetime, seconds: float = 4.0) -> int:
    """Take items in until the time is over; gives how many were.

    Cost: some milliseconds an item; each is a transaction of its own.
    """
    _office(actor)
    session = Session.objects.get(pk=batch.session)
    done = taken(batch)
    until, n = time.monotonic() + seconds, 0
    for item in batch.items:
        if item.problems or item.key in done:
            continue
        once.do(
            0,
            _claim(batch, item),
            item.key,
            lambda item=item: _take(actor, session, item, now),
            now=now,
        )  # type: ignore[misc]
        done[item.key] = ""
        n += 1
        if time.monotonic() > until:
            break
    return n


def _take(actor: Actor, session: Session, item: Item, now: datetime) -> dict[str, Any]:
    """Take one proposal in for its member, as the clerk who received it."""
    person = Person.objects.get(name=item.proposer)
    hand = Actor(
        user_id=actor.user_id, person_id=None, grants=actor.grants, drafts_for=frozenset({person.pk}),
        files_for=frozenset({person.pk}), name=actor.name,
    )  # fmt: skip
    row = drafting.begin(hand, session, now=now, behalf=person)
    fields = {
        "title": item.title[:200],
        "facts": item.facts or item.title,
        "analysis": item.analysis,
    }
    asks = [drafting.Ask(text, provenance="clerk") for text in dict.fromkeys(item.asks)]
    row = drafting.save(hand, row.uid, version=row.version, fields=fields, asks=asks, now=now)
    models.Proposal.objects.filter(pk=row.pk).update(
        source_name=item.source[:200], source_sha256=item.key.rpartition(":")[2][:64]
    )
    row = drafting.submit(hand, row.uid, version=row.version, now=now, door="intake")
    return {"uid": row.uid}
