# SPDX-License-Identifier: Apache-2.0
"""Acknowledging (只表示收悉): whether a whole reply says nothing of the matter: received, passed on, will study, thanks."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from huiyin.core.matching import acknowledging

_CUT = re.compile(r"[，。；！？,;!?\n]+|\s{2,}|(?<=[\u3400-\u9fff”\"’])[：:]|^[：:]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BARE = re.compile(r"[^\u3400-\u9fff]+")
_WHATS = ("received", "passed", "passed_bare", "later", "in_hand", "studies", "cared", "answered", "opens")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rules:
    frame: re.Pattern[str]
    empty: dict[str, re.Pattern[str]]
    fact: re.Pattern[str]
    beside: dict[str, re.Pattern[str]]
    idle: frozenset[str]


@cache
def _rules() -> _Rules:
    text = resources.files(__package__).joinpath("data/acknowledging.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return _Rules(
        re.compile("|".join(data["frame_zh"])),
        {what: re.compile(data[f"{what}_zh"]) for what in _WHATS},
        re.compile(data["fact_zh"]),
        {what: re.compile(data[f"beside_{what}_zh"]) for what in ("passed", "study")},
        frozenset(data["idle_zh"]),
    )


def is_acknowledgement_only(text: str) -> bool:
    """Tell whether a reply only acknowledges: nothing is left when what says nothing of the matter is taken away.

    A reply that passes the matter on, to whomever, and says why it does or whom to call, only acknowledges; one that
    tells the asker a rule, a fact, a step taken or where to turn himself does not. An empty text acknowledges at most.

    Source: written label rules and figures in docs/algorithms/replies.md.
    Cost: linear in the text.

    >>> is_acknowledgement_only("您好！您反映的问题已转市交通运输局核处，感谢您的留言。")
    True
    >>> is_acknowledgement_only("您好！来信收悉。该路段路灯已于5月修复。")
    False
    """
    rules = _rules()
    bare = rules.frame.sub("，", rules.frame.sub("，", text))
    clauses = [clause for clause in map(str.strip, _CUT.split(bare)) if clause]
    said = [what for clause in clauses if (what := _what(clause, rules)) != "idle"]
    if "fact" in said:
        return False
    if "why_passed" in said and not any(what.startswith("passed") for what in said):
        return False
    return "why_study" not in said or "studies" in said


def _what(clause: str, rules: _Rules) -> str:
    """Say what a clause does: a name of `_WHATS`, `why_…` (empty only beside its like), `idle` or `fact`."""
    if not _HAN.search(clause):
        letters = re.sub(r"[^a-z]+", " ", clause.lower()).strip()
        return "idle" if not letters or acknowledging.is_empty(clause) else "fact"
    if rules.idle.issuperset(_BARE.sub("", clause)):
        return "idle"
    if rules.empty["passed"].search(clause) and not rules.fact.search(clause):
        return "passed"
    beside = (f"why_{what}" for what, rule in rules.beside.items() if rule.search(clause))
    named = (what for what, rule in rules.empty.items() if rule.search(clause))
    fact = "fact" if rules.fact.search(clause) else ""
    last = "idle" if acknowledging.is_empty(clause) else "fact"
    return next(beside, "") or fact or next(named, last)
