# SPDX-License-Identifier: Apache-2.0
"""Rolling up (进展汇总): how far the commitments of a goal or a plan are, and of how many nothing is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

KEPT = ("verified", "closed")
GIVEN_UP = "infeasible"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one commitment stands.

    Attributes:
        state: of the machine `commitment`.
        reported_on: the day of its last report, None where there never was one.
        percent: what that report says is done, None where it gives no figure.
    """

    state: str
    reported_on: date | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Rolled:
    """What is known of some commitments together.

    Attributes:
        total: how many there are.
        kept: how many are verified or closed.
        given_up: how many were explained to be infeasible.
        unknown: how many have no report at all: of these nothing is known, which is not the same as no progress.
        share: the mean of what is known, between 0 and 1, over those with a figure; None where no figure is known.
        counted: over how many `share` is taken.
    """

    total: int
    kept: int
    given_up: int
    unknown: int
    counted: int
    share: Fraction | None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known."""
        return self.share is None


def roll_up(rows: Iterable[Standing]) -> Rolled:
    """Tell how far some commitments are.

    One that is verified or closed counts in full, one given up as nothing; one without a report, or whose report gives no
    figure, is left out of the share and never counted as progress.

    >>> roll_up([Standing("verified"), Standing("in_progress", date(2026, 5, 1), 40), Standing("promised")]).share
    Fraction(7, 10)
    >>> roll_up([Standing("in_progress"), Standing("promised")]).is_unknown
    True
    """
    some = list(rows)
    known = [one for one in map(_percent, some) if one is not None]
    return Rolled(
        total=len(some),
        kept=sum(one.state in KEPT for one in some),
        given_up=sum(one.state == GIVEN_UP for one in some),
        unknown=sum(one.reported_on is None and one.state not in (*KEPT, GIVEN_UP) for one in some),
        counted=len(known),
        share=Fraction(sum(known), 100 * len(known)) if known else None,
    )


def _percent(one: Standing) -> int | None:
    if one.state in KEPT:
        return 100
    if one.state == GIVEN_UP:
        return 0
    return one.percent if one.reported_on is not None else None
