# SPDX-License-Identifier: Apache-2.0
"""The assignment meeting (交办会): bodies with their loads, cases that wait, who would fit and why, what is disputed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from huiyin.web.accounts.models import Body
from huiyin.web.docket import loads, models
from huiyin.web.docket.selectors import likeness, shown, splitting
from huiyin.web.kit import ports

WAITING_MOST, PAST_MOST, FIT_MOST = 30, 1500, 4
LIKE = 0.5  # so much alike a past suggestion must be to speak for its body


@dataclass(slots=True)
class Fit:
    """A body that would fit a case, and why: its duties, its name in the text, and where ones like it went."""

    body: Body
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The body's name in the language of the page."""
        return shown.body(self.body)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits to be assigned: wished, proposed and recommended bodies kept apart."""

    case: models.Case
    number: str
    asks: int
    wished: list[str]
    proposed: list[str]
    fits: list[Fit]
    clock: models.Deadline | None
    days: int | None


def body_loads(*, on: date) -> list[dict[str, Any]]:
    """Give the bodies with what they have in hand, the most laden first."""
    by = loads.by_body(on)
    most = max((n for n, _ in by.values()), default=0) or 1
    rows = [
        {
            "row": row,
            "name": shown.body(row),
            "n": by.get(row.pk, (0, 0))[0],
            "late": by.get(row.pk, (0, 0))[1],
            "most": most,
        }
        for row in Body.objects.filter(valid_to=None)
    ]
    return sorted(rows, key=lambda one: (-one["n"], one["row"].pk))


def waiting(*, on: date) -> list[Waiting]:
    """Give the cases that wait, those that wait longest first, with the bodies that would fit."""
    rows = list(
        models.Case.objects.filter(proposals__state="filed")
        .distinct()
        .prefetch_related("proposals__suggestions", "proposals__handlers__body", "proposals__deadlines", "assignments__body")
        .order_by("opened_at")[:WAITING_MOST]
    )  # fmt: skip
    texts = {row.pk: _texts(row) for row in rows}
    fits = fits_of(texts)
    return [_waiting(row, fits.get(row.pk, []), on) for row in rows]


def _texts(case: models.Case) -> list[models.Suggestion]:
    return [
        ask
        for row in case.proposals.all()
        for ask in row.suggestions.all()
        if ask.dropped_at is None
    ]


def _waiting(case: models.Case, fits: list[Fit], on: date) -> Waiting:
    some = list(case.proposals.all())
    clocks = [
        one
        for row in some
        for one in row.deadlines.all()
        if one.state != "stopped" and one.clock == "assign"
    ]
    since = [row.waiting_since for row in some if row.waiting_since]
    wished = [
        shown.body(one.body)
        for row in some
        for one in row.handlers.all()
        if one.standing == "wished"
    ]
    return Waiting(
        case, shown.number(case), len(_texts(case)), list(dict.fromkeys(wished)),
        [shown.body(one.body) for one in case.assignments.all() if one.state == "proposed"], fits,
        min(clocks, key=lambda one: one.due_on, default=None), (on - min(since)).days if since else None,
    )  # fmt: skip


def fits_of(texts: dict[int, list[models.Suggestion]]) -> dict[int, list[Fit]]:
    """Rank bodies for cases, by their duties and by where suggestions like theirs went before.

    Cost: one ranking and one comparison for all cases together.
    """
    flat = [(pk, ask) for pk, asks in texts.items() for ask in asks]
    if not flat:
        return {}
    rows = {row.name: row for row in Body.objects.filter(valid_to=None)}
    found: dict[int, dict[int, Fit]] = defaultdict(dict)
    ranked = ports.rank(
        splitting.bodies(), [ask.text for _, ask in flat], [ask.addressee for _, ask in flat]
    )
    for (pk, _), some in zip(flat, ranked, strict=True):
        for one in some:
            if body := rows.get(one.body):
                fit = found[pk].setdefault(body.pk, Fit(body))
                reason = (
                    shown.say(f"meet.by_{one.reason}", duty=one.duty)
                    if one.reason in ("named", "duty")
                    else ""
                )
                if one.score > fit.score:
                    fit.score = one.score
                    fit.reasons = [reason] if reason else []
    _weigh_past(found, flat, {row.pk: row for row in rows.values()})
    return {
        pk: sorted(fits.values(), key=lambda fit: -fit.score)[:FIT_MOST]
        for pk, fits in found.items()
    }


def _weigh_past(
    found: dict[int, dict[int, Fit]],
    flat: Sequence[tuple[int, models.Suggestion]],
    rows: dict[int, Body],
) -> None:
    """Let past routings speak: so many like it went to a body; what it handed back counts against it."""
    past = list(
        models.Suggestion.objects.filter(
            proposal__case__assignments__role__in=["lead", "sole"], dropped_at=None
        )
        .exclude(proposal__case_id__in={pk for pk, _ in flat})
        .order_by("-pk")
        .values_list("proposal__case_id", "text")
        .distinct()[:PAST_MOST]
    )
    if not past:
        return
    texts = [*(ask.text for _, ask in flat), *(text for _, text in past)]
    like: dict[int, set[int]] = defaultdict(set)
    for pair in likeness.of(texts):
        low, high = sorted((pair.a, pair.b))
        if pair.score >= LIKE and low < len(flat) <= high:
            like[flat[low][0]].add(past[high - len(flat)][0])
    routed = _routed({case for cases in like.values() for case in cases})
    for pk, cases in like.items():
        kept: dict[int, int] = defaultdict(int)
        back: dict[int, int] = defaultdict(int)
        for case in cases:
            for body, state in routed.get(case, ()):
                (back if state == "handed_on" else kept)[body] += 1
        for body in set(kept) | set(back):
            if body in rows:
                fit = found[pk].setdefault(body, Fit(rows[body]))
                fit.score += (kept[body] - back[body]) / max(1, len(cases))
                if kept[body]:
                    fit.reasons.append(shown.say("meet.by_past", n=kept[body], of=len(cases)))
                if back[body]:
                    fit.reasons.append(shown.say("meet.by_back", n=back[body]))


def _routed(cases: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = models.Assignment.objects.filter(case_id__in=set(cases), role__in=["lead", "sole"])
    for case, body, state in rows.values_list("case_id", "body_id", "state"):
        found[case].append((body, state))
    return found


def rulings() -> list[dict[str, Any]]:
    """Give the tasks whose return or dispute waits for a ruling, the soonest clock first."""
    rows = models.Assignment.objects.filter(state__in=["objected", "disputed"]).select_related(
        "case", "body"
    )
    found = []
    for row in rows.prefetch_related("objections__names", "deadlines"):
        last = max(
            (one for one in row.objections.all() if one.kind == "return"),
            key=lambda one: one.pk,
            default=None,
        )
        clock = next(
            (
                one
                for one in row.deadlines.all()
                if one.clock == "ruling" and one.state != "stopped"
            ),
            None,
        )
        found.append({
            "row": row, "number": shown.number(row.case), "body": shown.body(row.body), "state": shown.state(row),
            "role": shown.role(shown.pack_of(row), row.role), "objection": last,
            "names": shown.body(last.names) if last and last.names else "", "clock": clock,
        })  # fmt: skip
    return sorted(found, key=lambda one: one["clock"].due_on if one["clock"] else date.max)


def requests() -> list[dict[str, Any]]:
    """Give the wishes of bodies to have another one added that are not answered yet."""
    rows = models.Objection.objects.filter(kind="add", ruling="").select_related(
        "assignment__case", "assignment__body", "names"
    )
    return [
        {
            "row": one,
            "number": shown.number(one.assignment.case),
            "body": shown.body(one.assignment.body),
            "names": shown.body(one.names) if one.names else "",
        }
        for one in rows.order_by("at")
    ]


def bodies() -> list[tuple[int, str]]:
    """Give the bodies that live as choices."""
    return [(row.pk, shown.body(row)) for row in Body.objects.filter(Q(valid_to=None))]
