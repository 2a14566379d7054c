# SPDX-License-Identifier: Apache-2.0
"""Gathering (取材): all an overview is made of, as those it is for may know it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from huiyin.core.overview import composing
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Membership
from huiyin.web.commitments.selectors import telling as commitments
from huiyin.web.docket.selectors import handling, reading, shown
from huiyin.web.kit import words
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import leading
from huiyin.web.replies.selectors import answered

_COUNTED = (
    "received",
    "first_examined",
    "second_examined",
    "filed",
    "merged",
    "in_hand",
    "replied",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a paper is about, and for whom."""

    row: models.Overview
    actor: Actor

    @property
    def reader(self) -> Actor:
        """As whom everything is read."""
        return permissions.reader_of(self.row, self.actor)


def suggestions(scope: Scope) -> QuerySet[Any]:
    """Give the suggestions a paper tells of: of its session, standing, and those of its body, member or topic alone."""
    row = scope.row
    rows = reading.suggestions(scope.reader).filter(
        proposal__session_id=row.session_id, proposal__state__in=_COUNTED
    )
    if row.body_id:
        rows = rows.filter(handling.held_by(row.body_id))
    if row.person_id:
        rows = rows.filter(proposal__proposer_id=row.person_id, proposal__masked=False)
    if row.topic:
        rows = rows.filter(text__icontains=row.topic) | rows.filter(
            proposal__title__icontains=row.topic
        )
    return rows.select_related("proposal__proposer", "proposal__case").order_by("pk")


def facts(scope: Scope, *, on: date) -> composing.Facts:
    """Gather the facts of a paper.

    Cost: ten queries, however many suggestions there are.
    """
    row, lang = scope.row, scope.row.language
    asks = list(suggestions(scope))
    themes = {one.pk: one.label for one in row.themes.filter(dropped_at=None)}
    under = dict(row.themed.values_list("proposal_id", "theme_id"))
    tasks = handling.bodies({one.proposal.case_id for one in asks if one.proposal.case_id})
    replies = answered.of(scope.reader, [one.pk for one in asks])
    promises = commitments.of_suggestions(scope.reader, [one.pk for one in asks])
    seats = _sectors(row, lang)
    matters = []
    for one in asks:
        proposal = one.proposal
        told = replies.get(one.pk, [])
        open_name = shown.sees_name(scope.reader, proposal)
        matters.append(
            composing.Matter(
                ref=one.uid,
                words=one.text,
                who=_who(scope, proposal),
                sector=seats.get(proposal.proposer_id, "") if open_name else "",
                theme=themes.get(under.get(proposal.pk, 0), ""),
                bodies=tuple(_body(each.body, lang) for each in tasks.get(proposal.case_id or 0, [])),
                answers=tuple(
                    composing.Answered(ref=each.uid, words=each.text, body=_body(each.body, lang), disposition=each.disposition)
                    for each in told
                ),
                promises=tuple(_promise(each, lang) for each in promises.get(one.pk, [])),
                waiting_days=max(0, (on - _since(proposal)).days) if not told else 0,
            )
        )  # fmt: skip
    return composing.Facts(
        language="en" if lang == "en" else "zh",
        as_of=day(on, lang),
        matters=tuple(matters),
        themes=tuple(themes.values()),
        lead=tuple(leading.stated(scope.actor, row, on=on)),
    )


def _since(proposal: Any) -> date:
    return timezone.localdate(proposal.filed_at or proposal.received_at or proposal.created_at)


def _sectors(row: models.Overview, lang: str) -> dict[int, str]:
    seats = Membership.objects.filter(term_id=row.session.term_id, sector__isnull=False)
    some = seats.select_related("sector").order_by("pk")
    return {
        one.person_id: (lang == "en" and one.sector.name_en) or one.sector.name
        for one in some
        if one.sector
    }


def _who(scope: Scope, proposal: Any) -> str:
    lang = scope.row.language
    if not shown.sees_name(scope.reader, proposal):
        return words.say("overview.masked", lang)
    if proposal.collective:
        return str(proposal.collective)
    person = proposal.proposer
    name = (lang == "en" and person.name_en) or person.name
    return words.say("overview.member", lang, name=name)


def _body(body: Any, lang: str) -> str:
    return str((lang == "en" and body.name_en) or body.name)


def _promise(one: Any, lang: str) -> composing.Promised:
    return composing.Promised(
        ref=one.uid, words=one.quote, body=_body(one.body, lang), state=one.state_words.get(lang) or one.state_words.get("zh", ""),
        due=day(one.due_on, lang) if one.due_on else "", first_due=day(one.first_due_on, lang) if one.first_due_on else "",
        slipped=one.slipped,
    )  # fmt: skip


def day(on: date, lang: str) -> str:
    """Say a day as papers say it.

    >>> day(date(2026, 3, 5), "zh"), day(date(2026, 3, 5), "en")
    ('2026年3月5日', '5 March 2026')
    """
    return f"{on.day} {on:%B} {on.year}" if lang == "en" else f"{on.year}年{on.month}月{on.day}日"
