# SPDX-License-Identifier: Apache-2.0
"""Structure (结构): what each paragraph of a reading is before anything is read out of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")


class Role(StrEnum):
    """What a paragraph is."""

    TITLE = "title"  # 标题
    BYLINE = "byline"  # 署名、日期、单位行
    CAPTION = "caption"  # 图片说明
    HEADING = "heading"  # 小标题
    ITEM = "item"  # 列表项
    TURN = "turn"  # 发言：begins with the speaker's name
    BODY = "body"  # 正文
    ROW = "row"  # a record of a table


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the reading.

    Attributes:
        start, end: range in the reading, without the line feed.
        role: what it is.
        lang: `zh` or `en`.
        level: depth of a heading or list item from 1; 0 for others.
        number: its own number as written ("（一）", "8.10", "3"), "" without one.
    """

    start: int
    end: int
    role: Role = Role.BODY
    lang: str = "zh"
    level: int = 0
    number: str = ""


def language(text: str) -> str:
    """Tell Chinese from other script by its letters: `zh` when a tenth of them are Han.

    >>> language("建议在 CBD 增设停车位"), language("We suggest 停车 signs at every corner of the old town.")
    ('zh', 'en')
    """
    han = len(_HAN.findall(text))
    return "zh" if han and han * 9 >= len(_LATIN.findall(text)) // 2 else "en"


def outline(text: str) -> list[Block]:
    """Cut a reading into its paragraphs and say what each is.

    Shapes: blocks in order, none empty, none overlapping; what lies between them is white space.
    """
    found: list[Block] = []
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            at = start + line.index(bare[0])
            found.append(Block(at, at + len(bare), lang=language(bare)))
        start += len(line) + 1
    return found
