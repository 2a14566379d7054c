# SPDX-License-Identifier: Apache-2.0
"""Drafts: what a language's reader finds in a reading, before it is bound to the source."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.core.text import sentences, structure
from huiyin.core.values import findings
from huiyin.core.values.bodies import Body, RosterEntry


@dataclass(slots=True)  # frozen would cost more than all else in making one
class Draft:
    """A finding in the making.

    Shapes: `start`/`end` and the sentence count in the reading. The other attributes are those of
        `values.findings.Finding`.
    """

    kind: findings.Kind
    start: int
    end: int
    sentence: int
    rule: str
    cue: str
    score: float
    speaker: findings.Speaker = field(default=findings.Speaker())
    addressee: str = ""
    topic: str = ""
    due: str = ""
    amount: str = ""
    number: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part in the making: from one sentence to another (half-open, places in the list of sentences)."""

    kind: findings.PartKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Page:
    """All that a language's reader is given: one reading, cut up.

    Attributes:
        text: the reading.
        blocks: its paragraphs; only those of the reader's language are to be read for findings.
        sentences: its sentences, in order.
        title: the document's title, "" when unknown.
        tabular: True when the blocks are records of a table, each to be read by itself.
        roster, bodies: the user's own lists.
    """

    text: str
    blocks: Sequence[structure.Block]
    sentences: Sequence[sentences.Sentence]
    title: str = ""
    tabular: bool = False
    roster: Sequence[RosterEntry] = field(default=())
    bodies: Sequence[Body] = field(default=())

    def words(self, sentence: int) -> str:
        """Give the text of a sentence by its place."""
        at = self.sentences[sentence]
        return self.text[at.start : at.end]
