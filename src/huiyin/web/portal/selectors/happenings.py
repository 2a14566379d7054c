# SPDX-License-Identifier: Apache-2.0
"""What happened to a suggestion (经过), told from the days of its case, its replies and its promises."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from huiyin.web.commitments.selectors import telling
from huiyin.web.docket.selectors import handling, shown
from huiyin.web.kit.showing import Happening
from huiyin.web.portal.selectors import promises
from huiyin.web.replies.selectors import answered


def of(
    row: Any,
    tasks: Sequence[handling.Handled],
    said: Sequence[answered.Said],
    promised: Sequence[telling.Told],
) -> list[Happening]:
    """Give what happened, the latest first.

    Cost: one query a promise.
    """
    found = [*_case(row.proposal, tasks), *_answers(said), *promises.happenings(promised)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _case(proposal: Any, tasks: Sequence[handling.Handled]) -> Iterator[Happening]:
    if proposal.received_at:
        yield Happening(proposal.received_at, shown.say("public.h_received"))
    if proposal.filed_at:
        number = shown.number(proposal.case)
        yield Happening(
            proposal.filed_at, shown.say("public.h_filed", number=number or "–"), tone="seal"
        )
    for one in tasks:
        name = shown.body(one.body)
        role = shown.say("public.joins" if one.role == "joint" else "public.leads")
        if one.issued_at:
            yield Happening(one.issued_at, shown.say("public.h_assigned", body=name, role=role))
        if one.received_at:
            yield Happening(one.received_at, shown.say("public.h_signed", body=name))
        if one.replied_on and one.role != "joint":
            yield Happening(moment(one.replied_on), shown.say("public.h_concluded", body=name))


def _answers(said: Sequence[answered.Said]) -> Iterator[Happening]:
    for one in said:
        yield Happening(
            one.issued_at, shown.say("public.h_answered", body=shown.body(one.body)), tone="seal"
        )


def moment(day: date) -> datetime:
    """Give a day as a moment, for a line of its own among moments."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
