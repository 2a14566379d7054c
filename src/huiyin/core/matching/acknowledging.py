# SPDX-License-Identifier: Apache-2.0
"""Acknowledging (只表示收悉): whether an answer says anything beyond "received, will study"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_CLAUSE = re.compile(
    r"[，。；！？,;!?\n]+|\.(?=\s|$)|(?<=[a-z]) (?=(?:and|but) (?:it|we|the|they) )"
)
_BARE = re.compile(r"[^0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Rules:
    phrases: tuple[re.Pattern[str], re.Pattern[str]]
    clauses: tuple[re.Pattern[str], re.Pattern[str]]
    idle: tuple[frozenset[str], frozenset[str]]
    deed: tuple[re.Pattern[str], re.Pattern[str]]
    date: tuple[re.Pattern[str], re.Pattern[str]]
    partly: re.Pattern[str]


@cache
def _rules() -> _Rules:
    text = resources.files(__package__).joinpath("data/acknowledging.toml").read_text("utf-8")
    data = tomllib.loads(text)

    def both(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
        one, other = data[f"{name}_zh"], data[f"{name}_en"]
        return (
            re.compile(one if isinstance(one, str) else "|".join(one)),
            re.compile(other if isinstance(other, str) else "|".join(other)),
        )

    return _Rules(
        both("phrases"),
        both("clauses"),
        (frozenset(data["idle_zh"]), frozenset(data["idle_en"].split())),
        both("deed"),
        both("date"),
        re.compile(f"{data['partly_zh']}|{data['partly_en']}"),
    )


def is_empty(text: str) -> bool:
    """Tell whether an answer only acknowledges: nothing is left when its empty phrases are taken away.

    >>> is_empty("您的建议已收悉，我局将认真研究。"), is_empty("我局将于6月底前增设路灯。")
    (True, False)
    """
    return all(_is_empty_clause(clause) for clause in clauses(text.lower()))


def is_dated(text: str) -> bool:
    """Tell whether an answer names a day or a span of time.

    >>> is_dated("将在三个月内完成论证"), is_dated("将认真论证")
    (True, False)
    """
    return any(rule.search(text.lower()) for rule in _rules().date)


def is_partial(text: str) -> bool:
    """Tell whether an answer says itself that it meets only a part."""
    return bool(_rules().partly.search(text.lower()))


def is_study_only(text: str) -> bool:
    """Tell whether an answer promises no more than study, whatever its date."""
    bare = text.lower()
    for rule in _rules().date:
        bare = rule.sub("", bare)
    return all(_is_empty_clause(clause) for clause in clauses(bare))


def clauses(text: str) -> list[str]:
    """Cut a text into its clauses."""
    return [clause for clause in map(str.strip, _CLAUSE.split(text)) if clause]


def _is_empty_clause(clause: str) -> bool:
    rules = _rules()
    side = 0 if _HAN.search(clause) else 1
    if not side:
        left = rules.phrases[0].sub(" ", clause).strip()
        if rules.deed[0].search(left) or rules.date[0].search(left):
            return False
        if rules.clauses[0].match(left):
            return True
        return rules.idle[0].issuperset(_BARE.sub("", left))
    left = rules.phrases[1].sub(" ", clause).strip()
    if rules.deed[1].search(left) or rules.date[1].search(left):
        return False
    if rules.clauses[1].match(left):
        return True
    return rules.idle[1].issuperset(_BARE.sub(" ", left).split())
