# SPDX-License-Identifier: Apache-2.0
"""The reading of a source: its words rejoined and normalised, with the way back to every original character."""

from array import array
from dataclasses import dataclass

from huiyin.core.values import spans


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised view of a source text.

    Shapes: `text` is the view. `starts[i]` and `ends[i]` give for view character i the half-open range of source code
        points it stands for; both rise with i. None for both means that the view is the beginning of the source
        character for character, with at most line breaks behind it. Characters that were only dropped (a space between
        two Chinese characters, a line break in mid-word) belong to no view character.
    """

    text: str
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None

    def span(self, start: int, end: int) -> spans.Span:
        """Give the source span of the view's `[start, end)`.

        Errors: `SPAN_OUTSIDE_TEXT` when the range is empty.
        """
        if self.starts is None or self.ends is None or not start < end:
            return spans.Span(start, end)
        return spans.Span(self.starts[start], self.ends[end - 1])
