# SPDX-License-Identifier: Apache-2.0
"""The echo map of a session: all its suggestions at a look, and one by one once it is narrowed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Session
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.selectors import tallies
from huiyin.web.figures.selectors import echo_map, facts, labels, sessions
from huiyin.web.kit import doors, listing

_FEW = 60  # suggestions that are listed one by one without being narrowed


@doors.signed_in
@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Show the map, by body, sector or category, narrowed as asked."""
    actor, session = doors.actor_of(request), sessions.asked(request.GET.get("session", ""))
    by = request.GET.get("by", "body")
    if by not in echo_map.BY or request.GET.get("state", "") not in ("", *echo_map.STATES):
        raise HuiyinError("NOT_FOUND")
    whole = echo_map.marks(actor, session, as_of=doors.today())
    asked = {key: request.GET.get(key, "") for key in ("state", "body", "sector", "category")}
    some = echo_map.narrowed(whole, asked)
    bodies = labels.of("body", session)
    asks = echo_map.by_ask(some)
    listed = any(asked.values()) or len(asks) <= _FEW
    cut = listing.of(request, asks if listed else [], [], per_page=50)
    context = {
        "session_name": names.session(session),
        "held_label": facts.label(session),
        "whole": tallies.reads_all(actor),
        "as_of": doors.today(),
        "by": by,
        "axes": [(axis, labels.axis(axis)) for axis in echo_map.BY],
        "query": _without(request, "by", "page"),
        "narrow_query": _without(request, by, "page"),
        "choices": _choices(session, whole, asked),
        "narrowed": any(asked.values()),
        "legend": [(state, echo_map.TONES[state], n) for state, n in echo_map.counts(some)],
        "asked_state": asked["state"],
        "state_query": _without(request, "state", "page"),
        "rows": [
            (row, [(one, echo_map.title(one, bodies)) for one in row.marks])
            for row in echo_map.rows(some, by, labels.of(by, session))
        ],
        "listing": cut,
        "asks": [
            (part[0], [(bodies.get(one.body, ""), one, echo_map.TONES[one.state]) for one in part])
            for part in cut.rows
        ],
        "n_asks": len(asks),
    }
    return render(request, "figures/echo_map.html", context)


def _choices(
    session: Session, whole: list[echo_map.Mark], asked: dict[str, str]
) -> list[listing.Filter]:
    some = [
        listing.Filter(
            "session",
            "docket.session_label",
            [(facts.label(row), names.session(row)) for row in sessions.known()],
            facts.label(session),
        )
    ]
    for axis in echo_map.BY:
        present = {value for one in whole for value in echo_map.values(one, axis)} - {""}
        known = labels.of(axis, session)
        pairs = [(value, known[value]) for value in known if value in present]
        if pairs:
            some.append(listing.Filter(axis, f"figure.axis_{axis}", pairs, asked[axis]))
    states = [(state, names.say(f"echo.state_{state}")) for state, _ in echo_map.counts(whole)]
    return [*some, listing.Filter("state", "figure.state", states, asked["state"])]


def _without(request: HttpRequest, *gone: str) -> str:
    kept = request.GET.copy()
    for name in gone:
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""
