# SPDX-License-Identifier: Apache-2.0
"""Output: a report in the form asked for, on standard output or into a file that appears whole or not at all."""

import io
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from huiyin.core.values import echoes
from huiyin.core.values.refusals import HuiyinError

FORMATS = ("table", "jsonl", "json", "xlsx", "html")


def check(form: str, out: Path | None) -> None:
    """Refuse a form that is unknown or that cannot go where it is to go.

    Errors: `OPTION_INVALID`, `OUT_NEEDED`, `OUT_NOT_WRITABLE`.
    """
    if form not in FORMATS:
        raise HuiyinError("OPTION_INVALID", message=f"--format {form} ({' | '.join(FORMATS)})")
    if form == "xlsx" and out is None:
        raise HuiyinError("OUT_NEEDED", format=form)
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise HuiyinError("OUT_NOT_WRITABLE", name=str(out))


def write(report: echoes.EchoReport, lang: str, *, form: str, out: Path | None) -> None:
    """Write a report.

    Errors: `OUT_NOT_WRITABLE`; what stood there before is left as it was.
    """
    if form == "table" and out is None:
        from huiyin.adapters.reports import table

        table.write(report, lang, out=sys.stdout)
        return
    pieces = _pieces(report, lang, form)
    if out is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        put(out, pieces)


def put(out: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and move it there when it is whole.

    Errors: `OUT_NOT_WRITABLE`.
    """
    beside = None
    try:
        mode = 0o666 & ~_umask()
        with tempfile.NamedTemporaryFile(
            dir=out.absolute().parent, prefix=f".{out.name}.", delete=False
        ) as held:
            beside = Path(held.name)
            for piece in pieces:
                held.write(piece)
            held.flush()
            os.fsync(held.fileno())
        beside.chmod(mode)
        beside.replace(out)
    except OSError:
        raise HuiyinError("OUT_NOT_WRITABLE", name=str(out)) from None
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _pieces(report: echoes.EchoReport, lang: str, form: str) -> Iterable[bytes]:
    if form == "jsonl":
        from huiyin.adapters.reports import jsonl

        return (line.encode() for line in jsonl.lines(report, lang))
    if form == "json":
        from huiyin.adapters.reports import jsonl

        return [jsonl.whole(report, lang).encode()]
    if form == "xlsx":
        from huiyin.adapters.reports import xlsx

        return [xlsx.render(report, lang)]
    if form == "html":
        from huiyin.adapters.reports import page

        return [page.render(report, lang).encode()]
    from huiyin.adapters.reports import table

    held = io.StringIO()
    table.write(report, lang, out=held)
    return [held.getvalue().encode()]
