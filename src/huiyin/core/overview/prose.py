# SPDX-License-Identifier: Apache-2.0
"""Prose (叙述): percentages paired with the counts they stand beside, gathered into sets."""

import itertools
import re

from huiyin.core.overview import pairing
from huiyin.core.overview.pairing import UNIT, Mark, Pair
from huiyin.core.values.spans import Span

_ENGLISH_UNIT = "proposals?|suggestions?|recommendations?|cases?|replies|reply|forms?|members?|items?|answers?|commitments?"
_PERCENT = re.compile(
    r"(?P<digits>\d+(?:\.\d+)?)\s*(?:[%％]|per\s?cent\b|percent\b)|百分之(?P<han>[零〇一二三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)"
)
_COUNT = re.compile(
    rf"(?<![\d.,〔第])(?P<count>\d{{1,3}}(?:[,，]\d{{3}})+|\d+)\s*(?:(?P<unit>{UNIT})(?!次全体|会议)|(?P<english>(?:\w+ )?(?:{_ENGLISH_UNIT})\b)|(?=\s*(?:[(（]|,?\s*or\b|was\b|were\b|of (?:the|all)\b))|(?=(?:(?:、|, )\d+)*(?:、|和|及|,? and )\d+\s*(?:{UNIT}|{_ENGLISH_UNIT})))",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"共|总[数计]?|合计|收到|收集|提交|立案|受理|交办|办理|答复|承办|of the|of all|in all|altogether|total|received|filed|submitted|handled|made",
    re.IGNORECASE,
)
_OF = re.compile(r"占[^，,。；;]{0,8}$|of (?:the |all )*$", re.IGNORECASE)
_CHANGE = re.compile(
    r"增长|增加|上升|提高|提升|下降|减少|同比|环比|超过|rose|fell|grew|up by|down by|increase|decrease",
    re.IGNORECASE,
)
_LISTED = re.compile("分别占|分别为|占比分别|respectively", re.IGNORECASE)
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "两": 2}
_REACH = 30  # characters between a count and its percentage


def read(words: str, start: int, totals: list[int], seen: list[int]) -> list[pairing.Statement]:
    """Read one paragraph; `totals` takes the totals it names, the last one last; `seen` holds those before it."""
    marks = _marks(words, start)
    paired = {id(pair.count): pair for pair in _pairs(words, start, marks)}
    bases = {pair.base for pair in paired.values()}
    found: list[pairing.Statement] = []
    waiting: list[Pair] = []

    def close() -> None:
        if waiting:
            found.append(pairing.state(list(waiting), totals, seen))
            waiting.clear()

    for mark in marks:
        pair = paired.get(id(mark))
        if pair is not None and pair.base is not None:
            close()
            found.append(pairing.state([pair], [pair.base], sure=True))
        elif pair is not None:
            waiting.append(pair)
            if len(waiting) > 1 and sum(int(one.count.value) for one in waiting) in totals:
                close()
        elif mark.total and int(mark.value) not in bases:
            close()
            totals.append(int(mark.value))
    close()
    return found


def _marks(words: str, start: int) -> list[Mark]:
    marks = []
    for match in _PERCENT.finditer(words):
        value = match.group("digits") or _han(match.group("han"))
        marks.append(Mark("percent", value, Span(start + match.start(), start + match.end())))
    held = [(mark.span.start - start, mark.span.end - start) for mark in marks]
    for match in _COUNT.finditer(words):
        at, end = match.start("count"), match.end("count")
        if any(first <= at < last for first, last in held):
            continue
        before = re.split("[。；;!?！？]", words[max(0, at - 16) : at])[-1]
        around = before + match.group() + words[match.end() : match.end() + 10]
        value, span = pairing.bare(match.group("count")), Span(start + at, start + end)
        marks.append(Mark("count", value, span, total=bool(_TOTAL.search(around))))
    return sorted(marks, key=lambda mark: mark.span.start)


def _pairs(words: str, start: int, marks: list[Mark]) -> list[Pair]:
    """Pair counts with percentages: "271件，占45%", "45%（271件）", "271件、33件，分别占45%、5.5%", "101 of the 329, 30.7%"."""
    pairs: list[Pair] = []
    place = 0
    while place < len(marks):
        counts, shown = _run(marks, place)
        if _is_list(words, start, counts, shown):
            pairs += [Pair(*one) for one in zip(counts[-len(shown) :], shown, strict=True)]
            place += len(counts) + len(shown)
        elif counts and shown and _near(words, start, counts[-1], shown[0]):
            before = words[
                max(0, counts[-1].span.start - start - 10) : counts[-1].span.start - start
            ]
            if len(counts) > 1 and _OF.search(before):
                pairs.append(Pair(counts[-2], shown[0], int(counts[-1].value)))
            else:
                pairs.append(Pair(counts[-1], shown[0]))
            place += len(counts) + 1
        elif not counts and place + 1 < len(marks) and marks[place + 1].kind == "count":
            follows = words[marks[place].span.end - start : marks[place + 1].span.start - start]
            turned = re.fullmatch(r"\s*[（(]\s*(?:即|共)?\s*", follows)
            if turned:
                pairs.append(Pair(marks[place + 1], marks[place]))
            place += 2 if turned else 1
        else:
            place += max(1, len(counts))
    return pairs


def _is_list(words: str, start: int, counts: list[Mark], shown: list[Mark]) -> bool:
    if not len(counts) >= len(shown) > 1:
        return False
    return bool(
        _LISTED.search(words[counts[0].span.start - start : shown[-1].span.end - start + 16])
    )


def _run(marks: list[Mark], place: int) -> tuple[list[Mark], list[Mark]]:
    counts = list(itertools.takewhile(lambda mark: mark.kind == "count", marks[place:]))
    rest = marks[place + len(counts) :]
    return counts, list(itertools.takewhile(lambda mark: mark.kind == "percent", rest))


def _near(words: str, start: int, count: Mark, share: Mark) -> bool:
    between = words[count.span.end - start : share.span.start - start]
    if len(between) > _REACH or _CHANGE.search(between):
        return False
    return not re.search("[。！？!?\n]", between)


def _han(written: str) -> str:
    whole, _, rest = written.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _HAN[char]
    number = str(total + digit)
    return number + ("." + "".join(str(_HAN[char]) for char in rest) if rest else "")
