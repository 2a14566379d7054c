# SPDX-License-Identifier: Apache-2.0
"""Bringing in (导入) what other systems export: through the docket's intake, as proposals received, with their source.

The intake does the rest: it shows every row that cannot be taken before anything is, takes each in a transaction of its
own under a key, and so takes nothing in twice and goes on where it stopped.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket.services import intake, intake_reading
from huiyin.web.kit import ports
from huiyin.web.opendata.foreign import decidim, entries, oparl, plain, polis, upr
from huiyin.web.opendata.models import Mapping as Kept

FORMS = ("decidim", "polis", "upr", "oparl", "csv")
_READERS = {"decidim": decidim.read, "polis": polis.read, "upr": upr.read, "oparl": oparl.read}
MEGABYTES = 100


def unpacked(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Give files by name, archives unpacked.

    Errors: `FILE_TOO_LARGE`, `DOCUMENT_MALFORMED`, `FILE_UNPACKS_TOO_LARGE`.
    """
    found: dict[str, bytes] = {}
    for name, data in files:
        if len(data) > MEGABYTES * 1_000_000:
            raise HuiyinError("FILE_TOO_LARGE", limit_mb=MEGABYTES)
        if not name.lower().endswith(".zip"):
            found[name] = data
            continue
        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                if sum(one.file_size for one in packed.infolist()) > MEGABYTES * 1_000_000:
                    raise HuiyinError("FILE_UNPACKS_TOO_LARGE", limit_mb=MEGABYTES)
                found |= {
                    one: packed.read(one) for one in packed.namelist() if not one.endswith("/")
                }
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as fault:
            raise HuiyinError("DOCUMENT_MALFORMED", name=name) from fault
    return found


def read(form: str, files: Mapping[str, bytes], mapping: Mapping[str, str]) -> list[entries.Entry]:
    """Read the entries of some files.

    Errors: `OPTION_INVALID` for a form there is not; those of the form's reader.
    """
    if form == "csv":
        return list(plain.read(files, mapping))
    if form not in _READERS:
        raise HuiyinError("OPTION_INVALID", message=f"{form} ({' | '.join(FORMS)})")
    return list(_READERS[form](files))


def stage(
    actor: Actor, session: Session, some: Iterable[entries.Entry], *, form: str, proposer: str, now: datetime
) -> list[intake.Batch]:  # fmt: skip
    """Lay entries before the office as batches of the intake; nothing is taken in yet.

    Errors: those of `intake.keep`.
    """
    limits = ports.pack(session.pack, session.pack_version).limits
    items = list(_items(some, proposer, limits))
    size = intake_reading.ITEMS_MOST
    parts = [items[at : at + size] for at in range(0, len(items), size)] or [[]]
    return [
        intake.keep(actor, session, [f"{form} {n}/{len(parts)}"], part, now=now) for n, part in enumerate(parts, start=1)
    ]  # fmt: skip


def _items(
    some: Iterable[entries.Entry], proposer: str, limits: Mapping[str, int]
) -> Iterator[intake_reading.Item]:
    seen: set[str] = set()
    for one in some:
        code = entries.fault_of(one)
        if not code and len(one.facts) + len(one.told) + len(one.ask) > limits.get(
            "text_chars", 100_000
        ):
            code = "ROW_TOO_LONG"
        code = code or ("ROW_TWICE" if one.key in seen else "")
        if code:
            yield intake_reading.Item(
                one.source, entries.hashed(one.key), problems=(("refused", code),)
            )
            continue
        seen.add(one.key)
        title = entries.title_of(one.title, limits.get("title_chars", 200))
        yield intake_reading.Item(
            f"{one.source} · {one.key}", one.key, title, one.proposer or proposer, one.facts, one.told,
            (one.ask,) if one.ask else (),
        )  # fmt: skip


def mapping(name: str) -> dict[str, str]:
    """Give a mapping that was kept.

    Errors: `NOT_FOUND`.
    """
    row = Kept.objects.filter(name=name).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    return dict(row.columns)


def keep_mapping(actor: Actor, name: str, columns: Mapping[str, str], *, now: datetime) -> Kept:
    """Keep a mapping under a name, for the next time; one of that name is replaced.

    Errors: `NOT_ALLOWED`; `MAPPING_INVALID`.
    """
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="import")
    plain.check(columns)
    row, _ = Kept.objects.update_or_create(
        name=name[:60], defaults={"columns": dict(columns), "by_id": actor.signed_in(), "at": now}
    )  # fmt: skip
    return row
