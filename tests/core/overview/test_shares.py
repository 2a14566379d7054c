# SPDX-License-Identifier: Apache-2.0
"""What printed percentages are worth: each verdict, and what holds for all counts."""

import csv
import os
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.core.overview import explaining, shares
from huiyin.core.values.refusals import HuiyinError

DATA = Path(os.environ.get("HUIYIN_DATA", Path(__file__).parents[4] / "shared" / "data"))
PUBLISHED = DATA.parent / "design" / "domain_checks.csv"
COUNTS = st.lists(st.integers(0, 9999), min_size=1, max_size=9).filter(sum)


def _printed(count: int, base: int, digits: int, mode: str) -> str:
    step = Decimal(1).scaleb(-digits)
    return str((Decimal(count) * 100 / Decimal(base)).quantize(step, rounding=mode))


@given(COUNTS, st.integers(0, 3))
def test_rounding_half_up_is_exact_or_lies_on_a_boundary(counts: list[int], digits: int) -> None:
    assume(len(counts) > 1)
    printed = [_printed(count, sum(counts), digits, ROUND_HALF_UP) for count in counts]
    assert shares.check(counts, printed).verdict == "exact"


@given(COUNTS)
def test_truncation_throughout_is_never_called_exact_where_it_differs(counts: list[int]) -> None:
    assume(len(counts) > 1)
    cut = [_printed(count, sum(counts), 1, ROUND_DOWN) for count in counts]
    rounded = [_printed(count, sum(counts), 1, ROUND_HALF_UP) for count in counts]
    found = shares.check(counts, cut)
    assert (found.verdict == "exact") == (cut == rounded)
    assert len(found.wrong) == sum(one != other for one, other in zip(cut, rounded, strict=True))


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_the_bases_named_are_all_bases_that_print_so(count: int, base: int) -> None:
    assume(count <= base)
    printed = _printed(count, base, 1, ROUND_HALF_UP)
    assume(Decimal(printed) > 0)
    bases = shares.check([count], [printed], base).cells[0].bases
    assert bases is not None
    low, high = bases
    assert low <= base <= high
    for one in (low, high):
        assert _printed(count, one, 1, ROUND_HALF_UP) == printed
    assert low == count or _printed(count, low - 1, 1, ROUND_HALF_UP) != printed
    assert _printed(count, high + 1, 1, ROUND_HALF_UP) != printed


CASES = [
    ("forced_sum", [1, 1, 1], ["33.4", "33.3", "33.3"], None),
    ("wrong", [1, 1, 2], ["25.1", "24.9", "50.0"], None),
    ("wrong", [10, 20, 70], ["10.0", "20.3", "70.0"], None),
    ("truncation", [2, 3, 2], ["28.5", "42.8", "28.5"], None),
    ("boundary", [8995, 1005], ["89.9", "10.1"], None),
    ("mixed_base", [40, 60, 30], ["30.8", "46.2", "37.5"], None),
    ("mislabelled_base", [40, 60], ["20.0", "30.0"], 150),
    ("empty_base", [0, 0], ["0", "0"], None),
    ("no_base", [40], ["20.0"], None),
]


@pytest.mark.parametrize(("verdict", "counts", "printed", "base"), CASES)
def test_each_verdict(
    verdict: str, counts: list[int], printed: list[str], base: int | None
) -> None:
    found = shares.check(counts, printed, base)
    assert found.verdict == verdict
    assert explaining.verdict(found, "zh") != explaining.verdict(found, "en")


def test_a_set_right_on_its_sum_shows_the_total_it_misnames() -> None:
    found = shares.check([40, 60], ["40.0", "60.0"], named=120)
    assert (found.verdict, found.base, found.named_base) == ("mislabelled_base", 100, 120)
    assert explaining.notes(found, "en") == ["the text names 120, the cells are shares of 100"]


@pytest.mark.parametrize(
    ("counts", "printed"), [([], []), ([1], ["1", "2"]), ([-1], ["3"]), ([1], ["many"])]
)
def test_what_is_no_set_is_refused(counts: list[int], printed: list[str]) -> None:
    with pytest.raises(HuiyinError, match="FIGURES_INVALID"):
        shares.check(counts, printed)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published rows lie beside the project")
def test_the_published_rows_get_their_verdict_from_counts_alone() -> None:
    kinds = {
        "forced sum": "forced_sum",
        "wrong": "wrong",
        "mixed": "mixed_base",
        "boundary": "boundary",
    }
    kinds |= {"truncation": "truncation", "exact": "exact"}
    rows = list(csv.DictReader(PUBLISHED.read_text("utf-8").splitlines()))
    for row in rows:
        counts = [int(one) for one in row["counts"].split(";")]
        found = shares.check(counts, row["published_percent"].split(";"), int(row["base"]))
        wanted = next(kind for words, kind in kinds.items() if row["verdict"].startswith(words))
        assert found.verdict == wanted, row["set"]
        assert found.hundred == (wanted == "forced_sum" or "sum forced" in row["verdict"]), row[
            "set"
        ]
        assert found.whole or "partial" in row["verdict"] or len(counts) == 1
    assert len(rows) == 26
