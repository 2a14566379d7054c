# SPDX-License-Identifier: Apache-2.0
"""Reading an intake (来件): rows of a table and texts, alone or in an archive, into items to be looked at."""

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Kind, PartKind
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import ports

ITEMS_MOST, FILE_MB, ZIP_MB = 2_000, 20, 200
_HEADS = {
    "title": ("题目", "标题", "案由", "title"), "proposer": ("提案者", "提案人", "姓名", "proposer"),
    "facts": ("情况", "情况说明", "facts"), "analysis": ("分析", "原因分析", "analysis"),
    "suggestions": ("建议", "具体建议", "suggestions"), "key": ("编号", "收件号", "key"),
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


def rows(name: str, data: bytes) -> list[Item]:
    """Give an item for each row of a table.

    Errors: `INTAKE_COLUMNS`; those of the table reader.
    """
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


def unpacked(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Give the files of an archive by their bare names; any other file as it is.

    Errors: `DOCUMENT_MALFORMED`; `FILE_UNPACKS_TOO_LARGE`.
    """
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
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/").rpartition("/")[2]


def text(name: str, data: bytes) -> Item:
    """Give a text as an item; one that cannot be read is an item with its problem."""
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
