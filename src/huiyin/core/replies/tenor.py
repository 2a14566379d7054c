# SPDX-License-Identifier: Apache-2.0
"""Tenor (语气): what the words of an answer do: tell what is done, promise, refuse, report upward; for class against content."""

import re
from collections.abc import Mapping
from functools import cache

from huiyin.core.extraction import lexicon
from huiyin.core.values import spans

_UPWARD = re.compile(
    "(?:已|并)?(?:向|报|上报|报请|报告|反映|提请|呈报|请示)[^，。；]{0,16}(?:国家|国务院|中央|省|上级|自治区|部委|[^，。；]{0,6}部)[^，。；]{0,14}(?:反映|报告|汇报|请示|建议|申请|争取|提出|部门)?"
    r"|\b(?:reported|raised|referred|written|put) (?:it |this |the matter )?(?:up )?(?:to|with) (?:the )?(?:national|central|federal|ministry|minister|government|home office|treasury)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    "(?:不予|不能|难以|无法|不宜|不具备|暂不|暂无|尚不)(?:采纳|实施|设置|新增|办理|满足|解决|列入|安排|条件|具备|推行)|没有(?:法律|政策)依据"
    r"|\b(?:do|does|will|can) ?not (?:accept|agree|support|implement|adopt)|\bcannot (?:accept|agree|support|be implemented)|\brejects?\b|\bno plans to\b",
    re.IGNORECASE,
)
_DONE_EN = re.compile(
    r"\b(?:has|have) (?:now |already |since |also )?(?:been )?(?:built|opened|completed|published|installed|introduced|implemented|adopted|issued|appointed|created|updated|amended|done|set up|put in place|\w+ed)\b|\bis now (?:in place|open|complete)\b",
    re.IGNORECASE,
)
_AHEAD_EN = re.compile(r"\b(?:will|shall|plans? to|intends? to|aims? to|undertakes? to)\b", re.IGNORECASE)  # fmt: skip
_DONE_ZH = re.compile("(?:完成|建成|印发|出台|解决|落实|采纳|投用|开通|启用|竣工|到位|整改)")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return lexicon.load("zh").patterns


def of(text: str) -> Mapping[str, spans.Span]:
    """Give what an answer does, each with the words that show it first: `done`, `promise`, `refusal`, `upward`.

    >>> sorted(of("我局已建成公厕2座，明年将再建1座。"))
    ['done', 'promise']
    """
    found: dict[str, spans.Span] = {}
    for name, patterns in (
        ("done", (_patterns()["done"], _DONE_EN)),
        ("promise", (_patterns()["promise"], _AHEAD_EN)),
        ("refusal", (_REFUSES,)),
        ("upward", (_UPWARD,)),
    ):
        for pattern in patterns:
            match = pattern.search(text)
            if match and match.group():
                found.setdefault(name, spans.Span(match.start(), match.end()))
    if "done" not in found and (match := _DONE_ZH.search(text)) and "promise" not in found:
        found["done"] = spans.Span(match.start(), match.end())
    return found
