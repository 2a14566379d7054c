# SPDX-License-Identifier: Apache-2.0
"""Writing the whole store into one file, in streams."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit.models import ChainHead
from huiyin.web.opendata import rules
from huiyin.web.opendata.whole import manifest

_BATCH = 1_000
_LEVEL = 4  # of compression; part of the normal form


def write(path: Path) -> manifest.Manifest:
    """Write the whole store into a file, as it stands at one moment; what stood there before is replaced at the end.

    Errors: `EXPORT_RULE_MISSING`; `OUT_NOT_WRITABLE`. Files that rows name and that are gone do not stop it: the manifest
        lists them as `missing`.
    Cost: one pass over all rows and files, a thousand rows in memory.
    """
    if fault := next(rules.faults(), ""):
        raise HuiyinError("EXPORT_RULE_MISSING", name=fault)
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w") as packed, _moment():
            done = _fill(packed)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError:
        raise HuiyinError("OUT_NOT_WRITABLE", name=str(path)) from None
    finally:
        part.unlink(missing_ok=True)
    return done


@contextmanager
def _moment() -> Iterator[None]:
    """See the store as it is now until the end, without keeping others from writing."""
    if connection.in_atomic_block:
        yield
        return
    sqlite = connection.vendor == "sqlite"
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    if sqlite:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if not sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if sqlite:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def _fill(packed: zipfile.ZipFile) -> manifest.Manifest:
    head = ChainHead.objects.filter(id=1).first()
    chain = {"seq": head.seq if head else 0, "digest": head.digest if head else ""}
    members = [
        _rows(packed, model, names) for model in rules.models() if (names := rules.leaving(model))
    ]
    members += [_put(packed, name, _chunks(place)) for name, place in sorted(_files())]
    held = manifest.Manifest(manifest.schema(), chain, tuple(members), tuple(_missing()))
    text = manifest.canonical(held.said()) + "\n"
    _put(packed, manifest.NAME, [text.encode()])
    return held


def _rows(packed: zipfile.ZipFile, model: type[Model], names: list[str]) -> manifest.Member:
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        asked = model._default_manager.order_by("pk").values_list(*names)
        rows = iter(asked.iterator(chunk_size=_BATCH))
        while batch := list(islice(rows, _BATCH)):
            count += len(batch)
            said = (manifest.canonical(dict(zip(names, row, strict=True))) for row in batch)
            yield ("\n".join(said) + "\n").encode()

    one = _put(packed, f"data/{model._meta.label_lower}.jsonl", lines())
    return manifest.Member(one.name, one.size, one.sha256, count)


def _put(packed: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> manifest.Member:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = (
        zipfile.ZIP_DEFLATED,
        3,
        0o644 << 16,
    )
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]
    size, digest = 0, hashlib.sha256()
    with packed.open(info, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part)
            size += len(part)
            digest.update(part)
    return manifest.Member(name, size, digest.hexdigest())


def _chunks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while part := file.read(1 << 20):
            yield part


def _files() -> Iterator[tuple[str, Path]]:
    for root, name in ((settings.FILES_ROOT, "files"), (settings.PACKS_ROOT, "packs")):
        for place in Path(root).rglob("*"):
            if place.is_file() and place.suffix != ".part":
                yield f"{name}/{place.relative_to(root).as_posix()}", place
    yield from checkpoints()


def checkpoints() -> Iterator[tuple[str, Path]]:
    """Give the checkpoints of the installations the store was on before, and those of this one, with their keys."""
    before = before_folder()
    held = [folder for folder in before.iterdir() if folder.is_dir()] if before.is_dir() else []
    for folder in held:
        yield from ((f"ledger/{folder.name}/{one.name}", one) for one in folder.iterdir())
    here = Path(settings.ANCHOR_FILE)
    if here.is_file():
        number = len(held) + 1
        yield f"ledger/{number:03}/anchors.jsonl", here
        if (key := Path(settings.HOME) / "ledger-key.pub").is_file():
            yield f"ledger/{number:03}/key.pub", key


def before_folder() -> Path:
    """Give where the checkpoints of earlier installations lie."""
    return Path(settings.ANCHOR_FILE).parent / "ledger-before"


def _missing() -> Iterator[str]:
    for label, held in sorted(rules.catalogue().items()):
        for name in held.files:
            if not apps.is_installed(f"huiyin.web.{label.partition('.')[0]}"):
                continue
            model: Any = apps.get_model(label)
            for stored in model.objects.order_by("pk").values_list(name, flat=True).iterator():
                if stored and not (Path(settings.FILES_ROOT) / stored).is_file():
                    yield f"files/{stored}"
