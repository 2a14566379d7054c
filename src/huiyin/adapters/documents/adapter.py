# SPDX-License-Identifier: Apache-2.0
"""Reading files into documents: guard first, then parse in a child that can be killed."""

import hashlib
import queue
import signal
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from huiyin.adapters.documents import checks, children, kinds, plain, settings, tables, taking
from huiyin.core.values import documents, refusals, spans

_GROUPS: Final = {"pdf": "pdf", "eml": "mail"}
_AHEAD: Final = 4


def read(path: Path, *, limits: settings.Limits = settings.STANDARD) -> documents.Document:
    """Read one file.

    Errors: `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_TOO_LARGE`, and all of `read_bytes`.
    Cost: plain text and tables are decoded here; other formats cost a child's start (0.1 to 0.2 s) once, not per file.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refusals.HuiyinError("FILE_UNREADABLE", reason="not a file")
        _check_size(status.st_size, limits)
        with path.open("rb") as file:
            raw = file.read((limits.file_mb << 20) + 1)
    except FileNotFoundError:
        raise refusals.HuiyinError("FILE_NOT_FOUND", name=checks.clean_name(path.name)) from None
    except (OSError, ValueError) as broken:
        reason = getattr(broken, "strerror", None) or "illegal name"
        raise refusals.HuiyinError("FILE_UNREADABLE", reason=reason) from broken
    return read_bytes(path.name, raw, limits=limits)


def read_bytes(
    name: str, raw: bytes, *, limits: settings.Limits = settings.STANDARD
) -> documents.Document:
    """Read bytes that came under a name; the name decides which type is allowed, the bytes whether it is true.

    Errors: one `HuiyinError` for every way a file can be bad; see README.md of this room. Nothing is kept then.
    """
    _check_size(len(raw), limits)
    kind = kinds.find_kind(name, raw)
    if kind in kinds.PLAIN:
        taken = taking.Taking()
        if kind in ("csv", "tsv"):
            tables.read(raw, kind, limits, taken)
        else:
            plain.read(raw, kind, taken)
        warnings = [*taken.warnings.items(), *taken.remarks]
        text = taken.whole() if kind in ("txt", "md") else taken.text()
        return _finish(
            name,
            raw,
            limits,
            {
                "kind": kind,
                "title": taken.title,
                "anchors": taken.anchors,
                "records": taken.records,
                "warnings": warnings,
            },
            text,
        )
    answer, words = _ask(name, kind, raw, limits)
    return _finish(name, raw, limits, answer, words.decode("utf-8", "surrogatepass"))


def read_many(
    paths: Iterable[Path], *, workers: int = 2, limits: settings.Limits = settings.STANDARD
) -> Iterator[tuple[Path, documents.Document | refusals.HuiyinError]]:
    """Read files side by side and give each, in the order of `paths`, with its document or its refusal.

    Cost: at most `workers` children and a few files in memory at a time.
    """

    def attempt(path: Path) -> documents.Document | refusals.HuiyinError:
        try:
            return read(path, limits=limits)
        except refusals.HuiyinError as refusal:
            return refusal

    with ThreadPoolExecutor(workers) as pool:
        waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for path in paths:
            waiting.put((path, pool.submit(attempt, path)))
            if waiting.qsize() >= workers * _AHEAD:
                done, future = waiting.get()
                yield done, future.result()
        while not waiting.empty():
            done, future = waiting.get()
            yield done, future.result()


def _check_size(size: int, limits: settings.Limits) -> None:
    if size > limits.file_mb << 20:
        raise refusals.HuiyinError("FILE_TOO_LARGE", limit_mb=limits.file_mb)


def _ask(name: str, kind: str, raw: bytes, limits: settings.Limits) -> tuple[dict[str, Any], bytes]:
    """Have a child read the bytes; one that took too long, grew or died is ended and not used again."""
    child = children.borrow(_GROUPS.get(kind, "markup"))
    job = {
        "name": checks.clean_name(name),
        "kind": kind,
        "size": len(raw),
        "limits": limits.as_dict(),
    }
    kept = False
    try:
        reply = child.ask(job, raw, limits)
        if reply is None:
            raise _explain_death(child.end(), kind, limits)
        answer, words = reply
        kept = not child.is_spent(answer)
        if "code" in answer:
            raise refusals.HuiyinError(answer["code"], **answer["params"])
        return answer, words
    except refusals.HuiyinError as refusal:
        if refusal.code in ("READING_TIMED_OUT", "READING_OUT_OF_MEMORY") and kind == "pdf":
            raise refusals.HuiyinError("PDF_TOO_COMPLEX") from None
        raise
    finally:
        if kept:
            children.give_back(child)
        else:
            child.end()


def _explain_death(status: int, kind: str, limits: settings.Limits) -> refusals.HuiyinError:
    """Say why a child ended: its memory ran out (its watch says so, or its allocator gave up), or the file broke it."""
    starved = status == settings.OUT_OF_MEMORY_STATUS or -status in (
        signal.SIGABRT,
        signal.SIGTRAP,
        signal.SIGILL,
        signal.SIGKILL,
    )
    if kind == "pdf":
        return refusals.HuiyinError("PDF_TOO_COMPLEX" if starved else "PDF_MALFORMED")
    if starved:
        return refusals.HuiyinError("READING_OUT_OF_MEMORY", limit_mb=limits.memory_mb)
    return (
        refusals.HuiyinError("READING_TIMED_OUT", seconds=limits.seconds)
        if -status == signal.SIGXCPU
        else refusals.HuiyinError("DOCUMENT_MALFORMED")
    )


def _finish(
    name: str, raw: bytes, limits: settings.Limits, answer: dict[str, Any], text: str
) -> documents.Document:
    """Check the text and make the document; a text that is empty is only let through with its warning."""
    warnings = [documents.Warn(code, tuple(params.items())) for code, params in answer["warnings"]]
    if text or not any(warning.code == "NO_TEXT_LAYER" for warning in warnings):
        checks.check(text, characters=limits.characters)
    if lost := text.count("\ufffd"):
        warnings.append(documents.Warn("CHARACTERS_LOST", (("count", lost),)))
    if stray := checks.count_stray(text):
        warnings.append(documents.Warn("CONTROL_CHARACTERS", (("count", stray),)))
    if times := checks.count_repeats(text):
        warnings.append(documents.Warn("TEXT_REPETITIVE", (("count", times),)))
    anchors = sorted(answer["anchors"], key=lambda anchor: (anchor[0], -anchor[1]))
    return documents.Document(
        name=checks.clean_name(name),
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=kinds.MEDIA_TYPES[answer["kind"]],
        text=text,
        title=" ".join(answer["title"].split())[:300],
        anchors=tuple(
            documents.Anchor(spans.Span(start, end), kind, number, label)
            for start, end, kind, number, label in anchors
        ),
        warnings=tuple(warnings),
        records=tuple(spans.Span(start, end) for start, end in answer["records"]),
    )
