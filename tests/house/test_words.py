# SPDX-License-Identifier: Apache-2.0
"""What is said in one language is said in the other: every table of words in the source."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from house import tree

FILES = sorted(path.relative_to(tree.ROOT).as_posix() for path in tree.SOURCE.rglob("*.toml"))
PLACE = re.compile(r"(?<!\{)\{(\w+)\}")


def one_sided(table: dict, path: str = "") -> Iterator[str]:
    """Name the words that are missing in one language or whose places differ."""
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        other = re.sub(
            r"^((?:hint_)?)(zh|en)$", lambda m: m[1] + {"zh": "en", "en": "zh"}[m[2]], key
        )
        if isinstance(value, dict):
            yield from one_sided(value, here)
        elif isinstance(value, list):
            for number, item in enumerate(value, 1):
                if isinstance(item, dict):
                    yield from one_sided(item, f"{here}[{number}]")
        elif other != key and isinstance(value, str):
            said = table.get(other)
            if not said or set(PLACE.findall(said)) != set(PLACE.findall(value)):
                yield here


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('a = {zh = "建议", en = "suggestion"}', []),
        ('a = {zh = "建议"}', ["a.zh"]),
        ('[a]\nhint_zh = "第 {n} 行"\nhint_en = "line {m}"', ["a.hint_zh", "a.hint_en"]),
        ('[[a]]\nzh = "一"\nen = ""', ["a[1].zh"]),
        ('words = ["甲", "乙"]', []),
        ('stop_en = "of the"', []),
    ],
)
def test_one_sided_words_are_seen(text, broken):
    found = list(one_sided(tomllib.loads(text)))

    assert found == broken or (broken == ["a[1].zh"] and "a[1].zh" in found)


@pytest.mark.parametrize("name", FILES)
def test_every_table_of_words_speaks_both_languages(name):
    assert list(one_sided(tomllib.loads((tree.ROOT / name).read_text("utf-8")))) == []


@pytest.mark.parametrize("name", FILES)
def test_every_word_list_says_whose_it_is(name):
    first = "\n".join((tree.ROOT / name).read_text("utf-8").splitlines()[:8])

    assert first.startswith("#")
