# SPDX-License-Identifier: Apache-2.0
"""Rebuild the demo's docx and pdf from their sources in tools/demo_sources.

    python -m tools.build_demo            # the proposals (docx)
    python -m tools.build_demo --letters  # the letters too (pdf): needs `pip install typst` and the Noto CJK fonts

The built files are committed: nobody needs to run this to use Huiyin. Dates are fixed, so that the same sources give the
same bytes; tests/corpus checks that the docx say what their sources say.
"""

import argparse
import datetime
import io
import zipfile
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

SOURCES = Path(__file__).parent / "demo_sources"
RECORDS = Path(__file__).parents[1] / "src" / "huiyin" / "demo" / "records"
WRITTEN_AT = datetime.datetime(2026, 1, 10, 9, 0, tzinfo=datetime.UTC)


def build_proposal(source: Path) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "FangSong"
    style.font.size = Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    lines = source.read_text("utf-8").splitlines()
    properties = document.core_properties
    properties.title = lines[0]
    properties.author = "政协澄州市委员会提案委员会"
    properties.created = properties.modified = WRITTEN_AT.replace(tzinfo=None)
    properties.comments = ""
    document.add_heading(lines[0], level=0)
    rows: list[list[str]] = []
    for line in [*lines[1:], ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            add_table(document, rows)
            rows = []
        if line.startswith("## "):
            document.add_heading(line[3:], level=1)
        elif line.strip():
            document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return steady(held.getvalue())


def add_table(document: "docx.document.Document", rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, said in zip(row.cells, cells, strict=True):
            cell.text = said


def steady(data: bytes) -> bytes:
    """Pack the parts again with one fixed time."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for item in old.infolist():
            part = zipfile.ZipInfo(item.filename, WRITTEN_AT.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(item.filename))
    return held.getvalue()


def build_letter(source: Path) -> bytes:
    import typst  # no dependency of the project: only whoever rebuilds the letters needs it

    return typst.compile(
        str(source), root=str(source.parent), timestamp=int(WRITTEN_AT.timestamp())
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--letters", action="store_true", help="build the letters too (needs typst)"
    )
    letters = parser.parse_args().letters
    for source in sorted((SOURCES / "proposals").glob("*.txt")):
        RECORDS.joinpath(f"proposal-{source.stem}.docx").write_bytes(build_proposal(source))
    for source in sorted((SOURCES / "letters").glob("reply-*.typ")) if letters else []:
        RECORDS.joinpath(f"{source.stem}.pdf").write_bytes(build_letter(source))


if __name__ == "__main__":
    main()
