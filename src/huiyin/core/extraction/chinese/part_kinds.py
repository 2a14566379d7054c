# SPDX-License-Identifier: Apache-2.0
"""What a text is (文种): a proposal or report, a letter of reply, people speaking, or something else."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from huiyin.core.extraction.chinese import part_cues, part_headings
from huiyin.core.extraction.chinese.part_model import States


class Form(StrEnum):
    """The form of a text."""

    PROPOSAL = "proposal"  # 提案、调研报告
    REPLY = "reply"  # 答复函
    TURNS = "turns"  # 发言记录
    NEWS = "news"  # 报道
    OTHER = "other"


def is_turn(text: str) -> bool:
    """Tell whether a paragraph begins with who speaks.

    >>> is_turn("林晓燕：我补充一点。"), is_turn("具体建议：加强管理。")
    (True, False)
    """
    known = part_headings.patterns()
    match = known.kinds["turn"].match(text)
    return match is not None and not any(word in match.group() for word in known.no_name)


def is_label(text: str) -> bool:
    """Tell a line about the paper (提案人、日期、编号) from its words."""
    return len(text) <= 60 and part_headings.patterns().kinds["label"].match(text) is not None


def is_reported(text: str) -> bool:
    """Tell a sentence in which somebody is said to have said something."""
    match = part_headings.patterns().kinds["said"].search(text)
    return match is not None and "总书记" not in text[: match.end() + 2]


def form(
    title: str,
    pieces: Sequence[part_cues.Piece],
    heads: Sequence[States],
    turns: int,
    rows: Callable[[], Sequence[part_cues.Row]],
) -> Form:
    """Say what a text is, by its own signs.

    Shapes: `heads`: what `part_headings.announced` gave; `turns`: paragraphs that begin with who speaks; `rows` gives
        the cues of the pieces.
    """
    known = part_headings.patterns().kinds
    opening = "".join(part.text for part in pieces[:12])
    if known["reply"].search(opening) or (title and known["reply_title"].search(title)):
        return Form.REPLY
    many = sum(part.opens for part in pieces)
    titled = bool(title) and known["title"].search(title) is not None
    if turns * 6 >= many and (turns >= 2 or (turns * 3 >= many and not titled)):
        return Form.TURNS
    own = {part for states in heads for part in states}
    if not titled and len(own) < 2:
        reported = sum(is_reported(part.text) for part in pieces)
        if reported and reported * 7 >= len(pieces):
            return Form.NEWS
    if titled or own or _asks(rows()):
        return Form.PROPOSAL
    return Form.OTHER


def _asks(rows: Sequence[part_cues.Row]) -> bool:
    """Tell whether anything is asked for at all: a lead-in, or some sentences that ask."""
    lead, ask = part_cues.column("lead_in"), part_cues.column("ask")
    begun = (part_cues.column("starts_ask"), part_cues.column("starts_doing"))
    if any(row[lead] for row in rows):
        return True
    said = any(row[ask] > 0 for row in rows)
    many = sum(row[ask] > 0 or row[begun[0]] + row[begun[1]] > 0 for row in rows)
    return many * (10 if said else 5) >= len(rows)
