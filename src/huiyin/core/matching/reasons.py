# SPDX-License-Identifier: Apache-2.0
"""Reasons (理由): why an echo or a body was found, in words a clerk understands."""

import tomllib
from functools import cache
from importlib import resources

_PLACES = ("number", "shared", "body", "missing", "duty")


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Give all reason ids with their words."""
    text = resources.files(__package__).joinpath("data/reasons.toml").read_text("utf-8")
    return tomllib.loads(text)


def reason_words(id: str, lang: str, **params: str) -> str:
    """Say a reason in `zh` or `en`; what is not given is left out with its brackets.

    Errors: KeyError for an id that is not in the catalog.

    >>> reason_words("same_number", "en", number="8.10"), reason_words("same_number", "zh")
    ('same item number (8.10)', '编号相同')
    """
    said = catalog()[id][lang].format_map(dict.fromkeys(_PLACES, "") | params)
    for empty in ("（）", "()", "：。", ": ."):
        said = said.replace(empty, "")
    return said.rstrip(" ：:，,；;、")
