# SPDX-License-Identifier: Apache-2.0
"""Checks every text must pass, whatever file it came from."""

import re
from collections import Counter

from huiyin.core.text import refused
from huiyin.core.values import refusals

_STRAY = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_CLASSIFIED = re.compile(r"(?:绝[ \t\u3000]*密|[机機][ \t\u3000]*密|秘[ \t\u3000]*密)[ \t\u3000]*★")
_WORD = re.compile(r"[^\W_]")
_TRIAL = re.compile(r"(?:测试|測試|test|testing|[\W_])*", re.I)
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)

_REPEATED_TIMES = 20


def check(text: str, *, characters: int) -> None:
    """Refuse a text that must not be kept.

    Errors: `TEXT_TOO_LONG`, `TEXT_CONTROL_CHAR`, `TEXT_BIDI_CONTROL`, `TEXT_INVALID_UNICODE`, `TEXT_TOO_DENSE`,
        `CLASSIFIED_MARK` (the refusal holds nothing of the text), `TEXT_EMPTY`.
    Cost: linear, some 15 ms for a million characters.
    """
    if len(text) > characters:
        raise refusals.HuiyinError("TEXT_TOO_LONG", limit=characters)
    refused.check(text)
    if "★" in text and _CLASSIFIED.search(text):
        raise refusals.HuiyinError("CLASSIFIED_MARK")
    if not _WORD.search(text) or (len(text) < 200 and _TRIAL.fullmatch(text)):
        raise refusals.HuiyinError("TEXT_EMPTY")


def count_stray(text: str) -> int:
    """Count the control characters that a file carries by mistake: kept in the source text, left out of its reading."""
    return len(_STRAY.findall(text))


def count_repeats(text: str) -> int:
    """Count how often the text's commonest line returns, 0 where that does not make up most of the text."""
    lines = Counter(text.splitlines())
    for line in [line for line in lines if len(line.strip()) < 6]:
        del lines[line]
    if not lines:
        return 0
    line, times = lines.most_common(1)[0]
    return times if times >= _REPEATED_TIMES and times * len(line) * 2 > len(text) else 0


def clean_name(name: str) -> str:
    r"""Give a file name that is safe to show as a label: what cannot be seen is written out, at most 255 characters.

    >>> clean_name("报告\u202excod.exe")
    '报告\\u202excod.exe'
    """
    shown = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", name)
    return shown if len(shown) <= 255 else f"{shown[:200]}…{shown[-50:]}"
