# SPDX-License-Identifier: Apache-2.0
"""How evaluations are named on a page: states with their tone, values in the pack's words, masked names kept back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.core.docket import pack_blocks
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations import permissions as own
from huiyin.web.evaluations.services import rows

_TONES = {
    "open": "waiting",
    "submitted": "done",
    "to_rule": "seal",
    "rehandled": "going",
    "lapsed": "",
    "upheld": "",
}
COUNTS = {"good": "done", "middling": "going", "bad": "back", "": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to judge on a form: the name of its field, its words, its values, and which one is chosen."""

    name: str
    words: str
    values: tuple[tuple[str, str], ...]
    chosen: str
    answer: Any = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A thing that was judged, with the value in words, and how it counts as a tone."""

    words: str
    value: str
    tone: str


def state(row: models.Evaluation) -> shown.State:
    """Give the state in its pack's words."""
    known = turning.machine_of(row).states.get(row.state)
    label = shown.label(known.words) if known else row.state
    return shown.State(row.state, label, _TONES.get(row.state, ""))


def states() -> list[tuple[str, str]]:
    """Give the states as choices of a filter."""
    return shown.states("evaluation")


def evaluator(actor: Actor, row: models.Evaluation) -> str:
    """Name who evaluates, or say that the name is kept back."""
    hidden = permissions.masked(actor, row.proposal) and not own.is_own(actor, row)
    return shown.say("docket.masked") if hidden else shown.person(row.person)


def decided(row: models.Evaluation, given: models.Judgement | None) -> shown.State | None:
    """Give the value of the axis that decides, None before anything was said."""
    axis = next((one for one in rows.axes(row) if one.decides), None)
    if axis is None or given is None:
        return None
    line = _line(axis, given.values.get(axis.id, ""), shown.label(axis.words))
    return shown.State(given.counts, line.value, line.tone)


def choices(
    row: models.Evaluation, values: Mapping[str, str], marks: Mapping[int, str]
) -> tuple[list[Choice], list[Choice]]:
    """Give what a form asks: of each suggestion, and of the whole."""
    each = rows.each_axis(row)
    asked = [
        Choice(
            f"mark-{one.suggestion_id}", one.suggestion.text, _values(each),
            marks.get(one.suggestion_id, ""), one, place,
        )
        for place, one in enumerate(rows.answered(row), start=1)
        if each is not None
    ]  # fmt: skip
    whole = [
        Choice(f"axis-{axis.id}", shown.label(axis.words), _values(axis), values.get(axis.id, ""))
        for axis in rows.axes(row)
    ]
    return asked, whole


def _values(axis: pack_blocks.Axis) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, shown.label(one.words)) for one in axis.values)


def lines(row: models.Evaluation, given: models.Judgement) -> tuple[list[Line], list[Line]]:
    """Give what a form said: of each suggestion, and of the whole."""
    each = rows.each_axis(row)
    marks = [
        _line(each, given.marks[str(one.suggestion_id)], one.suggestion.text)
        for one in rows.answered(row)
        if each is not None and str(one.suggestion_id) in given.marks
    ]
    whole = [
        _line(axis, given.values[axis.id], shown.label(axis.words))
        for axis in rows.axes(row)
        if axis.id in given.values
    ]
    return marks, whole


def _line(axis: pack_blocks.Axis, value: str, words: str) -> Line:
    known = next((one for one in axis.values if one.id == value), None)
    if known is None:
        return Line(words, value, "")
    return Line(words, shown.label(known.words), COUNTS[known.counts])
