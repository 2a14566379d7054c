# SPDX-License-Identifier: Apache-2.0
"""The parsing child: reads files that may be hostile, within limits, and can be killed.

Protocol, over stdin and stdout: a job is a line of JSON (`name`, `kind`, `size`, `limits`) and then `size` bytes; an
answer is a line of JSON (`code` and `params`, or the taking without its text, and `size`) and then `size` bytes of
UTF-8. JSON, not pickle: a child that was taken over can send no more than wrong words.
"""

import json
import os
import resource
import sys
import threading
import time
from typing import Any, BinaryIO, Final

from huiyin.adapters.documents import charset, kinds, settings, taking
from huiyin.core.values import refusals

_WATCH_SECONDS: Final = 0.03
_PAGE: Final = resource.getpagesize()
_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_CODECS: Final = [
    "cp437",
    "ascii",
    "gb18030",
    "gbk",
    "gb2312",
    "big5hkscs",
    "big5",
    "cp950",
    "utf-7",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "cp1252",
    "latin-1",
    "iso-8859-15",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "koi8-r",
    "windows-1251",
]
_SPECIMENS: Final = (  # read once so that nothing is left to be imported later
    ("a.html", "html", b"<!doctype html><meta charset=gbk><title>a</title><ol><li>b</ol>"),
    (
        "a.eml",
        "eml",
        b"From: =?gb2312?B?0ru2/g==?= <a@b.example>\r\nTo: a@b.example\r\nDate: Mon, 2 Mar 2026 09:00:00 +0800\r\nSubject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na\r\n"
        b"--x\r\nContent-Type: text/csv; name*=utf-8''a.csv\r\nContent-Disposition: attachment; filename*=utf-8''a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYSxiCg==\r\n--x--\r\n",
    ),
)


class _Watch:
    """End the child when its memory grows past the limit, also where the system's own limit has no effect (macOS)."""

    def __init__(self) -> None:
        self.ceiling = sys.maxsize
        try:
            self.statm = os.open(
                "/proc/self/statm", os.O_RDONLY
            )  # stays open: later none may be opened
        except OSError:
            self.statm = -1
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(_WATCH_SECONDS)
            if self.held() > self.ceiling:
                os._exit(settings.OUT_OF_MEMORY_STATUS)

    def held(self) -> int:
        """Give the memory this process holds, in bytes; its peak where the system does not tell more."""
        if self.statm >= 0:
            return int(os.pread(self.statm, 128, 0).split()[1]) * _PAGE
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT


def main(group: str) -> None:
    """Serve jobs until stdin ends.

    `group` says which parsers are loaded (`pdf`, `markup` or `mail`, which may hold both): all files are opened before
    the first job; afterwards the process may open none, and so no socket either.
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _load(group)
    watch = _Watch()
    held = _address_space()
    _lock()
    while line := source.readline():
        job = json.loads(line)
        raw = source.read(job["size"])
        limits = settings.Limits(**job["limits"])
        _limit(limits, watch, held)
        _answer(sink, job, raw, limits, watch)
        watch.ceiling = sys.maxsize


def _load(group: str) -> None:
    if group in ("markup", "mail"):
        from huiyin.adapters.documents import guard, odt, sheets, web_page, word  # noqa: F401
    if group in ("pdf", "mail"):
        from huiyin.adapters.documents import pdf  # noqa: F401
    if group == "mail":
        from huiyin.adapters.documents import mail, plain, tables  # noqa: F401
    for codec in _CODECS:
        "".encode(codec)
    charset.warm()
    refusals.catalog()
    import heapq  # noqa: F401  (Counter imports it when first asked)

    for name, kind, raw in _SPECIMENS[: ("pdf", "markup", "mail").index(group)]:
        parse(name, kind, raw, settings.STANDARD, taking.Taking())


def _lock() -> None:
    """Give up opening files and sockets, writing files and starting processes."""
    for name, most in (
        ("RLIMIT_NOFILE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (most, most))


def _limit(limits: settings.Limits, watch: _Watch, held: int) -> None:
    room = int(limits.memory_mb) << 20
    watch.ceiling = watch.held() + room
    if sys.platform.startswith("linux"):
        soft = held + room + (256 << 20)  # the watch is to act first: it can say what happened
        resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * _PAGE
    except OSError:
        return 1 << 30


def _answer(
    sink: BinaryIO, job: dict[str, Any], raw: bytes, limits: settings.Limits, watch: _Watch
) -> None:
    before = watch.held()
    taken = taking.Taking()
    answer: dict[str, Any]
    try:
        kind = parse(job["name"], job["kind"], raw, limits, taken)
        words = taken.text().encode("utf-8", "surrogatepass")
        answer = {
            "kind": kind,
            "title": taken.title,
            "anchors": taken.anchors,
            "records": taken.records,
            "warnings": [*taken.warnings.items(), *taken.remarks],
        }
    except refusals.HuiyinError as refusal:
        answer, words = {"code": refusal.code, "params": refusal.params}, b""
    except MemoryError:
        answer, words = (
            {"code": "READING_OUT_OF_MEMORY", "params": {"limit_mb": limits.memory_mb}},
            b"",
        )
    except RecursionError:
        answer, words = {"code": "DOCUMENT_MALFORMED", "params": {}}, b""
    except Exception:  # whatever a parser trips over is the file's fault here, never the parent's
        answer, words = (
            {
                "code": "PDF_MALFORMED" if job["kind"] == "pdf" else "DOCUMENT_MALFORMED",
                "params": {},
            },
            b"",
        )
    answer |= {"size": len(words), "grown": watch.held() - before}
    sink.write(json.dumps(answer).encode() + b"\n")
    sink.write(words)
    sink.flush()


def parse(name: str, kind: str, raw: bytes, limits: settings.Limits, taken: taking.Taking) -> str:
    """Take the text of a file of a known kind; give the kind it turned out to be.

    Errors: those of the format's reader; `TYPE_MISMATCH` where a container is not what its name says.
    """
    if kind in kinds.CONTAINERS or kind == "zip":
        return _parse_container(name, raw, limits, taken)
    if kind == "pdf":
        from huiyin.adapters.documents import pdf

        pdf.read(raw, limits, taken)
    elif kind == "html":
        from huiyin.adapters.documents import web_page

        web_page.read(raw, taken)
    elif kind == "eml":
        from huiyin.adapters.documents import mail

        mail.read(raw, taken, lambda name, inner, into: _read_attachment(name, inner, limits, into))
    else:
        raise kinds.unsupported(kind)
    return kind


def _parse_container(name: str, raw: bytes, limits: settings.Limits, taken: taking.Taking) -> str:
    from huiyin.adapters.documents import guard, odt, sheets, word

    container = guard.open_container(raw, limits)
    wanted = kinds.BY_EXTENSION.get(kinds.extension_of(name), container.kind)
    if wanted != container.kind:
        raise kinds.mismatch(kinds.extension_of(name), container.kind)
    if container.kind == "docx":
        word.read(container, taken)
    elif container.kind == "xlsx":
        sheets.read(container, limits, taken)
    else:
        odt.read(container, taken)
    return container.kind


def _read_attachment(name: str, raw: bytes, limits: settings.Limits, taken: taking.Taking) -> None:
    kind = kinds.find_kind(name, raw)
    if kind in ("txt", "md"):
        from huiyin.adapters.documents import plain

        plain.read(raw, kind, taken)
    elif kind in ("csv", "tsv"):
        from huiyin.adapters.documents import tables

        tables.read(raw, kind, limits, taken)
    elif kind == "eml":
        raise kinds.unsupported(kind)
    else:
        parse(name, kind, raw, limits, taken)
