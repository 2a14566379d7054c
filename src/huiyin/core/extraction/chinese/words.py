# SPDX-License-Identifier: Apache-2.0
"""Words of the Chinese reader (词表), compiled: lists of the lexicons as patterns that start by a literal."""

import re
from collections.abc import Iterable
from functools import cache

from huiyin.core.extraction import lexicon

_WORTH_A_GROUP = 4  # words of one first character

CUES = lexicon.load("zh")
PEOPLE = lexicon.load("zh_people")


def any_of(words: Iterable[str]) -> str:
    """Give a pattern of any of the words, the longest first, parted by first character so that a miss is cheap.

    A group of nothing but single characters would be compiled to a table of all code points, which takes far longer
    to build than it saves: a branch that never matches keeps such a group a group.

    >>> any_of(["加强", "建立", "加快"]), any_of(["共建", "共享", "共用", "共管"])
    ('(?:加强|加快|建立)', '(?:共(?:享|建|用|管|(?!)))')
    """
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in by_first.items():
        tails = sorted(set(rests), key=lambda rest: (-len(rest), rest))
        if len(tails) < _WORTH_A_GROUP:
            branches += [re.escape(first + tail) for tail in tails]
            continue
        never = "|(?!)" if all(len(tail) == 1 for tail in tails) else ""
        branches.append(f"{re.escape(first)}(?:{'|'.join(map(re.escape, tails))}{never})")
    return f"(?:{'|'.join(branches)})"


@cache
def listed(name: str) -> str:
    """Give the pattern of a list of `zh.toml` or `zh_people.toml`."""
    return any_of((CUES.lists | PEOPLE.lists)[name])


VERBS = listed("verbs")
LEADS = listed("leads")
VERB = re.compile(VERBS)
WHEN = "(?:[0-9０-９一二三四五六七八九十]{1,4}[年月日][0-9０-９一二三四五六七八九十年月日底末初上中下旬半]{0,8}(?:之?前|以?内|起)|(?:今年|明年|本月|每年|每月)[0-9年月日底末前内国庆春节节]{0,8}|年内|年底前|[0-9一二三四五六七八九十两]{1,3}(?:年|个月|天)内)[，,]?"
# A request's beginning: small words, then a verb of doing. At most six small words: bounded backtracking.
SMALL = f"(?:{WHEN})?(?:{LEADS}[、，,]?){{0,6}}"
ACTION = re.compile(SMALL + VERBS)
# What ORDINAL, LEAD_IN and HEAD_CUE can begin with: most clauses begin with none of it.
LEADING = frozenset(
    "一二三四五六七八九十第首其再最（(0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳我也还特都建希期呼提恳相具几对同此另并而以又尤且"
)
HEAD_CUE = re.compile(
    "(?:我们?)?(?:也|还|特|都)?(?:建议|希望|期待|期盼|呼吁|提议|恳请)(?![的者书])(?:能够?|可以)?[，,：:]?"
)
LEAD_IN = re.compile(
    "(?:(?:相关|具体|几点)?(?:对策)?建议(?=[0-9一二三（(])|同时|此外|另外|再者|还有|再就是|并且?|而且|以及|也|还|又|特别是|尤其是|一方面|另一方面|且|其次|最后|首先|再次|第[一二三四五六七八九十]+(?![一二三四五六七八九十类个次种批期步时线届位名轮季年方章所梯责课医产阶手审])是?)[，,、：:]?"
)
ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是要?|要|、|．|\.)|第[一二三四五六七八九十]{1,2}(?![一二三四五六七八九十类个次种批期步时线届位名轮季年方章所梯责课医产阶手审届、和及])(?:(?:点|条|项)(?!规定|明确|还|第|的|款|要求))?(?![条款])(?:是|，|,|、|：|:)?|首先(?:是|要)?[，,]?|其次(?:是|要)?[，,]?|再次(?:是|要)?[，,]?|再者[，,]?|最后(?:是|要)?[，,]?|其[一二三四五六][，,：:是]?|[（(][一二三四五六七八九十0-9０-９]{1,3}[)）]、?|[0-9０-９]{1,2}(?:[、．.](?![0-9])|[)）])|[①-⑳])\s*"
)
