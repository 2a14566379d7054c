# SPDX-License-Identifier: Apache-2.0
"""A reply as it is being written (答复稿), and what is known around it: what the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DISPOSITION_NEEDS: Mapping[str, tuple[str, ...]] = {
    "in_progress": ("date", "owner"), "planned": ("date", "owner"), "deferred": ("reason",), "declined": ("reason",),
    "higher_level": ("reported",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one suggestion.

    Attributes:
        suggestion: its id; `asked` its words, the first sentence saying what it is about.
        result: a value of `dispositions.Result`, "" where none is chosen yet.
        due_on, owner, reason, reported: what goes with the disposition.
    """

    suggestion: str
    asked: str
    text: str
    result: str = ""
    due_on: date | None = None
    owner: str = ""
    reason: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A reply: opening and closing words, and an answer for each suggestion in scope, empty where none is written."""

    answers: tuple[Answer, ...]
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a reply.

    Attributes:
        contacted: whether a contact with the proposer is logged.
        joint_open: names of joint bodies that have neither given an opinion nor signed, in order.
        public: telephone numbers and addresses a body publishes itself.
    """

    contacted: bool = True
    joint_open: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overruling:
    """A remark set aside by a person, with a reason: of one check, for one suggestion ("" for the whole reply)."""

    check: str
    suggestion: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a place's pack says of the checks.

    Attributes:
        levels: check id → `blocking`, `warning` or `off`; one not named is a warning.
        needs: result → what an answer so disposed must give (`date`, `owner`, `reason`, `reported`).
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DISPOSITION_NEEDS)
