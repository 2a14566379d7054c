# SPDX-License-Identifier: Apache-2.0
"""Any csv, by a mapping that says which column is what."""

from collections.abc import Iterator, Mapping

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.foreign import entries
from huiyin.web.opendata.foreign.entries import Entry, Files

FIELDS = ("title", "suggestion", "facts", "key", "proposer")
NEEDED = ("suggestion",)


def read(files: Files, mapping: Mapping[str, str]) -> Iterator[Entry]:
    """Give the rows of some tables; what no field of the mapping takes is told as it stands.

    Errors: `MAPPING_INVALID`; `INTAKE_COLUMNS` for columns of the mapping that a table lacks.
    """
    check(mapping)
    for name, data in files.items():
        rows = entries.table(data)
        if rows and (missing := sorted(set(mapping.values()) - set(rows[0]))):
            raise HuiyinError("INTAKE_COLUMNS", columns="、".join(missing))
        for n, row in enumerate(rows, start=2):
            yield _entry(name, n, row, mapping)


def check(mapping: Mapping[str, str]) -> None:
    """Refuse a mapping that names fields there are not, or lacks one that is needed.

    Errors: `MAPPING_INVALID`.
    """
    odd = [one for one in mapping if one not in FIELDS] + [
        one for one in NEEDED if not mapping.get(one)
    ]
    if odd:
        raise HuiyinError("MAPPING_INVALID", name=odd[0][:40], known="、".join(FIELDS))


def _entry(name: str, n: int, row: Mapping[str, str], mapping: Mapping[str, str]) -> Entry:
    said = {field: row.get(column, "") for field, column in mapping.items()}
    taken = set(mapping.values())
    ask = said["suggestion"]
    return Entry(
        f"csv:{said.get('key') or entries.hashed(dict(row))}", f"{name} · {n}", entries.title_of(said.get("title") or ask),
        entries.one_line(ask), facts=said.get("facts") or ask, proposer=said.get("proposer", ""),
        told=entries.told({head: cell for head, cell in row.items() if head and head not in taken}),
        code="TABLE_MALFORMED" if "" in row else "",
    )  # fmt: skip
