# SPDX-License-Identifier: Apache-2.0
"""Lexicons (线索词表): cues as data, compiled once into few patterns.

A lexicon is `data/<name>.toml`. Each `[[cue]]` has `id`, `kind` (a finding kind or a name the reader knows, such as
`block`), `patterns` (regular expressions without capturing groups), `score`, and `zh`/`en`: the words of the reason
shown to a clerk, in which `{cue}` stands for the words of the text.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue (线索): a rule's id, what it points to, how surely, and its reason in words."""

    id: str
    kind: str
    score: float
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues of one language, compiled: one pattern for each kind, alternatives in the order of the file."""

    cues: tuple[Cue, ...]
    patterns: dict[str, re.Pattern[str]]
    lists: dict[str, tuple[str, ...]]

    def cue_of(self, match: re.Match[str]) -> Cue:
        """Give the cue that a match of one of `patterns` belongs to."""
        return self.cues[int((match.lastgroup or "c0")[1:])]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(
        resources.files(__package__).joinpath(f"data/{name}.toml").read_text("utf-8")
    )


@cache
def load(name: str) -> Lexicon:
    """Load and compile `data/<name>.toml`.

    Cost: once per process; some milliseconds.
    """
    raw = _read(name)
    cues = _cues(name)
    by_kind: dict[str, list[str]] = {}
    for number, entry in enumerate(raw.get("cue", [])):
        by_kind.setdefault(entry["kind"], []).append(
            f"(?P<c{number}>{'|'.join(entry['patterns'])})"
        )
    flags = re.IGNORECASE if raw.get("ignore_case") else 0
    patterns = {kind: re.compile("|".join(parts), flags) for kind, parts in by_kind.items()}
    lists = {key: tuple(words) for key, words in raw.get("lists", {}).items()}
    return Lexicon(cues, patterns, lists)


def _cues(name: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(entry["id"], entry["kind"], float(entry["score"]), entry["zh"], entry["en"])
        for entry in _read(name).get("cue", [])
    )


@cache
def _reasons() -> dict[str, Cue]:
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in resources.files(__package__).joinpath("data").iterdir()
        if entry.name.endswith(".toml")
    )
    return {cue.id: cue for name in names for cue in _cues(name)}


def reason(rule: str, cue: str, lang: str) -> str:
    """Say why something was found, for a clerk.

    Errors: KeyError for a rule no lexicon knows.
    """
    entry = _reasons()[rule]
    return (entry.zh if lang == "zh" else entry.en).replace("{cue}", cue)
