# SPDX-License-Identifier: Apache-2.0
"""Tables of open data: which there are, what their columns mean, and their rows as the public may see them now."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import models as accounts
from huiyin.web.accounts.actors import NOBODY
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.opendata import rules
from huiyin.web.opendata.oparl.making import moment
from huiyin.web.replies.services import publishing

_OPEN = {accounts.Membership: Q(), accounts.Body: Q()}  # in office: seen by everybody
_WITHHELD = ("opening", "closing")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a public field of the model, with its words in both languages and its type."""

    name: str
    words: Mapping[str, str]
    type: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of open data."""

    name: str
    model: type[Model]
    words: Mapping[str, str]
    about: Mapping[str, str]
    columns: tuple[Column, ...]


@cache
def everything() -> dict[str, Dataset]:
    """Give the tables whose models are installed, by name.

    Errors: ValueError for a column whose rule is not `public`.
    """
    text = resources.files(__package__).joinpath("datasets.toml").read_text("utf-8")
    found = {}
    for name, said in tomllib.loads(text).items():
        app, _, model = said["model"].partition(".")
        if apps.is_installed(f"huiyin.web.{app}"):
            found[name] = _dataset(name, apps.get_model(app, model), said)
    return found


def _dataset(name: str, model: type[Model], said: Mapping[str, Any]) -> Dataset:
    public = rules.catalogue()[model._meta.label].public
    single = tuple(one for one in public if not model._meta.get_field(one).many_to_many)
    columns = said.get("columns", single)
    if hidden := [one for one in columns if one not in public]:
        raise ValueError(f"{name}: {hidden} are not public")
    words = {lang: said[lang] for lang in ("zh", "en")}
    made = tuple(Column(one, public[one], _type(model, one)) for one in columns)
    return Dataset(name, model, words, said["about"], made)


def _type(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    if field.is_relation:
        return "text"
    kind = field.get_internal_type()
    numbers = ("IntegerField", "AutoField", "FloatField", "DecimalField")
    if kind.endswith(numbers):
        return "number"
    return {"DateField": "date", "DateTimeField": "date-time", "BooleanField": "yes-no"}.get(
        kind, "text"
    )


def get(name: str) -> Dataset:
    """Give a table.

    Errors: `NOT_FOUND`.
    """
    if name not in everything():
        raise HuiyinError("NOT_FOUND")
    return everything()[name]


def seen(one: Dataset) -> "QuerySet[Any]":
    """Give the rows of a table that the public may see now, the earliest first."""
    where = _OPEN[one.model] if one.model in _OPEN else permissions.visible(NOBODY, one.model)
    rows = one.model._default_manager.filter(where).order_by("pk").distinct()
    fields = {field.name for field in one.model._meta.get_fields()}
    return rows.filter(dropped_at=None) if "dropped_at" in fields else rows


def rows(one: Dataset) -> Iterator[dict[str, Any]]:
    """Give the rows of a table as records of text, numbers and nothing else, in streams."""
    related = [
        column.name for column in one.columns if one.model._meta.get_field(column.name).is_relation
    ]  # fmt: skip
    more = {"docket.Proposal": ["case__session", "session__term"], "replies.Answer": ["reply"]}
    deeper = more.get(one.model._meta.label, []) + [
        f"{name}__{inner}" for name in related for inner in _DEEPER.get(name, ())
    ]
    shape = _SHAPES.get(one.model._meta.label)
    for row in seen(one).select_related(*related, *deeper).iterator(chunk_size=500):
        said = {column.name: plain(getattr(row, column.name)) for column in one.columns}
        if shape:
            shape(row, said)
        yield said


_DEEPER = {"session": ("term",), "case": ("session",)}


def plain(value: Any) -> Any:
    """Give a value as a table holds it: moments with their offset, rows by the name people know them by."""
    if isinstance(value, Model):
        return _known_as(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    return value


def _known_as(row: Any) -> Any:
    if isinstance(row, accounts.Session):
        return f"{row.term.number}-{row.number}"
    if isinstance(row, accounts.Term):
        return row.number
    if row._meta.label == "docket.Case":
        return shown.number(row) or row.uid
    return getattr(row, "uid", None) or row.name


def _proposal(row: Any, said: dict[str, Any]) -> None:
    if not shown.sees_name(NOBODY, row):
        said["proposer"] = said["collective"] = ""


def _reply(row: Any, said: dict[str, Any]) -> None:
    for name in (*_WITHHELD, "summary"):
        said[name] = publishing.covered(said[name], row.covered)
    if row.disclosure != "full":
        said |= dict.fromkeys(_WITHHELD, "")


def _answer(row: Any, said: dict[str, Any]) -> None:
    for name in ("text", "owner"):
        said[name] = publishing.covered(said[name], row.reply.covered)


_SHAPES: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "docket.Proposal": _proposal,
    "replies.Reply": _reply,
    "replies.Answer": _answer,
}
