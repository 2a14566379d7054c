# SPDX-License-Identifier: Apache-2.0
"""Closing (件件有回音): how far a suggestion is. Closed means: an answer was received and its evaluation is settled, or a
reason why there is none stands on record; nothing else is closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from huiyin.web.docket.selectors import rows as docket
from huiyin.web.evaluations import models

ENDED = ("withdrawn", "not_filed", "converted")  # states of a proposal that need a recorded reason


@dataclass(frozen=True, slots=True)
class Line:
    """How far a suggestion is.

    Attributes:
        ground: `closed_reason`, `closed_judged`, `closed_lapsed`, `closed_upheld` where it is closed; `evaluating`, `disputed`,
            `delivering`, `registered`, `in_hand` where it is not.
        reply_ids: the rounds that were received.
    """

    suggestion: Any
    ground: str
    reply_ids: tuple[int, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing is owed to the proposer any more."""
        return self.ground.startswith("closed")


@dataclass(frozen=True, slots=True)
class Owing:
    """A living task that owes an answer.

    Attributes:
        asks: the suggestions it has to answer.
        reply: its last round, None where nothing is written or the answer stands in another register.
        states: how the evaluations of that round stand, by the proposal.
    """

    done: bool
    asks: frozenset[int]
    reply: Any
    states: Mapping[int, frozenset[str]]


def of_case(case_id: int) -> list[Line]:
    """Give how far each suggestion of a case is, in order.

    Cost: six queries, however many suggestions, bodies and rounds there are.
    """
    asked = apps.get_model("docket", "Suggestion").objects.filter(
        proposal__case_id=case_id, dropped_at=None
    )
    owing = _owing(case_id)
    some = asked.select_related("proposal").order_by("proposal", "order")
    return [of_suggestion(one, owing) for one in some]


def _owing(case_id: int) -> list[Owing]:
    assignments = apps.get_model("docket", "Assignment").objects
    rows = assignments.filter(case_id=case_id, role__in=docket.OWING).select_related("case")
    tasks = [one for one in rows if one.state in one.LIVING]
    asks = docket.asks_of(tasks)
    replies = apps.get_model("replies", "Reply").objects.filter(assignment__in=tasks)
    last = {one.assignment_id: one for one in replies.order_by("round")}
    states: dict[int, dict[int, frozenset[str]]] = {}
    rounds = models.Evaluation.objects.filter(reply__in=last.values())
    for reply_id, proposal_id, state in rounds.values_list("reply_id", "proposal_id", "state"):
        held = states.setdefault(reply_id, {})
        held[proposal_id] = held.get(proposal_id, frozenset()) | {state}
    return [
        Owing(
            one.state == "done", frozenset(asks[one.pk]), last.get(one.pk),
            states.get(last[one.pk].pk, {}) if one.pk in last else {},
        )
        for one in tasks
    ]  # fmt: skip


def of_suggestion(row: Any, owing: Iterable[Owing]) -> Line:
    """Give how far one suggestion is, by the living tasks that owe an answer.

    With several separate bodies it is as far as the one that is least far.
    """
    if row.proposal.state in ENDED:
        return Line(row, "closed_reason")
    grounds, received = [], []
    for task in owing:
        if row.pk in task.asks:
            ground, reply_id = _of_task(row, task)
            grounds.append(ground)
            received += [reply_id] if reply_id else []
    if not grounds:
        return Line(row, "in_hand")
    return Line(row, min(grounds, key=_FAR.index), tuple(received))


_FAR = (
    "in_hand", "registered", "delivering", "disputed", "evaluating", "closed_upheld", "closed_lapsed", "closed_judged",
)  # fmt: skip


def _of_task(row: Any, task: Owing) -> tuple[str, int]:
    if not task.done:
        return "in_hand", 0
    if task.reply is None or task.reply.state != "received":
        return "delivering" if task.reply else "registered", 0
    states = task.states.get(row.proposal_id, frozenset())
    ground = next((ground for state, ground in _GROUNDS if state in states), "closed_judged")
    return ground, task.reply.pk


_GROUNDS = (
    ("to_rule", "disputed"), ("rehandled", "disputed"), ("open", "evaluating"), ("upheld", "closed_upheld"),
    ("lapsed", "closed_lapsed"),
)  # fmt: skip
