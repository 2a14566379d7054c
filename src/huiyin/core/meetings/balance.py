# SPDX-License-Identifier: Apache-2.0
"""Balance (均衡): who spoke, for how long and with how many suggestions, by sector, gender, party or body."""

from collections.abc import Iterable
from dataclasses import dataclass

AXES = ("sector", "gender", "party", "body")


@dataclass(frozen=True, slots=True)
class Voice:
    """One participant with what came of them; an axis may be "" where it is not known."""

    sector: str = ""
    gender: str = ""
    party: str = ""
    body: str = ""
    invited: bool = True
    present: bool = False
    turn_count: int = 0
    seconds: float = 0.0
    suggestion_count: int = 0


@dataclass(slots=True)
class Share:
    """A group on an axis: how many were invited, came and spoke, for how long, with how many suggestions.

    Units: shares in [0, 1] of the whole meeting; 0 where there is nothing to share.
    """

    name: str
    invited_count: int = 0
    present_count: int = 0
    speaker_count: int = 0
    turn_count: int = 0
    seconds: float = 0.0
    suggestion_count: int = 0
    present_share: float = 0.0
    time_share: float = 0.0
    suggestion_share: float = 0.0


def shares(voices: Iterable[Voice], axis: str) -> list[Share]:
    """Give the groups of an axis, those heard least for their size first.

    Errors: ValueError for an axis that is none.

    >>> [one.name for one in shares([Voice("教育", present=True), Voice("科技", present=True, seconds=60)], "sector")]
    ['教育', '科技']
    """
    if axis not in AXES:
        raise ValueError(axis)
    found: dict[str, Share] = {}
    for voice in voices:
        name = getattr(voice, axis)
        one = found.setdefault(name, Share(name))
        one.invited_count += voice.invited
        one.present_count += voice.present
        one.speaker_count += voice.turn_count > 0
        one.turn_count += voice.turn_count
        one.seconds += voice.seconds
        one.suggestion_count += voice.suggestion_count
    present = sum(one.present_count for one in found.values())
    seconds = sum(one.seconds for one in found.values())
    said = sum(one.suggestion_count for one in found.values())
    for one in found.values():
        one.present_share = one.present_count / present if present else 0.0
        one.time_share = one.seconds / seconds if seconds else 0.0
        one.suggestion_share = one.suggestion_count / said if said else 0.0
    return sorted(found.values(), key=lambda one: (one.time_share - one.present_share, one.name))
