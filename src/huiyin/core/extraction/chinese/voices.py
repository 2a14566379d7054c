# SPDX-License-Identifier: Apache-2.0
"""Voices (话段): a stretch of words with who says it and how it is told, and what is remembered on the way."""

from dataclasses import dataclass

from huiyin.core.extraction.chinese import people
from huiyin.core.values import findings

NOBODY = findings.Speaker()
SAID, TOLD, ASKED, STORY = "said", "told", "asked", "story"


@dataclass(slots=True)
class Stretch:
    """Some words of one sentence by one speaker.

    Attributes:
        start, end: in the reading; never outside the sentence.
        sentence: its place.
        speaker: who says it.
        how: SAID (their own words), TOLD (reported after a verb of saying), ASKED (reported after a verb of asking), STORY
            (the writer's own words).
        verb: the verb that brings it in, "" without one.
        question: True when that verb asks a question.
        dialog: True when it belongs to a talk, in which every word of a department is an answer.
    """

    start: int
    end: int
    sentence: int
    speaker: findings.Speaker
    how: str
    verb: str = ""
    question: bool = False
    dialog: bool = False


@dataclass(slots=True)
class Walk:
    """What is remembered on the way through a record."""

    cast: people.Cast
    last: findings.Speaker = NOBODY
    other: findings.Speaker = NOBODY  # who spoke before the last speaker
    turn: findings.Speaker = NOBODY  # who holds the floor by a turn or a heading

    def hear(self, speaker: findings.Speaker) -> findings.Speaker:
        """Remember who speaks."""
        if speaker.name and speaker.name != self.last.name:
            self.other, self.last = self.last, speaker
        elif speaker.name:
            self.last = speaker
        return speaker
