# SPDX-License-Identifier: Apache-2.0
"""Tallies (计数底数): the forms asked of proposers in a session, bare, for counting, as far as an actor may see them."""

from dataclasses import dataclass

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket import permissions
from huiyin.web.evaluations import models
from huiyin.web.kit import ports


@dataclass(frozen=True, slots=True)
class FormTally:
    """A form asked of one person about one round of a reply.

    Attributes:
        state: `submitted` once it was given, whatever was ruled on it.
        counts: how it counts on the axis that decides, "" where nothing was said.
        axes: how it counts on each axis, as `attitude_good`.
    """

    uid: str
    task_id: int
    state: str
    counts: str
    axes: frozenset[str]


def forms(actor: Actor, session: Session) -> list[FormTally]:
    """Give the forms of a session that an actor may see.

    Cost: two queries.
    """
    rows = models.Evaluation.objects.filter(
        permissions.visible(actor, models.Evaluation), reply__assignment__case__session=session
    ).order_by()
    pack = ports.pack(session.pack, session.pack_version)
    said: dict[int, frozenset[str]] = {}
    given = models.Judgement.objects.filter(evaluation__in=rows.values("pk")).order_by("number")
    for evaluation, values in given.values_list("evaluation_id", "values"):
        said[evaluation] = frozenset(
            f"{axis.id}_{value.counts}"
            for axis in pack.replies.evaluation.values()
            for value in axis.values
            if values.get(axis.id) == value.id
        )
    return [
        FormTally(uid, task, "submitted" if state in models.JUDGED else state, counts, said.get(pk, frozenset()))
        for pk, uid, task, state, counts in rows.values_list("pk", "uid", "reply__assignment_id", "state", "counts")
    ]  # fmt: skip
