# SPDX-License-Identifier: Apache-2.0
"""Shares (占比): what a set of printed percentages is worth, by integer arithmetic on its counts.

1. each cell is held against its exact share: rounded half up, on a boundary, truncated, a last digit off, or off;
2. the set is judged by its cells and by what the printed ones add up to;
3. where another base explains what its own does not, that base is named as a range: counts alone never prove it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from huiyin.core.values.refusals import HuiyinError

Cellwise = Literal["exact", "boundary", "truncated", "nudged", "off"]
Verdict = Literal[
    "exact",
    "boundary",
    "truncation",
    "forced_sum",
    "wrong",
    "mixed_base",
    "mislabelled_base",
    "no_base",
    "empty_base",
]
_NEAR = Fraction(
    1, 100
)  # of the last printed digit: so close to a boundary that rounding twice turns it


@dataclass(frozen=True, slots=True)
class Cell:
    """One count and its printed percentage, held against the exact share.

    Attributes:
        count: the numerator.
        printed: the percentage as printed, without its sign.
        half_up: the share rounded half up to the printed digits.
        cut: the share truncated to the printed digits.
        state: how the printed one lies to the exact one.
        bases: the smallest and greatest whole base for which the printed one is right, None when there is none.
    """

    count: int
    printed: Decimal
    half_up: Decimal
    cut: Decimal
    state: Cellwise
    bases: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a set of shares is worth.

    Attributes:
        verdict: the finding in one word.
        base: the denominator the cells were held against; 0 where none is known.
        cells: each cell.
        printed_sum: what the printed percentages add up to.
        rounded_sum: what they would add up to, rounded half up.
        whole: whether the counts add up to the base; a partial list otherwise.
        hundred: whether the printed percentages add up to 100 although cells are wrong.
        named_base: the base the text names when another one is right, else None.
    """

    verdict: Verdict
    base: int
    cells: tuple[Cell, ...]
    printed_sum: Decimal
    rounded_sum: Decimal
    whole: bool
    hundred: bool = False
    named_base: int | None = None

    @property
    def wrong(self) -> tuple[Cell, ...]:
        """The cells that rounding half up does not give."""
        return tuple(cell for cell in self.cells if cell.state != "exact")


def check(
    counts: Sequence[int],
    printed: Sequence[str],
    base: int | None = None,
    *,
    named: int | None = None,
) -> Finding:
    """Say what printed percentages are worth.

    Shapes: `counts` and `printed` of one length, at least 1; `base` None takes the sum of the counts, where
        there are several and it gives one of them; a single count without a base is `no_base`.
    Units: `printed` in percent, as printed ("38.3"); its digits say how it was rounded.
    Errors: `FIGURES_INVALID` for unequal lengths, negative counts or what is no number.
    Source: the eight verdicts and their order are this project's; half up is what printed reports use most.
    Cost: linear.

    >>> check([150, 50, 34], ["64.1", "21.4", "14.5"]).verdict
    'exact'
    >>> found = check([297, 357, 86, 33], ["38.3", "46.4", "11", "4.3"], 773)
    >>> found.verdict, len(found.wrong), found.hundred
    ('wrong', 2, True)
    """
    if not counts or len(counts) != len(printed) or min(counts) < 0:
        raise HuiyinError("FIGURES_INVALID")
    against = sum(counts) if base is None else base
    unfounded = base is None and (len(counts) == 1 or fit(counts, printed, against) == 0)
    if against <= 0:
        return Finding("empty_base", against, (), Decimal(0), Decimal(0), False, named_base=named)
    cells = tuple(
        _cell(count, _number(text), against) for count, text in zip(counts, printed, strict=True)
    )
    printed_sum = sum((cell.printed for cell in cells), Decimal(0))
    rounded_sum = sum((cell.half_up for cell in cells), Decimal(0))
    whole = sum(counts) == against
    if unfounded:
        return Finding("no_base", 0, cells, printed_sum, printed_sum, False, named_base=named)
    verdict, hundred = _judge(cells, printed_sum, rounded_sum, whole)
    if verdict == "exact" and named is not None and named != against and not _fits(cells, named):
        verdict = "mislabelled_base"
    elif named == against:
        named = None
    return Finding(verdict, against, cells, printed_sum, rounded_sum, whole, hundred, named)


def fit(counts: Sequence[int], printed: Sequence[str], base: int) -> int:
    """Count the cells a base gives to within one unit of the last digit printed."""
    if base <= 0:
        return 0
    states = (
        _cell(count, _number(text), base).state for count, text in zip(counts, printed, strict=True)
    )
    return sum(state != "off" for state in states)


def _judge(
    cells: tuple[Cell, ...], printed_sum: Decimal, rounded_sum: Decimal, whole: bool
) -> tuple[Verdict, bool]:
    wrong = [cell for cell in cells if cell.state != "exact"]
    hundred = bool(wrong) and whole and printed_sum == 100
    verdict: Verdict = "wrong"
    if not wrong:
        verdict = "exact"
    elif all(cell.state == "boundary" for cell in wrong):
        verdict = "boundary"
    elif any(cell.state == "off" for cell in wrong):
        verdict = "wrong" if hundred else _other_base(cells, wrong)
    elif hundred:
        moved = sum((abs(cell.printed - cell.half_up) for cell in wrong), Decimal(0))
        verdict = "forced_sum" if abs(100 - rounded_sum) == moved else "wrong"
    elif all(cell.printed == cell.cut for cell in cells):
        verdict = "truncation"
    return verdict, hundred and verdict != "boundary"


def _other_base(cells: tuple[Cell, ...], wrong: list[Cell]) -> Verdict:
    if len(cells) == 1:
        return "wrong"
    if len(wrong) == len(cells):
        return "mislabelled_base" if _common(cells) else "wrong"
    return "mixed_base" if all(cell.bases and _far(cell) for cell in wrong) else "wrong"


def _far(cell: Cell) -> bool:
    """Tell an other base from a slip of the pen: it moves a share by more than five units of the last digit."""
    unit = Decimal(1).scaleb(min(0, int(cell.printed.as_tuple().exponent)))
    return abs(cell.printed - cell.half_up) > 5 * unit


def _common(cells: tuple[Cell, ...]) -> bool:
    ranges = [cell.bases for cell in cells]
    if not all(ranges):
        return False
    return max(low for low, _ in filter(None, ranges)) <= min(
        high for _, high in filter(None, ranges)
    )


def _fits(cells: tuple[Cell, ...], base: int) -> bool:
    return all(cell.bases is not None and cell.bases[0] <= base <= cell.bases[1] for cell in cells)


def _cell(count: int, printed: Decimal, base: int) -> Cell:
    digits = max(0, -int(printed.as_tuple().exponent))
    scale = 10**digits
    exact = Fraction(count * 100 * scale, base)  # in units of the last digit printed
    cut = int(exact)
    half_up = int(exact + Fraction(1, 2))
    given = int(printed * scale)
    state: Cellwise = "off"
    if given == half_up:
        state = "exact"
    elif abs(exact - cut - Fraction(1, 2)) <= _NEAR and given in (cut, cut + 1):
        state = "boundary"
    elif given == cut:
        state = "truncated"
    elif abs(given - exact) < 1:
        state = "nudged"
    return Cell(
        count,
        printed,
        Decimal(half_up).scaleb(-digits),
        Decimal(cut).scaleb(-digits),
        state,
        _bases(count, given, scale),
    )


def _bases(count: int, given: int, scale: int) -> tuple[int, int] | None:
    """Give the whole bases b for which count ÷ b, rounded half up, prints as given."""
    if count == 0 or given == 0:
        return None
    whole = Fraction(count * 100 * scale)
    low = whole / (given + Fraction(1, 2))  # b > low
    high = whole / (given - Fraction(1, 2))  # b ≤ high
    first, last = int(low) + 1, int(high)
    return (max(first, count), last) if max(first, count) <= last else None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise HuiyinError("FIGURES_INVALID") from None
