# SPDX-License-Identifier: Apache-2.0
"""Explaining (释明): what is said of a set of shares, with its arithmetic."""

import tomllib
from fractions import Fraction
from functools import cache
from importlib import resources

from huiyin.core.overview import shares


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def verdict(finding: shares.Finding, lang: str) -> str:
    """Name the verdict in `zh` or `en`.

    >>> verdict(shares.check([2, 1], ["66.9", "33.3"]), "en")
    'wrong'
    """
    return _words()["verdict"][finding.verdict][lang]


def note(name: str, lang: str, **params: object) -> str:
    """Say one of the notes of this room in `zh` or `en`."""
    return _words()["note"][name][lang].format(**params)


def notes(finding: shares.Finding, lang: str) -> list[str]:
    """Say what is to be known of a set: every cell that is not right with its arithmetic, and which base explains it.

    >>> notes(shares.check([101], ["30.6"], 329), "en")[0]
    '101 ÷ 329 = 30.699 %, rounded 30.7, printed 30.6'
    """
    said = []
    if finding.hundred and finding.verdict == "wrong":
        said.append(note("hundred", lang, wrong=len(finding.wrong)))
    if finding.named_base is not None and finding.base:
        said.append(note("named", lang, named=finding.named_base, base=finding.base))
    if finding.base:
        said += [_cell(cell, finding.base, lang) for cell in finding.wrong]
    for cell in finding.cells:
        other = finding.verdict == "no_base" or (
            finding.verdict == "mixed_base" and cell.state == "off"
        )
        if other and cell.bases:
            low, high = cell.bases
            said.append(
                note("other", lang, count=cell.count, printed=cell.printed, low=low, high=high)
            )
    if not finding.whole and finding.base and len(finding.cells) > 1:
        said.append(note("partial", lang))
    return said


def _cell(cell: shares.Cell, base: int, lang: str) -> str:
    digits = 2 + max(0, -int(cell.printed.as_tuple().exponent))
    exact = round(Fraction(cell.count * 100, base), digits)
    shown = f"{float(exact):.{digits}f}"
    return note(
        "cell",
        lang,
        count=cell.count,
        base=base,
        exact=shown,
        half_up=cell.half_up,
        printed=cell.printed,
    )
