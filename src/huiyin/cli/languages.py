# SPDX-License-Identifier: Apache-2.0
"""Which language to speak: the one asked for, else that of the environment, else Chinese."""

import os

from huiyin.core.values.refusals import HuiyinError

LANGS = ("zh", "en")


def choose(asked: str) -> str:
    """Give `zh` or `en`.

    Errors: `OPTION_INVALID` for any other language.
    """
    if not asked:
        return from_environment()
    if asked not in LANGS:
        raise HuiyinError("OPTION_INVALID", message=f"--lang {asked} (zh | en)")
    return asked


def from_environment() -> str:
    """Tell the language from `LC_ALL`, `LC_MESSAGES` and `LANG`, the first that is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
