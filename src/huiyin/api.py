# SPDX-License-Identifier: Apache-2.0
"""The library's front door: read files, compose the echo of what they hold."""

import hashlib
import multiprocessing
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from pathlib import Path

from huiyin.adapters.documents import adapter, checks
from huiyin.adapters.duties import adapter as duties
from huiyin.core.echo import reporting
from huiyin.core.extraction import finding, packing
from huiyin.core.text import structure
from huiyin.core.values.bodies import Body, RosterEntry
from huiyin.core.values.documents import Document
from huiyin.core.values.echoes import EchoReport, Unread
from huiyin.core.values.refusals import HuiyinError

_WORTH_A_FORK = 150_000  # characters: below, a second process costs more than it gives
_WORTH_A_PROCESS = 600_000  # … where it must start anew and load everything
_SAMPLE = 500  # characters that tell a language
_BATCH = 60_000  # characters handed to a process at a time

Progress = Callable[[int, int], None]


def read(path: str | os.PathLike[str]) -> Document:
    """Read one file into a Document.

    Errors: `HuiyinError` with the code of docs/reference/errors.md: a file is read whole or refused, never half.
    """
    return adapter.read(Path(path))


def read_bytes(name: str, raw: bytes) -> Document:
    """Read a file that is at hand as bytes; `name` is its label and says its type by its ending."""
    return adapter.read_bytes(name, raw)


def read_many(paths: Iterable[Path]) -> Iterator[Document | Unread]:
    """Read many files, each by itself: one that cannot be read comes back as `Unread`, the others are read."""
    for path, outcome in adapter.read_many(list(paths)):
        yield outcome if isinstance(outcome, Document) else _unread(path, outcome)


def _unread(path: Path, refusal: HuiyinError) -> Unread:
    digest = ""
    try:
        if path.is_file():  # a pipe or a device would never end
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        digest = ""
    return Unread(checks.clean_name(path.name), digest, refusal.code, tuple(refusal.params.items()))


def read_bodies(path: str | os.PathLike[str]) -> tuple[Body, ...]:
    """Read a list of bodies with their duties from csv or yaml.

    Errors: `HuiyinError`, with all faulty rows at once (`TABLE_MALFORMED`).
    """
    return duties.read_bodies(Path(path))


def read_roster(path: str | os.PathLike[str]) -> tuple[RosterEntry, ...]:
    """Read a roster of people from csv or yaml.

    Errors: as `read_bodies`.
    """
    return duties.read_roster(Path(path))


def echo(
    documents: Sequence[Document],
    *,
    bodies: Sequence[Body] | None = None,
    roster: Sequence[RosterEntry] | None = None,
    unread: Sequence[Unread] = (),
    progress: Progress | None = None,
) -> EchoReport:
    """Find who suggested, answered and promised what in some documents, and which suggestion met no echo.

    Shapes: findings count in the `text` of their document; `documents[n - 1]` is source n.
    Cost: linear in the text; from 150,000 characters on all cores help.

    >>> import huiyin
    >>> record = Document("a.txt", "0" * 64, "text/plain", "王岚委员建议，在老城区增设停车位。")
    >>> huiyin.echo([record]).counts()["suggestions"]
    1
    """
    extractions = _extract(documents, tuple(roster or ()), tuple(bodies or ()), progress)
    return reporting.compose(documents, extractions, unread=unread, body_list=tuple(bodies or ()))


_Job = tuple[list[tuple[int, Document]], tuple[RosterEntry, ...], tuple[Body, ...]]


def _extract(
    documents: Sequence[Document],
    roster: tuple[RosterEntry, ...],
    body_list: tuple[Body, ...],
    progress: Progress | None,
) -> list[finding.Extraction]:
    size = sum(len(document.text) for document in documents)
    forks = sys.platform == "linux" and threading.active_count() == 1
    worth = _WORTH_A_FORK if forks else _WORTH_A_PROCESS
    jobs = [(batch, roster, body_list) for batch in _batches(documents)]
    workers = min(os.cpu_count() or 1, len(jobs))
    if workers < 2 or size < worth:
        done = (extraction for job in jobs for extraction in _one_batch(job))
        return _gather(done, len(documents), progress)
    for lang in {structure.language(document.text[:_SAMPLE]) for document in documents}:
        finding.reader_of(lang)  # word lists are loaded once, here, and not in every fork
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with futures.ProcessPoolExecutor(workers, context) as pool:
        with (
            warnings.catch_warnings()
        ):  # the threads of numpy sleep: it is safe to fork beside them
            warnings.simplefilter("ignore", DeprecationWarning)
            packed = pool.map(_pack_batch, jobs)
        done = (
            packing.unpack(one, document, source)
            for (batch, _, _), some in zip(jobs, packed, strict=True)
            for (source, document), one in zip(batch, some, strict=True)
        )
        return _gather(done, len(documents), progress)


def _batches(documents: Sequence[Document]) -> Iterator[list[tuple[int, Document]]]:
    batch: list[tuple[int, Document]] = []
    size = 0
    for source, document in enumerate(documents, start=1):
        batch.append((source, document))
        size += len(document.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _one_batch(job: _Job) -> Iterator[finding.Extraction]:
    batch, roster, body_list = job
    for source, document in batch:
        yield finding.extract(document, source=source, roster=roster, body_list=body_list)


def _pack_batch(job: _Job) -> list[packing.Packed]:
    found = zip(job[0], _one_batch(job), strict=True)
    return [packing.pack(extraction, document) for (_, document), extraction in found]


def _gather(
    done: Iterable[finding.Extraction], total: int, progress: Progress | None
) -> list[finding.Extraction]:
    extractions: list[finding.Extraction] = []
    for extraction in done:
        extractions.append(extraction)
        if progress:
            progress(len(extractions), total)
    return extractions
