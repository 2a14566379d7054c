# SPDX-License-Identifier: Apache-2.0
"""Supporting (佐证): what proves a sentence of an overview, and what is lacking before it may be published.

1. a sentence has sources: words of a suggestion, an answer, a commitment, an utterance, or a figure with its count;
2. what it puts in quotation marks stands in one of them, to the letter;
3. every number it says is said by one of them;
4. a source that was withdrawn, or says something else by now, flags each sentence that rests on it, and no other.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHORT = 4  # characters; shorter words in quotation marks are a name, not a quotation
_QUOTED = re.compile(r"“([^”]+)”|「([^」]+)」|\"([^\"]+)\"")
_NUMBER = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = re.compile(
    rf"(?<=\d )({'|'.join(_MONTHS)})\b|\b({'|'.join(_MONTHS)})(?= \d)", re.IGNORECASE
)


class Standing(StrEnum):
    """How a source stands now."""

    HOLDS = "holds"  # 仍在
    CHANGED = "changed"  # 已改
    WITHDRAWN = "withdrawn"  # 已撤：gone, or not released any more


class Lack(StrEnum):
    """What a sentence lacks."""

    NO_SOURCE = "no_source"  # 无出处
    QUOTE_DIFFERS = "quote_differs"  # 引文不符
    NUMBER_UNPROVED = "number_unproved"  # 数字无据
    SOURCE_CHANGED = "source_changed"  # 出处已改
    SOURCE_WITHDRAWN = "source_withdrawn"  # 出处已撤


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence rests on.

    Shapes: `quote` is `text[start:end]` of the source as it was when it was cited; `sha256` is of that whole text.

    Attributes:
        kind, ref: what it is and its immutable id; for a figure its id and parameters.
        says: what it proves beside its quote: the numbers of a figure, dates, names.
        behind: immutable ids of the suggestions a figure counts, so that the number can be opened.
        standing: how it stands now.
    """

    kind: str
    ref: str
    sha256: str
    quote: str
    start: int = 0
    end: int = 0
    says: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    standing: Standing = Standing.HOLDS


@dataclass(frozen=True, slots=True)
class Fault:
    """A lack with the words it is about, "" for the whole sentence."""

    lack: Lack
    words: str = ""


def faults(text: str, sources: Sequence[Source], *, owned: bool = False) -> list[Fault]:
    """Give what a sentence lacks; nothing where it is whole.

    Shapes: `owned` is a sentence somebody stands for by name as an opinion: it needs no source, but keeps those it has.

    >>> one = Source("suggestion", "s1", "", "把母婴室的门打开", says=("231",))
    >>> faults("委员建议“把母婴室的门打开”，涉及231间。", [one])
    []
    >>> [(one.lack.value, one.words) for one in faults("委员建议“锁上母婴室”，涉及232间。", [one])]
    [('quote_differs', '锁上母婴室'), ('number_unproved', '232')]
    """
    found = []
    for standing, lack in (
        (Standing.WITHDRAWN, Lack.SOURCE_WITHDRAWN),
        (Standing.CHANGED, Lack.SOURCE_CHANGED),
    ):
        found += [Fault(lack, one.quote) for one in sources if one.standing is standing]
    if owned:
        return found
    if not sources:
        return [Fault(Lack.NO_SOURCE)]
    found += [Fault(Lack.QUOTE_DIFFERS, one) for one in _misquoted(text, sources)]
    return found + [Fault(Lack.NUMBER_UNPROVED, one) for one in _unproved(text, sources)]


def _misquoted(text: str, sources: Sequence[Source]) -> Iterable[str]:
    for quoted in quotations(text):
        inner = quoted.removesuffix("……").removesuffix("…").strip()
        if len(inner) >= SHORT and not any(
            inner in one.quote or inner in one.says for one in sources
        ):
            yield quoted


def quotations(text: str) -> list[str]:
    """Give what a text puts in quotation marks."""
    return [next(filter(None, found)) for found in _QUOTED.findall(text)]


def _unproved(text: str, sources: Sequence[Source]) -> Iterable[str]:
    known = {
        number for one in sources for said in (one.quote, *one.says) for number in numbers(said)
    }
    outside = _QUOTED.sub("", text)  # what is quoted is proved by its quotation
    return [one for one in numbers(outside) if one not in known]


def numbers(text: str) -> list[str]:
    """Give the numbers a text says, in one form: without separators and leading zeros; a date as its parts.

    >>> numbers("2026-03-05共1,204件，占98.50%")
    ['2026', '3', '5', '1204', '98.5']
    >>> numbers("It may be done by 5 March 2026.")
    ['5', '2026', '3']
    """
    found = [_plain(one) for one in _NUMBER.findall(text)]
    months = [(before or after).lower() for before, after in _MONTH.findall(text)]
    return found + [str(_MONTHS.index(one) + 1) for one in months]


def _plain(number: str) -> str:
    whole, _, rest = number.replace(",", "").replace("，", "").partition(".")
    whole, rest = whole.lstrip("0") or "0", rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole
