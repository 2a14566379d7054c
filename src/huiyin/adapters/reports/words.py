# SPDX-License-Identifier: Apache-2.0
"""The words of the reports (界面用语): every key in zh and en, kept in `words.toml`."""

import tomllib
from functools import cache
from importlib import resources

Value = str | int | float


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Give all words as `section.key` → language → words.

    >>> catalog()["verdict.partly"]["zh"]
    '部分答复'
    """
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return {
        f"{section}.{key}": entry
        for section, entries in tomllib.loads(text).items()
        for key, entry in entries.items()
    }


def say(key: str, lang: str, **params: Value) -> str:
    """Say a key in one language; values are put in literally, braces in them are no placeholders.

    Errors: KeyError for a key that is not in the catalog.

    >>> say("say.page", "en", n=3)
    'page 3'
    """
    words = catalog()[key][lang]
    return words.format_map(params) if params else words
