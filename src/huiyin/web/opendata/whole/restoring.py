# SPDX-License-Identifier: Apache-2.0
"""Bringing a whole store into an empty one: all of it or nothing."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import replaying, search
from huiyin.web.kit.models import ChainHead
from huiyin.web.kit.verifying import Outcome
from huiyin.web.opendata import rules
from huiyin.web.opendata.whole import manifest, reading, writing

_BATCH = 500
_ODD = (DatabaseError, ValidationError, KeyError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in, and what the ledger says of it."""

    manifest: manifest.Manifest
    outcome: Outcome


def bring_in(path: Path) -> Brought:
    """Bring the file of a whole store into this empty one, then prove the ledger.

    1. the whole file is read and proved, and compared with what this program can hold;
    2. the files are laid down; one that is there already must be the same;
    3. in one transaction all rows are written, the texts indexed, the series of keys set behind the last;
    4. when that fails, the files that were laid down are taken away again: nothing is left.
    Nobody's password comes along: each account gets a new one from whoever keeps the accounts.

    Errors: those of `reading.proved`; `WHOLE_OTHER_PROGRAM`; `STORE_NOT_EMPTY`; `WHOLE_ROW`.
    """
    with reading.proved(path) as (packed, held):
        _same_program(held)
        _empty()
        laid: list[Path] = []
        try:
            for one in held.members:
                if one.count is None:
                    _lay(packed, one.name, laid)
            with transaction.atomic():
                _fill(packed, held)
        except BaseException:
            for place in laid:
                place.unlink(missing_ok=True)
            raise
    return Brought(held, _verify())


def _same_program(held: manifest.Manifest) -> None:
    """Refuse rows of another version of the program, and parts for which there is no table here."""
    here = manifest.schema()
    for app in sorted({*here, *held.schema}):
        if here.get(app) != held.schema.get(app):
            raise HuiyinError(
                "WHOLE_OTHER_PROGRAM", name=app, found=held.schema.get(app, "-"), known=here.get(app, "-")
            )  # fmt: skip
    known = {_part(model) for model in rules.models() if rules.leaving(model)}
    found = {one.name for one in held.members if one.count is not None}
    if odd := sorted(known ^ found):
        raise HuiyinError("WHOLE_DAMAGED", name=odd[0])


def _part(model: type[Model]) -> str:
    return f"data/{model._meta.label_lower}.jsonl"


def _empty() -> None:
    for model in rules.models():
        if rules.leaving(model) and model._default_manager.exists():
            raise HuiyinError("STORE_NOT_EMPTY", name=model._meta.label)


def _lay(packed: zipfile.ZipFile, name: str, laid: list[Path]) -> None:
    """Lay a file down, whole or not at all, and note it; where the same lies there already, leave it.

    Errors: `STORE_NOT_EMPTY` where another lies there.
    """
    kind, _, rest = name.partition("/")
    roots = {
        "files": settings.FILES_ROOT,
        "packs": settings.PACKS_ROOT,
        "ledger": writing.before_folder(),
    }
    place = Path(roots[kind]) / rest
    if place.exists():
        with packed.open(name) as file:
            if place.read_bytes() != file.read():
                raise HuiyinError("STORE_NOT_EMPTY", name=name)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    with packed.open(name) as file, part.open("wb") as out:
        while piece := file.read(1 << 20):
            out.write(piece)
    part.replace(place)
    laid.append(place)


def _fill(packed: zipfile.ZipFile, held: manifest.Manifest) -> None:
    models = [model for model in rules.models() if rules.leaving(model)]
    for model in models:
        _rows(packed, model)
    try:
        connection.check_constraints()
    except DatabaseError as fault:
        raise HuiyinError("WHOLE_ROW", name="data", number=0) from fault
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    search.index_texts()
    head = ChainHead.objects.filter(id=1).values("seq", "digest").first()
    if (head or {"seq": 0, "digest": ""}) != dict(held.chain):
        raise HuiyinError("WHOLE_DAMAGED", name=_part(ChainHead))


def _rows(packed: zipfile.ZipFile, model: type[Model]) -> None:
    names, done = rules.leaving(model), 0
    with closing(reading.rows(packed, _part(model))) as said:
        found = _made(model, names, said)
        try:
            while batch := list(islice(found, _BATCH)):
                with transaction.atomic():
                    model._default_manager.bulk_create(batch)
                done += len(batch)
        except _ODD as fault:
            raise HuiyinError("WHOLE_ROW", name=_part(model), number=done + 1) from fault


def _made(model: type[Model], names: list[str], said: Iterator[dict[str, Any]]) -> Iterator[Model]:
    fields = [model._meta.get_field(name) for name in names]
    is_user = model is get_user_model()
    for row in said:
        if len(row) != len(names):
            raise KeyError(model._meta.label)
        one = model(**{field.attname: field.to_python(row[field.name]) for field in fields})  # type: ignore[union-attr]
        if is_user:
            one.set_unusable_password()  # type: ignore[attr-defined]
        yield one


def _verify() -> Outcome:
    """Prove the ledger, with the checkpoints of every installation it was on."""
    before = writing.before_folder()
    folders = sorted(one for one in before.iterdir() if one.is_dir()) if before.is_dir() else []
    outcome = Outcome()
    for folder in folders or [before]:
        outcome = replaying.verify(folder / "anchors.jsonl", public_key=folder / "key.pub")
        if not outcome.is_sound:
            break
    return outcome
