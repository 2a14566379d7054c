# SPDX-License-Identifier: Apache-2.0
"""Refusals: every error a person may meet has a stable code and words in both languages.

The words stand in `refusals.toml`: one table for each code with `zh`, `en` and, where there is something to do,
`hint_zh` and `hint_en`. `docs/reference/errors.md` is generated from it.
"""

import tomllib
from functools import cache
from importlib import resources

Params = str | int | float


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Give all codes with their words.

    >>> sorted(catalog()["FILE_EMPTY"])
    ['en', 'hint_en', 'hint_zh', 'zh']
    """
    text = resources.files(__package__).joinpath("refusals.toml").read_text("utf-8")
    return tomllib.loads(text)


def words(code: str, lang: str, **params: Params) -> str:
    """Say a code in one language, with its hint behind it.

    Errors: KeyError for a code that is not in the catalog: that is a fault of ours, found by tests/house.

    >>> words("FILE_EMPTY", "en")
    'The file is empty. Check that it was saved and upload it again.'
    """
    entry = catalog()[code]
    said = entry[lang].format_map(_Shown(params))
    hint = entry.get(f"hint_{lang}")
    glue = " " if lang == "en" else ""
    return f"{said}{glue}{hint.format_map(_Shown(params))}" if hint else said


class _Shown(dict[str, Params]):
    def __missing__(self, key: str) -> str:
        return "?"


class HuiyinError(Exception):
    """A refusal: a stable `code` and the `params` its words need.

    >>> try:
    ...     raise HuiyinError("FILE_EMPTY", name="a.txt")
    ... except HuiyinError as refusal:
    ...     refusal.code, refusal.say("zh")
    ('FILE_EMPTY', '文件是空的。请确认已保存后重新提交。')
    """

    def __init__(self, code: str, **params: Params) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {words(code, 'en', **params)}")

    def __reduce__(self) -> tuple[object, ...]:  # so that a refusal crosses from the parsing child
        return _again, (self.code, self.params)

    def say(self, lang: str) -> str:
        """Say the refusal in `zh` or `en`."""
        return words(self.code, lang, **self.params)


def _again(code: str, params: dict[str, Params]) -> HuiyinError:
    return HuiyinError(code, **params)
