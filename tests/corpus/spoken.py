# SPDX-License-Identifier: Apache-2.0
"""What was said in the discussions of the demo, by the truth list; and what of it was not caught with its speaker."""

import tomllib
from pathlib import Path
from typing import NamedTuple

TRUTH = tomllib.loads(Path(__file__).with_name("discussions.toml").read_text("utf-8"))["said"]


class Caught(NamedTuple):
    """One thing caught: where in which utterance, and who is known to have said it."""

    kind: str
    start: int
    end: int
    said: str
    speaker: str


def missed(script, kind, caught):
    """Give how many a script holds of a kind, and the quotes of those that were not caught with their speaker."""
    known = [one for one in TRUTH if (one["script"], one["kind"]) == (script, kind)]
    hits = [one for one in caught if one.kind == kind]
    return len(known), [
        one["quote"]
        for one in known
        if not any(_is(one["quote"], one["speaker"], hit) for hit in hits)
    ]


def _is(quote, speaker, hit):
    """Tell whether a catch is what was said: its span shares half of the shorter of the two."""
    start = hit.said.find(quote)
    shared = min(start + len(quote), hit.end) - max(start, hit.start)
    least = min(len(quote), hit.end - hit.start)
    return start >= 0 and 2 * shared >= least and speaker == hit.speaker
