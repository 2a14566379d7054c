# SPDX-License-Identifier: Apache-2.0
"""Explaining (释明): why a deadline falls on its day, and what is wrong with a pack, in sentences."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from huiyin.core.calendar import deadlines
from huiyin.core.docket import pack_checking


@cache
def catalog() -> dict[str, dict[str, dict[str, str]]]:
    """Give the words: table → id → language → sentence."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def why_this_day(steps: Iterable[deadlines.Step], lang: str) -> tuple[str, ...]:
    """Say the reckoning of a deadline, one sentence a step, in its order.

    Errors: KeyError for a step without words: a fault of ours, found by the tests.

    >>> from datetime import date
    >>> why_this_day([deadlines.Step("counted_months", date(2026, 6, 2), 3)], "en")
    ('3 months are counted, to 2026-06-02.',)
    """
    return tuple(_step(step, lang) for step in steps)


def _step(step: deadlines.Step, lang: str) -> str:
    names = catalog()["note"]
    note = names[step.note][lang] if step.note in names else step.note
    said = catalog()["step"][step.id]
    sentence = said.get(f"{lang}_one", said[lang]) if step.count == 1 else said[lang]
    return sentence.format(day=step.day.isoformat(), count=step.count, note=note)


def fault(one: pack_checking.Fault, lang: str) -> str:
    """Say what is wrong at one place of a pack.

    >>> fault(pack_checking.Fault("clocks.reply.limit", "bad_limit", "3 weeks"), "en")
    "clocks.reply.limit: the limit '3 weeks' must be a number and d, wd or m."
    """
    return catalog()["fault"][one.id][lang].format(path=one.path or "·", found=one.found)
