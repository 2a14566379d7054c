# SPDX-License-Identifier: Apache-2.0
"""Plans with their goals as a tree, each with how far what serves it is; of what nothing was reported, that is said."""

from dataclasses import dataclass, field
from typing import Any

from huiyin.core.commitments import rolling
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.selectors import commitments, shown


@dataclass(slots=True)
class Branch:
    """A goal with what lies under it; `standings` are those of the commitments that serve it or a goal below, each once."""

    row: models.Goal
    title: str
    standings: dict[int, rolling.Standing] = field(default_factory=dict)
    parts: list["Branch"] = field(default_factory=list)

    @property
    def rolled(self) -> rolling.Rolled:
        """How far it is."""
        return rolling.roll_up(self.standings.values())

    @property
    def says(self) -> str:
        """How far it is, in words."""
        return shown.rolled(self.rolled)


def plans(actor: Actor) -> list[dict[str, Any]]:
    """Give the plans, the latest first, with how far each is."""
    found = []
    for row in models.Plan.objects.all():
        top = tree(actor, row)
        whole: dict[int, rolling.Standing] = {}
        for one in top:
            whole |= one.standings
        rolled = rolling.roll_up(whole.values())
        found.append(
            {
                "row": row,
                "title": shown.title_of(row),
                "rolled": rolled,
                "says": shown.rolled(rolled),
            }
        )
    return found


def tree(actor: Actor, plan: models.Plan) -> list[Branch]:
    """Give the goals of a plan as a tree.

    Cost: three queries.
    """
    goals = list(plan.goals.all())
    branches = {row.pk: Branch(row, shown.title_of(row)) for row in goals}
    served = models.Commitment.goals.through.objects.filter(goal__plan=plan)
    by: dict[int, list[int]] = {}
    for goal, commitment in served.values_list("goal_id", "commitment_id"):
        by.setdefault(commitment, []).append(goal)
    for row in commitments.seen(actor).filter(pk__in=by):
        for goal in by[row.pk]:
            _lay(branches, goal, row.pk, commitments.standing(row))
    top: list[Branch] = []
    for one in goals:
        under = branches.get(one.parent_id or 0)
        (under.parts if under else top).append(branches[one.pk])
    return top


def _lay(branches: dict[int, Branch], goal: int, pk: int, standing: rolling.Standing) -> None:
    at: int | None = goal
    passed: set[int] = set()
    while at is not None and at in branches and at not in passed:
        passed.add(at)
        branches[at].standings[pk] = standing
        at = branches[at].row.parent_id


def flat(top: list[Branch], depth: int = 0) -> list[tuple[int, Branch]]:
    """Give a tree line by line, each with its depth."""
    found: list[tuple[int, Branch]] = []
    for one in top:
        found.append((depth, one))
        found += flat(one.parts, depth + 1)
    return found


def choices() -> list[tuple[str, str]]:
    """Give all goals as choices: by the uid, with the plan's title before the goal's."""
    rows = models.Goal.objects.select_related("plan")
    return [
        (row.uid, f"{shown.title_of(row.plan)} · {row.code} {shown.title_of(row)}") for row in rows
    ]
