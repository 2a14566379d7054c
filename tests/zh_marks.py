# SPDX-License-Identifier: Apache-2.0
"""Texts with inline marks: kind and words in tortoise-shell brackets, parted by a bar, say what must be found there."""

import re

from huiyin.core.extraction import finding
from huiyin.core.values import bodies, documents, findings

WORD_OF = {
    "suggestion": "建议",
    "question": "询问",
    "assignment": "交办",
    "commitment": "承诺",
    "reply": "答复",
    "outcome": "结果",
    "evaluation": "评价",
}
_MARK = re.compile("〔([^|〕]+)\\|([^〕]+)〕")


def read(
    text: str,
    *,
    roster: tuple[bodies.RosterEntry, ...] = (),
    body_list: tuple[bodies.Body, ...] = (),
    title: str = "",
) -> tuple[findings.Finding, ...]:
    """Find what a text holds."""
    document = documents.Document("text.txt", "0" * 64, "text/plain", text, title)
    return finding.extract(document, roster=roster, body_list=body_list).findings


def bare(marked: str) -> str:
    """Give a marked text without its marks."""
    return _MARK.sub(lambda match: match.group(2), marked)


def expected(marked: str) -> list[tuple[str, str]]:
    """Give the marks of a text in order: kind in Chinese and words."""
    return [(match.group(1), match.group(2)) for match in _MARK.finditer(marked)]


def found(text: str, *kinds: str) -> list[tuple[str, str]]:
    """Give what is found in a text in the form of marks, of some kinds only."""
    return [
        (WORD_OF[item.kind], item.quote.rstrip("。！"))
        for item in read(text)
        if not kinds or WORD_OF[item.kind] in kinds
    ]
