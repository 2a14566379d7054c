# SPDX-License-Identifier: Apache-2.0
"""Export rules (导出规则): for each field of each model, where it may go.

One toml file for each room lies beside this module; a table is named after a model, `app.Model`, and holds

- `zh`, `en`: what a row of the model is called;
- `public`: fields that open data may show where their object is released, each with its words in both languages;
- `institution`: fields that leave only with the whole store, from one installation of the institution to another;
- `never`: fields that do not leave at all, each with the reason; `"*"` keeps all fields of the model;
- `files`: which of these fields name a file below the folder of files.

A field without a rule, or with two, stops the export of the whole store, and a test before that.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from django.apps import apps
from django.db.models import Model

PUBLIC, INSTITUTION, NEVER = "public", "institution", "never"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one model; see the module.

    Attributes:
        public, never: field → words, which are its name in the dictionary or the reason.
    """

    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    public: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    institution: tuple[str, ...] = ()
    never: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether no field of the model leaves."""
        return "*" in self.never

    def of(self, name: str) -> list[str]:
        """Give the rules a field has; it should be one."""
        if self.is_kept:
            return [NEVER]
        held = ((PUBLIC, self.public), (INSTITUTION, self.institution), (NEVER, self.never))
        return [rule for rule, names in held if name in names]


@cache
def catalogue() -> dict[str, Rules]:
    """Give the rules of all rooms, also of such that are not installed, by the model's name."""
    found: dict[str, Rules] = {}
    for place in resources.files(__package__).iterdir():
        if place.name.endswith(".toml"):
            for label, table in tomllib.loads(place.read_text("utf-8")).items():
                found[label] = _rules(label, table)
    return found


def _rules(label: str, table: Mapping[str, Any]) -> Rules:
    return Rules(
        label, {lang: table[lang] for lang in ("zh", "en")}, table.get("public", {}),
        tuple(table.get("institution", ())), table.get("never", {}), tuple(table.get("files", ())),
    )  # fmt: skip


def models() -> list[type[Model]]:
    """Give all models whose rows the store holds, in the order of their names."""
    return sorted(apps.get_models(include_auto_created=True), key=lambda one: one._meta.label_lower)


def fields_of(model: type[Model]) -> list[str]:
    """Give the names of a model's fields that need a rule, many-to-many fields too."""
    meta = model._meta
    return [one.name for one in [*meta.local_concrete_fields, *meta.local_many_to_many]]


def faults() -> Iterator[str]:
    """Say what is wrong with the rules: fields without one or with two, and rules of nothing."""
    held = catalogue()
    for model in models():
        if model._meta.auto_created:
            continue
        rules = held.get(model._meta.label)
        if rules is None:
            yield f"{model._meta.label}: no rules"
            continue
        names = fields_of(model)
        for name in names:
            if len(found := rules.of(name)) != 1:
                yield f"{rules.label}.{name}: {' and '.join(found) or 'no rule'}"
        said = {*rules.public, *rules.institution, *rules.never, *rules.files} - {"*", *names}
        yield from (f"{rules.label}.{name}: a rule without a field" for name in sorted(said))
    for label in held:
        app, _, name = label.partition(".")
        if apps.is_installed(f"huiyin.web.{app}") and name.lower() not in apps.all_models[app]:
            yield f"{label}: rules without a model"


def leaving(model: type[Model]) -> list[str]:
    """Give the concrete fields of a model that leave with the whole store, none where its rows stay.

    The rows that tie two models of a many-to-many field follow the rule of that field.
    """
    meta = model._meta
    if meta.auto_created:
        owner: Any = meta.auto_created
        tie = next(
            one.name for one in owner._meta.local_many_to_many if one.remote_field.through is model
        )
        return [] if NEVER in catalogue()[owner._meta.label].of(tie) else _names(model)
    rules = catalogue()[meta.label]
    return [name for name in _names(model) if NEVER not in rules.of(name)]


def _names(model: type[Model]) -> list[str]:
    return [one.name for one in model._meta.local_concrete_fields]
