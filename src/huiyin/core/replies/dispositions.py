# SPDX-License-Identifier: Apache-2.0
"""Dispositions (办理结果): what a body does about a suggestion, in one canonical set; a place's letter is a view of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Result(StrEnum):
    """What becomes of a suggestion."""

    DONE = "done"  # 已解决、已采纳
    PARTLY_DONE = "partly_done"  # 部分解决
    IN_PROGRESS = "in_progress"  # 正在解决, with a date
    PLANNED = "planned"  # 列入计划, with a date
    DEFERRED = "deferred"  # 暂缓, with a reason
    REFERENCE = "reference"  # 留作参考
    DECLINED = "declined"  # 不能采纳, for law or policy
    HIGHER_LEVEL = "higher_level"  # 属上级职权, with what was reported
    NOT_ANSWERED = "not_answered"  # 未答复


DATED = frozenset((Result.IN_PROGRESS, Result.PLANNED))
REASONED = frozenset((Result.DEFERRED, Result.DECLINED))
TO_BE_FOLLOWED = frozenset((Result.PARTLY_DONE, Result.IN_PROGRESS, Result.PLANNED))


@dataclass(frozen=True, slots=True)
class Disposition:
    """A result with what it must be given with.

    Attributes:
        due_on: the date by which it is to be done, where one is said.
        reason: why it is deferred or declined.
        reported: what was reported to the higher level.
    """

    result: Result
    due_on: date | None = None
    reason: str = ""
    reported: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name what it must be given with and is not: `date`, `reason`, `reported`.

        >>> Disposition(Result.PLANNED).lacks, Disposition(Result.DECLINED, reason="预算法").lacks
        (('date',), ())
        """
        lacking = (
            ("date", self.result in DATED and self.due_on is None),
            ("reason", self.result in REASONED and not self.reason.strip()),
            ("reported", self.result is Result.HIGHER_LEVEL and not self.reported.strip()),
        )
        return tuple(name for name, is_lacking in lacking if is_lacking)


def letter(result: Result, scheme: Mapping[str, str]) -> str:
    """Give the letter a place's scheme has for a result, "" where it has none.

    Shapes: `scheme` maps results to letters, as a pack holds it.

    >>> letter(Result.PARTLY_DONE, {"done": "A", "partly_done": "A", "planned": "B"})
    'A'
    """
    return scheme.get(result.value, "")


def meant_by(shown: str, scheme: Mapping[str, str]) -> tuple[Result, ...]:
    """Give the results a letter may stand for, in the order of the set: what an import of past years can know.

    >>> [result.value for result in meant_by("B", {"in_progress": "B", "planned": "B", "done": "A"})]
    ['in_progress', 'planned']
    """
    return tuple(result for result in Result if scheme.get(result.value) == shown)
