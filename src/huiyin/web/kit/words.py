# SPDX-License-Identifier: Apache-2.0
"""The words of the pages (界面用语): every key in zh and en, one catalog a room in `words/*.toml`.

A key is `section.key`. `{name}` stands for a value; where English needs another form for one, `en_one` is said when `n` is 1.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import cast

from django.utils import translation
from django.utils.functional import lazystr

Value = str | int | float
_REST = (
    "new_year", "eve", "spring_long", "spring", "qingming", "labour", "dragon", "autumn", "national", "victory", "moved",
    "swapped_from", "swapped",
)  # fmt: skip


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Give all words as `section.key` → language → words.

    Errors: ValueError when two catalogs hold the same key.
    """
    found: dict[str, dict[str, str]] = {}
    folder = resources.files("huiyin.web.kit") / "words"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            for key, entry in _entries(tomllib.loads(file.read_text("utf-8"))):
                if key in found:
                    raise ValueError(f"{file.name}: {key} stands in another catalog too")
                found[key] = entry
    return found


def _entries(tables: dict[str, dict[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"{section}.{key}", entry)
        for section, some in tables.items()
        for key, entry in some.items()
    ]


def language() -> str:
    """Give the language of the page being made: `zh` or `en`."""
    return "en" if (translation.get_language() or "zh").startswith("en") else "zh"


def raw(key: str, lang: str, n: object = None) -> str:
    """Give the words of a key with their places still open.

    Errors: KeyError for a key that is in no catalog.
    """
    entry = catalog()[key]
    if n == 1 and f"{lang}_one" in entry:
        return entry[f"{lang}_one"]
    return entry[lang]


def say(key: str, lang: str, **params: Value) -> str:
    """Say a key in one language; values are put in literally, a missing one shows as `?`.

    Errors: KeyError for a key that is in no catalog.

    >>> say("clock.left", "en", n=5), say("clock.left", "en", n=1)
    ('5 days left', '1 day left')
    """
    return raw(key, lang, params.get("n")).format_map(_Shown(params))


def has(key: str) -> bool:
    """Tell whether a catalog holds a key, for keys made of data."""
    return key in catalog()


def rest_day(name: str, lang: str) -> str:
    """Say the name of a day of rest, which calendars give in Chinese; `weekend` stands for itself.

    >>> rest_day("国庆节（补假）", "en"), rest_day("weekend", "zh")
    ('National Day (day in lieu)', '周末')
    """
    if name == "weekend":
        return say("step.weekend", lang)
    for key in _REST:
        entry = catalog()[f"rest.{key}"]
        name = name.replace(entry["zh"], entry[lang])
    return name


def listed(some: Iterable[str], lang: str) -> str:
    """Say several names one after the other, as a language parts them.

    >>> listed(["a", "b"], "en"), listed(["甲", "乙"], "zh")
    ('a, b', '甲、乙')
    """
    return ("、" if lang == "zh" else ", ").join(some)


def lazy(key: str) -> str:
    """Give words that are said when they are shown, in the language of that page: for labels of forms."""
    assert key in catalog(), key
    return cast(str, lazystr(_Later(key)))


class _Later:
    def __init__(self, key: str) -> None:
        self.key = key

    def __str__(self) -> str:
        return say(self.key, language())


class _Shown(dict[str, Value]):
    def __missing__(self, key: str) -> str:
        return "?"
