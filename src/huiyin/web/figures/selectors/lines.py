# SPDX-License-Identifier: Apache-2.0
"""Lines (明细): the rows behind a number, each with where it leads, as far as an actor may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person
from huiyin.web.commitments.selectors import commitments
from huiyin.web.commitments.selectors import shown as commitment_words
from huiyin.web.docket.selectors import proposals, reading, shown
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.evaluations.selectors import evaluations
from huiyin.web.evaluations.selectors import shown as form_words
from huiyin.web.replies.selectors import replies
from huiyin.web.replies.selectors import shown as reply_words


@dataclass(frozen=True, slots=True)
class Line:
    """A row behind a number."""

    id: str
    title: str
    href: str
    number: str = ""
    note: str = ""
    state: shown.State | None = None


def of(actor: Actor, unit: str, ids: Sequence[str]) -> list[Line]:
    """Give some rows of a unit in the order of their ids; what the actor may not see is not among them.

    Cost: a few queries whatever the number of rows.
    """
    found = {line.id: line for line in _LINES[unit](actor, ids)} if ids else {}
    return [found[one] for one in ids if one in found]


def _proposals(actor: Actor, ids: Sequence[str]) -> list[Line]:
    rows = proposals.with_all(proposals.seen(actor).filter(uid__in=ids))
    some = (proposals.line(actor, row) for row in rows)
    return [
        Line(
            one.row.uid, one.row.title, f"/proposals/{one.row.uid}/", one.number, one.proposer,
            one.state,
        )
        for one in some
    ]  # fmt: skip


def _cases(actor: Actor, ids: Sequence[str]) -> list[Line]:
    rows = reading.cases(actor).filter(uid__in=ids)
    return [Line(row.uid, row.title, f"/cases/{row.uid}/", shown.number(row)) for row in rows]


def _tasks(actor: Actor, ids: Sequence[str]) -> list[Line]:
    return [
        Line(
            row.uid, row.case.title, f"/assignments/{row.uid}/", shown.number(row.case),
            shown.body(row.body), shown.state(row),
        )
        for row in docket.tasks(actor).filter(uid__in=ids)
    ]  # fmt: skip


def _replies(actor: Actor, ids: Sequence[str]) -> list[Line]:
    return [
        Line(
            row.uid, row.assignment.case.title, f"/replies/{row.uid}/", shown.number(row.assignment.case),
            shown.body(row.assignment.body), reply_words.state(row),
        )
        for row in replies.seen(actor).filter(uid__in=ids)
    ]  # fmt: skip


def _suggestions(actor: Actor, ids: Sequence[str]) -> list[Line]:
    rows = reading.suggestions(actor).filter(uid__in=ids)
    return [
        Line(
            row.uid, row.text, f"/proposals/{row.proposal.uid}/", shown.number(row.proposal.case),
            row.proposal.title, shown.state(row.proposal),
        )
        for row in rows.select_related("proposal__case__session", "proposal__session")
    ]  # fmt: skip


def _forms(actor: Actor, ids: Sequence[str]) -> list[Line]:
    return [
        Line(
            row.uid, row.reply.assignment.case.title, f"/evaluations/{row.uid}/", shown.number(row.reply.assignment.case),
            shown.body(row.reply.assignment.body), form_words.state(row),
        )
        for row in evaluations.seen(actor).filter(uid__in=ids)
    ]  # fmt: skip


def _commitments(actor: Actor, ids: Sequence[str]) -> list[Line]:
    rows = list(commitments.seen(actor).filter(uid__in=ids))
    some = commitments.lines(actor, rows, on=shown.today())
    return [
        Line(
            one.row.uid, one.text, f"/commitments/{one.row.uid}/", one.number, one.body,
            commitment_words.state(one.row),
        )
        for one in some
    ]  # fmt: skip


def _members(actor: Actor, ids: Sequence[str]) -> list[Line]:
    rows = Person.objects.filter(pk__in=ids) if actor.user_id else Person.objects.none()
    return [Line(str(row.pk), shown.person(row), f"/people/{row.pk}/") for row in rows]


_LINES: dict[str, Callable[[Actor, Sequence[str]], list[Line]]] = {
    "proposals": _proposals,
    "cases": _cases,
    "replies_due": _tasks,
    "replies": _replies,
    "suggestions": _suggestions,
    "forms": _forms,
    "commitments": _commitments,
    "members": _members,
}
