# SPDX-License-Identifier: Apache-2.0
"""How much a file may cost before it is refused."""

from dataclasses import asdict, dataclass
from typing import Final

OUT_OF_MEMORY_STATUS: Final = 77  # with which a child ends itself


@dataclass(frozen=True, slots=True)
class Limits:
    """Name every limit of reading; each has a code that is raised when it is passed.

    Units: `_mb` are 1,048,576 bytes; `characters` are code points of the text taken out.

    Attributes:
        file_mb: raw size (`FILE_TOO_LARGE`).
        unpacked_mb: all parts of a container together (`FILE_UNPACKS_TOO_LARGE`).
        part_mb: one part of a container, the same code.
        parts: parts of a container (`ARCHIVE_TOO_MANY_PARTS`).
        ratio: unpacked to packed size of a part above 1 MB (`FILE_UNPACKS_TOO_LARGE`).
        pages: of a PDF (`PDF_TOO_MANY_PAGES`).
        page_objects: drawing objects on one PDF page (`PDF_TOO_COMPLEX`).
        rows, columns: of one sheet (`SHEET_TOO_LARGE`).
        cell_characters: of one cell (`TABLE_MALFORMED`).
        characters: of the whole text (`TEXT_TOO_LONG`); 30 MB of UTF-8 Chinese are some 10 million.
        seconds: wall time of one file (`READING_TIMED_OUT`).
        memory_mb: what one file may add to the child's memory (`READING_OUT_OF_MEMORY`).
    """

    file_mb: int = 30
    unpacked_mb: int = 100
    part_mb: int = 30
    parts: int = 2_000
    ratio: int = 200
    pages: int = 500
    page_objects: int = 200_000
    rows: int = 200_000
    columns: int = 1_000
    cell_characters: int = 1_000_000
    characters: int = 10_000_000
    seconds: float = 10.0
    memory_mb: int = 300

    def as_dict(self) -> dict[str, float]:
        """Give the limits as plain numbers, for the way to the child."""
        return asdict(self)


STANDARD = Limits()
