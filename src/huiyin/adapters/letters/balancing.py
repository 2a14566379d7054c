# SPDX-License-Identifier: Apache-2.0
"""Balancing (标题回行): a title too long for one line is broken where the sense allows, into lines of nearly one length."""

import math
from typing import Final

_ROOM: Final = 20  # full-width characters of size 2 on a line of 156 mm
_NARROW: Final = 0.55
_OPENS: Final = "《（〔“‘"
_CLINGS: Final = "》）〕”’，。、；：的和与及之了"


def lines(title: str) -> tuple[str, ...]:
    """Break a Chinese title into lines; one that fits stays whole.

    >>> lines("关于政协第七届四次会议第0126号提案的答复")
    ('关于政协第七届四次会议', '第0126号提案的答复')
    >>> lines("关于改造旧水管的答复")
    ('关于改造旧水管的答复',)
    """
    count = math.ceil(_width(title) / _ROOM)
    if count < 2:
        return (title,)
    wanted = _width(title) / count
    places = [at for at in range(4, len(title) - 3) if _may_break(title, at)]
    if not places:
        return (title,)
    best = min(places, key=lambda at: abs(_width(title[:at]) - wanted) - _sense(title, at))
    return (title[:best], *lines(title[best:]))


def _width(words: str) -> float:
    return sum(1 if sign > "\u2e7f" else _NARROW for sign in words)


def _may_break(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    return not (
        before in _OPENS
        or after in _CLINGS
        or (before <= "\u2e7f" and after <= "\u2e7f")
        or (before == "第" or (before <= "\u2e7f" and after in "号次届年月日"))
    )


def _sense(title: str, at: int) -> float:
    """Say by how many characters a line may be off for a break where the sense has one."""
    return 3 if title[at] in "第《" or title[at - 1] in "》的号议" else 0
