# SPDX-License-Identifier: Apache-2.0
"""Closing (闭会核对): what would end silent, so that a meeting is not closed over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class OpenEnd(StrEnum):
    """What is still open of one thing said."""

    UNDECIDED = "undecided"  # 未确认: the reader proposed it and no clerk has looked
    STALE = "stale"  # 原话已改: its words were corrected away
    OBJECTED = "objected"  # 本人有异议: who spoke does not agree with the wording
    NO_SPEAKER = "no_speaker"  # 发言人不明
    NO_BODY = "no_body"  # 建议没有承办单位
    NO_OWNER = "no_owner"  # 交办没有责任人
    NO_DATE = "no_date"  # 交办没有时限
    NO_ANSWER = "no_answer"  # 询问没有答复


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said, as the check sees it.

    Attributes:
        kind: of `web.meetings`' kinds: suggestion, question, answer, commitment, assignment.
        settled: a person looked at it; `resolved` nothing more is owed, with a reason given.
        stale: its words were corrected away; `objected`: the speaker objects to the wording.
    """

    id: int
    kind: str
    settled: bool = True
    has_speaker: bool = True
    has_body: bool = False
    has_owner: bool = False
    has_date: bool = False
    answered: bool = False
    resolved: bool = False
    stale: bool = False
    objected: bool = False


def open_ends(items: Iterable[Item]) -> list[tuple[Item, Sequence[OpenEnd]]]:
    """Give each item with what is open of it; items of which nothing is open are left out.

    >>> [(item.id, list(map(str, ends))) for item, ends in open_ends([Item(1, "suggestion")])]
    [(1, ['no_body'])]
    """
    return [(item, ends) for item in items if (ends := _of(item))]


def _of(item: Item) -> list[OpenEnd]:
    if not item.settled:
        return [OpenEnd.UNDECIDED]
    if item.resolved:
        return []
    common = [(not item.stale, OpenEnd.STALE), (not item.objected, OpenEnd.OBJECTED)]
    tests = {
        "suggestion": [(item.has_speaker, OpenEnd.NO_SPEAKER), (item.has_body, OpenEnd.NO_BODY)],
        "assignment": [
            (item.has_body, OpenEnd.NO_BODY),
            (item.has_owner, OpenEnd.NO_OWNER),
            (item.has_date, OpenEnd.NO_DATE),
        ],
        "question": [(item.answered, OpenEnd.NO_ANSWER)],
    }
    return [end for holds, end in common + tests.get(item.kind, []) if not holds]
