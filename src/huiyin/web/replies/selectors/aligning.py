# SPDX-License-Identifier: Apache-2.0
"""Aligning a finished text with the suggestions (对齐): a proposal of the core, for the writer to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.core.replies import aligning


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the text, and the place of the suggestion it seems to answer, None for none."""

    text: str
    ask: int | None


def align(text: str, asks: Sequence[str]) -> list[Passage]:
    """Cut a text into passages and lay each beside the suggestion it is most about."""
    passages = aligning.passages_of(text)
    best: dict[int, aligning.Pair] = {}
    for pair in aligning.align(passages, asks).pairs:
        if pair.passage not in best or pair.score > best[pair.passage].score:
            best[pair.passage] = pair
    return [
        Passage(one.text, best[place].suggestion if place in best else None)
        for place, one in enumerate(passages)
    ]
