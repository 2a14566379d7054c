# SPDX-License-Identifier: Apache-2.0
"""Cues of the three parts (三段线索): what each sentence of a proposal is made of, as one row of numbers."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from huiyin.core.extraction.chinese import words

Row = list[float]
Matrix = npt.NDArray[np.float64]

# The number of a list item, with its style: 一、 （一） 1. （1） 第一， 一是 首先
_NUMBER = re.compile(
    r"\s*(?:(?P<s0>[一二三四五六七八九十]{1,3}[、．.])|(?P<s1>[（(][一二三四五六七八九十－-]{1,3}[）)][、.]?)"
    r"|(?P<s2>\d{1,2}(?:[、．]|[.](?!\d)))|(?P<s3>[（(]\d{1,2}[）)]、?|[①-⑳])"
    r"|(?P<s4>第?[一二三四五六七八九十][，,：:是]|第[一二三四五六七八九十][、 ]?|[一二三四五六七八九十]要)"
    r"|(?P<s5>首先|其次|再次|再者|最后))\s*"
)
_MAY_NUMBER = frozenset("一二三四五六七八九十（(第首其再最①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_FIRST = frozenset(["一", "－", "-", "1", "首先", "①"])
_AHEAD = frozenset("：:")
_ASKED = frozenset("？?")
_LEAD_WORDS = re.compile("建议|对策|意见|措施|恳请|请|希望|呼吁|如下|提案")
_ANALYSIS_WORDS = re.compile("存在|面临|出现|暴露|以下|原因|究其")
# A sentence that opens the suggestions, whatever stands before it: 为此，提出以下建议
_LEAD_IN = re.compile(
    r"(?:为此|因此|鉴于|鉴此|针对|对此|基于|综上|据此|有鉴于此|为[^，。]{2,30})[^。]{0,45}?(?:建议|对策|提案如下)"
    r"|(?:提出|提|作出|做出)(?:了|出)?(?:如下|以下|下列|几点|几条|[一二三四五六七八九十]点|[一二三四五六七八九十]条|相关|具体)[^。，]{0,8}(?:建议|意见|对策|措施)"
    r"|(?:为此|因此|所以|对此|我的想法是|我想|依我看|我觉得)[，,：:]?(?:恳请|呼吁|希望|请(?!问)|建议)|恳请(?:[省市区县]|有关|相关)|请[省市区县][^，。]{1,12}(?:局|委|办|院|部门)"
    r"|建议(?:意见)?(?:如下|有)|(?:建议|对策|提案)[：:]|如下(?:建议|工作)|以下(?:几点|几条)?(?:建议|对策)|(?:几点|具体|相关|有关|对策)建议"
)
_ANALYSIS_IN = re.compile(
    r"(?:存在|面临|出现|暴露)[^。，]{0,12}(?:问题|困难|不足|困境|挑战|短板)[^。，]{0,6}[：:，]?|以下(?:几个|几点|一些)?(?:方面的?)?(?:问题|原因)|究其原因|原因(?:是|在于|有|主要)"
)
_DIGITS = re.compile(r"\d[\d.,，]*(?:%|％|万|亿|个|家|名|人|年|公里|元)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence by itself: its words, whether a paragraph begins with it, and where its bare words begin."""

    text: str
    opens: bool
    bare: int
    style: int
    first: bool


def piece(text: str, *, opens: bool) -> Piece:
    """Take a sentence apart: the number of the item it begins with, if any, and the rest.

    >>> got = piece("（一）加强领导。", opens=True)
    >>> got.style, got.first, got.text[got.bare:]
    (1, True, '加强领导。')
    """
    head = text[:1]
    if head not in _MAY_NUMBER and not head.isdecimal() and not head.isspace():
        return Piece(text, opens, 0, -1, False)
    match = _NUMBER.match(text)
    if match is None or match.lastgroup is None:
        return Piece(text, opens, 0, -1, False)
    mark = match.group().strip(" 　、．.，,：:是第（）()要")
    return Piece(text, opens, match.end(), int(match.lastgroup[1]), mark in _FIRST)


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: re.Pattern[str]
    column: dict[str, int]
    starts: dict[str, tuple[int, ...]]
    openings: frozenset[str]
    names: tuple[str, ...]
    longest: int


@cache
def _words() -> _Words:
    raw = tomllib.loads(
        (resources.files("huiyin.core.extraction") / "data/part_cues.toml").read_text("utf-8")
    )
    column = {
        word: number
        for number, listed in reversed(list(enumerate(raw["words"].values())))
        for word in listed
    }
    pattern = re.compile(words.any_of(column))
    starts: dict[str, tuple[int, ...]] = {}
    for number, begun in enumerate(raw["starts"].values(), start=len(raw["words"])):
        for word in begun:
            starts[word] = (*starts.get(word, ()), number)
    named = tuple(raw["words"]) + tuple(f"starts_{name}" for name in raw["starts"])
    openings = frozenset(word[0] for word in starts)
    return _Words(pattern, column, starts, openings, named + _OTHERS, max(map(len, starts)))


def opens_suggestions(text: str) -> bool:
    """Tell a sentence that leads over to the suggestions.

    >>> opens_suggestions("针对上述问题，提出如下建议："), opens_suggestions("市民多次提出意见。")
    (True, False)
    """
    return _LEAD_WORDS.search(text) is not None and _LEAD_IN.search(text) is not None


def _opens_analysis(text: str) -> bool:
    return _ANALYSIS_WORDS.search(text) is not None and _ANALYSIS_IN.search(text) is not None


_OTHERS = ("one", "figures", "ahead", "lead_in", "analysis_in", "numbered", "question", "short")


def names() -> tuple[str, ...]:
    """Give the names of the columns of `sentence_cues`."""
    return _words().names


def row(part: Piece) -> Row:
    """Count the cues of one sentence: a number for each of `names()`.

    Units: counts are damped (1 - 0.5**n) so that a long sentence does not outweigh its neighbours.
    """
    known = _words()
    text, bare = part.text, part.bare
    found = [0.0] * (len(known.names) - len(_OTHERS))
    for word in known.pattern.findall(text):
        at = known.column[word]
        found[at] += 0.5 * (1.0 - found[at])
    if text[bare : bare + 1] in known.openings:
        for end in range(bare + 1, bare + known.longest + 1):
            for at in known.starts.get(text[bare:end], ()):
                found[at] = 1.0
    found += (
        1.0,
        1.0 - 0.6 ** len(_DIGITS.findall(text)),
        text.rstrip()[-1:] in _AHEAD,
        opens_suggestions(text),
        _opens_analysis(text),
        part.style >= 0,
        text[-1:] in _ASKED,
        len(text) < 25,
    )
    return found


def sentence_cues(pieces: Sequence[Piece]) -> Matrix:
    """Count the cues of some sentences.

    Shapes: a row a sentence, as `row` gives them.
    """
    return matrix([row(part) for part in pieces])


def matrix(rows: Sequence[Row]) -> Matrix:
    """Give rows of cues as a matrix."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(names()))


@cache
def column(name: str) -> int:
    """Give the place of a cue in a row."""
    return names().index(name)


OPENINGS = (
    "one", "numbered_first", "restart", "numbered_later", "lead_in", "lead_in_before", "analysis_in",
    "analysis_in_before", "starts_so", "starts_but", "starts_ask", "starts_why", "ahead_before", "place", "place2",
    "very_first", "asks_so_far", "paragraph",
)  # fmt: skip


_BEGUN = ("starts_so", "starts_but", "starts_ask", "starts_why")


def opening_cues(pieces: Sequence[Piece], rows: Sequence[Row] | Matrix) -> Matrix:
    """Say of each sentence what speaks for a new part beginning with it.

    Shapes: a row a sentence, a column for each of `OPENINGS`; `rows`: the cues of the sentences.
    """
    lead, inner, ahead = (column(name) for name in ("lead_in", "analysis_in", "ahead"))
    so, but, ask, why = (column(name) for name in _BEGUN)
    whole = max(1.0, float(sum(len(part.text) for part in pieces)))
    out: list[Row] = []
    seen: set[int] = set()
    read, asked = 0, 0.0
    before: Row | None = None
    told: Sequence[Row] = rows.tolist() if isinstance(rows, np.ndarray) else rows
    for part, cues in zip(pieces, told, strict=True):
        style, place = part.style, read / whole
        out.append([
            1.0, part.first, part.first and style in seen, style >= 0 and not part.first, cues[lead],
            before[lead] * before[ahead] if before else 0.0, cues[inner], before[inner] if before else 0.0,
            cues[so], cues[but], cues[ask], cues[why], before[ahead] if before else 0.0, place, place * place,
            before is None, min(1.0, asked), 0.0,
        ])  # fmt: skip
        if style >= 0:
            seen.add(style)
        read += len(part.text)
        asked += cues[lead]
        before = cues
    return np.array(out, dtype=np.float64).reshape(len(pieces), len(OPENINGS))
