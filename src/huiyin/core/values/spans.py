# SPDX-License-Identifier: Apache-2.0
"""Spans: half-open ranges of code points in one source text (片段)."""

from dataclasses import dataclass

from huiyin.core.values import refusals


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Name a range of a text.

    Shapes: `start`/`end` count Unicode code points, half-open, in the text the owner says.
    Errors: `SPAN_OUTSIDE_TEXT` when the range is empty or runs backwards.

    >>> Span(3, 5).cut("建议增设停车位")
    '设停'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise refusals.HuiyinError("SPAN_OUTSIDE_TEXT", start=self.start, end=self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """Give the words the span names.

        Errors: `SPAN_OUTSIDE_TEXT` when the span ends after the text.
        """
        if self.end > len(text):
            raise refusals.HuiyinError("SPAN_OUTSIDE_TEXT", start=self.start, end=self.end)
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end
