# SPDX-License-Identifier: Apache-2.0
"""The blocks of a pack that rule replies: dispositions, checks, contacts, disclosure, evaluation, the ladder, forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, str]  # {"zh": …, "en": …}
DISPOSITIONS = (
    "done", "partly_done", "in_progress", "planned", "deferred", "reference", "declined", "higher_level",
)  # fmt: skip
NEEDS = ("date", "owner", "reason", "reported")
LEVELS = ("blocking", "warning", "off")
COUNTS = ("good", "middling", "bad")
SHOWS = ("full", "summary", "")
BLOCKS: dict[str, type] = {
    "dispositions": Mapping, "checks": Mapping, "contacts": Mapping, "disclosure": Mapping, "evaluation": Mapping,
    "ladder": Sequence, "forms": Mapping,
}  # fmt: skip
Flaw = tuple[str, str, str]  # path, fault id, what was found


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a body says it does with a suggestion: one of the canonical set, in a place's words.

    Attributes:
        letter: the class of the place's scheme, "" where it has none.
        needs: what an answer so disposed must give: `date`, `owner`, `reason`, `reported`.
    """

    id: str
    words: Words
    letter: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A way to publish a reply, or not to: `shows` is `full`, `summary` or ""; `reasons` the list one is taken from."""

    id: str
    words: Words
    shows: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an axis, and whether it counts as `good`, `middling` or `bad`."""

    id: str
    words: Words
    counts: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of the evaluation: its values; `decides` marks the satisfaction, `each` the one asked of each suggestion.

    `weight` is what a criterion of a form counts, 0 where it is not weighed.
    """

    id: str
    words: Words
    values: tuple[Value, ...]
    decides: bool = False
    each: bool = False
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A form of supervision: who fills it in is told by its id, what it asks by its axes."""

    id: str
    words: Words
    axes: Mapping[str, Axis]
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder after a second dissatisfaction."""

    id: str
    words: Words
    cite: str = ""


@dataclass(frozen=True, slots=True)
class ReplyRules:
    """What a pack says of replies and what follows them.

    Attributes:
        checks: check id → `blocking`, `warning` or `off`.
    """

    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, Words] = field(default_factory=dict)
    disclosure: Mapping[str, Disclosure] = field(default_factory=dict)
    evaluation: Mapping[str, Axis] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)

    def level(self, check: str) -> str:
        """Give how a check counts; one the pack does not name is a warning."""
        return self.checks.get(check, "warning")


def read(data: Mapping[str, Any]) -> ReplyRules:
    """Make the rules of checked data."""
    return ReplyRules(
        {
            key: Disposition(key, one["name"], one.get("class", ""), tuple(one.get("needs", ())))
            for key, one in data.get("dispositions", {}).items()
        },
        dict(data.get("checks", {})),
        dict(data.get("contacts", {})),
        {
            key: Disclosure(key, one["name"], one.get("shows", ""), one.get("reasons", ""))
            for key, one in data.get("disclosure", {}).items()
        },
        {key: _axis(key, one) for key, one in data.get("evaluation", {}).items()},
        tuple(Rung(one["id"], one["name"], one.get("cite", "")) for one in data.get("ladder", ())),
        {
            key: Form(
                key, one["name"], {name: _axis(name, axis) for name, axis in one["axes"].items()}, one.get("cite", "")
            )
            for key, one in data.get("forms", {}).items()
        },
    )  # fmt: skip


def _axis(key: str, data: Mapping[str, Any]) -> Axis:
    values = tuple(
        Value(name, {"zh": one["zh"], "en": one["en"]}, one["counts"])
        for name, one in data["values"].items()
    )
    weight = int(data.get("weight", 0))
    return Axis(
        key, data["name"], values, bool(data.get("decides")), bool(data.get("each")), weight
    )


def check(data: Mapping[str, Any]) -> Iterator[Flaw]:
    """Give what is wrong with the blocks of a pack, each at its place.

    Shapes: fault ids are those of `pack_checking`.
    """
    for key, one in data.get("dispositions", {}).items():
        yield from _check_disposition(f"dispositions.{key}", str(key), one, data)
    for key, one in data.get("disclosure", {}).items():
        yield from _entry(f"disclosure.{key}", one, {"name", "shows", "reasons"})
        if isinstance(one, Mapping):
            yield from _among(f"disclosure.{key}.shows", [one.get("shows", "")], SHOWS)
            if one.get("reasons", "") not in ("", *data.get("reasons", {})):
                yield f"disclosure.{key}.reasons", "unknown_reasons", str(one["reasons"])
    for key, level in data.get("checks", {}).items():
        yield from _among(f"checks.{key}", [level], LEVELS)
    for key, one in data.get("contacts", {}).items():
        yield from _words(f"contacts.{key}", one)
    for key, one in data.get("evaluation", {}).items():
        yield from _check_axis(f"evaluation.{key}", one)
    for place, one in enumerate(data.get("ladder", ())):
        yield from _entry(f"ladder.{place}", one, {"id", "name", "cite"})
        if isinstance(one, Mapping) and not one.get("id"):
            yield f"ladder.{place}.id", "missing", ""
    for key, one in data.get("forms", {}).items():
        yield from _check_form(f"forms.{key}", one)


def _check_disposition(path: str, key: str, one: Any, data: Mapping[str, Any]) -> Iterator[Flaw]:
    yield from _entry(path, one, {"name", "class", "needs"})
    if key not in DISPOSITIONS:
        yield path, "unknown_disposition", key
    if isinstance(one, Mapping):
        letter = one.get("class", "")
        if letter and letter not in data.get("classes", {}):
            yield f"{path}.class", "unknown_class", str(letter)
        yield from _among(f"{path}.needs", one.get("needs", ()), NEEDS)


def _check_form(path: str, one: Any) -> Iterator[Flaw]:
    yield from _entry(path, one, {"name", "axes", "cite"})
    axes = one.get("axes") if isinstance(one, Mapping) else None
    if not isinstance(axes, Mapping) or not axes:
        yield f"{path}.axes", "missing", ""
        return
    for key, axis in axes.items():
        here = f"{path}.axes.{key}"
        yield from _check_axis(here, axis)
        if isinstance(axis, Mapping) and not isinstance(axis.get("weight", 0), int):
            yield f"{here}.weight", "bad_type", type(axis["weight"]).__name__


def _check_axis(path: str, one: Any) -> Iterator[Flaw]:
    yield from _entry(path, one, {"name", "values", "decides", "each", "weight"})
    values = one.get("values") if isinstance(one, Mapping) else None
    if not isinstance(values, Mapping):
        yield f"{path}.values", "missing", ""
        return
    for key, value in values.items():
        here = f"{path}.values.{key}"
        if not isinstance(key, str) or not isinstance(value, Mapping):
            yield here, "bad_type", type(key if isinstance(value, Mapping) else value).__name__
            continue
        yield from _words(here, {name: value.get(name) for name in ("zh", "en")})
        yield from _among(f"{here}.counts", [value.get("counts", "")], COUNTS)


def _entry(path: str, one: Any, known: set[str]) -> Iterator[Flaw]:
    if not isinstance(one, Mapping):
        yield path, "bad_type", type(one).__name__
        return
    yield from ((f"{path}.{key}", "unknown_key", str(key)) for key in one if key not in known)
    yield from _words(f"{path}.name", one.get("name"))


def _among(path: str, found: Any, known: Sequence[str]) -> Iterator[Flaw]:
    some = found if isinstance(found, list | tuple) else [found]
    yield from ((path, "unknown_value", str(one)) for one in some if one not in known)


def _words(path: str, data: Any) -> Iterator[Flaw]:
    said = isinstance(data, Mapping) and all(
        isinstance(data.get(lang), str) and data[lang].strip() for lang in ("zh", "en")
    )
    if not said:
        yield path, "not_words", repr(data)[:60]
