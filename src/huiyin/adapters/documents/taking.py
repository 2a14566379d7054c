# SPDX-License-Identifier: Apache-2.0
"""Taking (摘取): what a format's reader took out of a file, before it becomes a Document."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Param = str | int | float
RawAnchor = tuple[int, int, str, int, str]  # start, end, kind, number, label


@dataclass(slots=True)
class Taking:
    """Gather text line by line with its anchors.

    Shapes: `add` ends every line with one line feed; anchors count code points of `text()`, which has no line feed at
        its end.
    """

    title: str = ""
    anchors: list[RawAnchor] = field(default_factory=list)
    records: list[tuple[int, int]] = field(default_factory=list)
    warnings: dict[str, dict[str, Param]] = field(default_factory=dict)
    remarks: list[tuple[str, dict[str, Param]]] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)

    def add(self, words: str, kind: str = "paragraph", number: int = 0, label: str = "") -> None:
        """Add one paragraph; inner line breaks part it into lines of the same kind; an empty one is left out."""
        for line in words.splitlines() if "\n" in words or "\r" in words else (words,):
            if line and not line.isspace():
                self.put(line, kind, number, label)
                self.put("\n")

    def put(self, words: str, kind: str = "", number: int = 0, label: str = "") -> None:
        """Add words as they are, with an anchor if a kind is named."""
        if kind and words:
            self.anchors.append((self.length, self.length + len(words), kind, number, label))
        self._pieces.append(words)
        self.length += len(words)

    @contextmanager
    def around(self, kind: str, number: int = 0, label: str = "") -> Iterator[None]:
        """Anchor all that is added inside, as one range without its last line feed."""
        place, start = len(self.anchors), self.length
        yield
        if self.length > start:
            self.anchors.insert(place, (start, self.length - 1, kind, number, label))

    def warn(self, code: str, **params: Param) -> None:
        """Remark on the file once; `count` adds up over several calls."""
        known = self.warnings.get(code)
        if known is None:
            self.warnings[code] = params
        elif "count" in params:
            known["count"] = int(known["count"]) + int(params["count"])

    def remark(self, code: str, **params: Param) -> None:
        """Remark on one thing of several, each kept."""
        self.remarks.append((code, params))

    def text(self) -> str:
        """Give the text."""
        whole = "".join(self._pieces)
        return whole[:-1] if whole.endswith("\n") else whole

    def whole(self) -> str:
        """Give the text with its line feed at the end, if it has one."""
        return "".join(self._pieces)

    def append(self, other: "Taking") -> None:
        """Add all that another taking holds, its title aside."""
        shift = self.length
        self.anchors += [
            (start + shift, end + shift, kind, number, label)
            for start, end, kind, number, label in other.anchors
        ]
        self.records += [(start + shift, end + shift) for start, end in other.records]
        self.remarks += [*other.warnings.items(), *other.remarks]
        if other.length:
            self.put(other.text() + "\n")
