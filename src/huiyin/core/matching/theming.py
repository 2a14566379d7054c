# SPDX-License-Identifier: Apache-2.0
"""Theming (归类): papers gathered into themes, each labelled with words of the very papers under it.

1. every paper is the phrases it holds, those of its title counting more;
2. papers that share rare phrases lie close; they are joined step by step, the closest first (Ward);
3. a theme is labelled with the phrases most of its papers hold and few others do;
4. a person renames, joins and parts themes afterwards: a label is a proposal, its evidence the words themselves.
"""

import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import ceil, log, sqrt
from typing import Any

import numpy as np
from scipy import linalg, sparse
from scipy.cluster import hierarchy
from scipy.spatial import distance

LONGEST = 6  # characters of a Chinese phrase
TITLE = 3  # how much more a phrase of the title counts
DEPTH = 64  # dimensions in which papers are compared
GENERAL = 0.3  # a phrase in more of the papers than this tells nothing apart,
FEW = 8  # unless so few papers hold it at all
_ENDINGS = "区县局"  # they end the name of what stands before
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{2,}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme.

    Attributes:
        labels: one or two phrases, the most telling first, each of a paper under it.
        members: places of the papers in the list given, ascending.
        hold: how many of them hold each label.
    """

    labels: tuple[str, ...]
    members: tuple[int, ...]
    hold: tuple[int, ...]


@cache
def _data() -> dict[str, frozenset[str]]:
    file = resources.files("huiyin.core.matching") / "data" / "theming.toml"
    return {key: frozenset(some) for key, some in tomllib.loads(file.read_text("utf-8")).items()}


def find(papers: Sequence[tuple[str, str]], *, most: int = 16) -> list[Theme]:
    """Gather papers, each a title and a text, into at most so many themes, the largest first.

    Shapes: every place of `papers` is in exactly one theme; the same papers give the same themes.
    Cost: linear in the characters, and square in the papers (1 s for 300, 3 s for 1,000).

    >>> some = [("社区食堂晚餐", "社区食堂五点关门"), ("办好社区食堂", "社区食堂周末不开"), ("换旧水管", "旧水管漏水"), ("旧水管水质", "旧水管发黄")]
    >>> [(one.labels[0], one.members) for one in find(some, most=2)]
    [('社区食堂', (0, 1)), ('旧水管', (2, 3))]
    """
    if not papers:
        return []
    held = [_weighed(title, text) for title, text in papers]
    groups = _grouped(held, most)
    titles = [title for title, _ in papers]
    free = _Free([_general().sub("·", f"{title}。{text}") for title, text in papers])
    often = Counter(one for some in held for one in some)
    found = [_named(group, held, often, titles, free) for group in groups]
    return sorted(found, key=lambda one: (-len(one.members), one.members))


def _weighed(title: str, text: str) -> dict[str, float]:
    found = dict.fromkeys(phrases(text), 1.0)
    return found | dict.fromkeys(phrases(title), float(TITLE))


def phrases(text: str) -> set[str]:
    """Give the phrases of a text that may tell its matter: Chinese of 2 to 6 characters, English words and pairs."""
    data = _data()
    found: set[str] = set()
    for run in _HAN.findall(text):
        start = 0
        for end, char in enumerate(run + "的"):
            if char in data["cut"]:
                found.update(_grams(run[start:end]))
                start = end + 1
    words = [one.lower() for one in _WORD.findall(text)]
    told = [one if one not in data["general_en"] else "" for one in words]
    found.update(one for one in told if len(one) > 4)
    pairs = itertools.pairwise(told)
    found.update(f"{one} {other}" for one, other in pairs if one and other)
    return found


@cache
def _general() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_data()["general_zh"], key=lambda one: (-len(one), one))))


def _grams(run: str) -> Iterable[str]:
    general = _data()["general_zh"]
    for size in range(2, LONGEST + 1):
        for at in range(len(run) - size + 1):
            gram = run[at : at + size]
            if not any(word in gram for word in general):
                yield gram


def _grouped(held: Sequence[dict[str, float]], most: int) -> list[tuple[int, ...]]:
    count = len(held)
    if count <= 2 or most < 2:
        return [tuple(range(count))]
    points = _points(held)
    tree = hierarchy.linkage(distance.pdist(points), "ward")
    cut = hierarchy.fcluster(tree, min(most, ceil(count / 2)), "maxclust")
    groups: dict[int, list[int]] = {}
    for place, name in enumerate(cut.tolist()):
        groups.setdefault(name, []).append(place)
    return [tuple(some) for some in groups.values()]


def _points(held: Sequence[dict[str, float]]) -> Any:
    """Give each paper as a point of length 1 in few dimensions."""
    count = len(held)
    often = Counter(one for some in held for one in some)
    ceiling = max(2, GENERAL * count, min(FEW, count / 2))
    telling = sorted(one for one, n in often.items() if 2 <= n <= ceiling)
    column = {one: n for n, one in enumerate(telling)}
    weight = [log(1 + count / often[one]) for one in telling]
    rows, columns, values = [], [], []
    for place, some in enumerate(held):
        for one, says in some.items():
            if (n := column.get(one)) is not None:
                rows.append(place)
                columns.append(n)
                values.append(sqrt(says) * weight[n])
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(count, max(1, len(telling))))
    matrix.sort_indices()
    shared = (matrix @ matrix.T).toarray()
    length = np.sqrt(np.maximum(np.diag(shared), 1e-12))
    shared /= np.outer(length, length)
    size, left = linalg.eigh(shared, subset_by_index=(max(0, count - DEPTH), count - 1))
    return _long(left * np.sqrt(np.maximum(size, 0)))


def _long(matrix: Any) -> Any:
    """Give each row the length 1; a row of nothing stays nothing."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(length > 0, length, 1)


class _Free:
    """Whether a phrase stands free: what comes before and after it changes, as around words and not around their parts.

    In the texts no general word is left, so that no phrase that runs into one is found.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.known: dict[str, bool] = {}

    def __call__(self, phrase: str) -> bool:
        if phrase not in self.known:
            self.known[phrase] = not _HAN.match(phrase) or self._stands(phrase)
        return self.known[phrase]

    def _stands(self, phrase: str) -> bool:
        before: set[str] = set()
        after: set[str] = set()
        for n, text in enumerate(self.texts):
            at = text.find(phrase)
            while at >= 0:
                left, right = text[at - 1 : at], text[at + len(phrase) : at + len(phrase) + 1]
                before.add(left if _HAN.match(left) else str(n))
                after.add(right if _HAN.match(right) else str(n))
                if len(before) > 1 and len(after) > 1:
                    return True
                at = text.find(phrase, at + 1)
        return False


def _named(
    group: tuple[int, ...],
    held: Sequence[dict[str, float]],
    often: Counter[str],
    titles: Sequence[str],
    free: _Free,
) -> Theme:
    inside = Counter(one for place in group for one in held[place])
    named = Counter(one for place in group for one in phrases(titles[place]))
    worth = {
        one: (n * n / often[one]) * _size(one) * (1 + named[one])
        for one, n in inside.items()
        if n > 1 or len(group) == 1
    }
    labels: list[str] = []
    alone = _data()["alone"]
    some = sorted(worth, key=lambda one: (-worth[one], -len(one), one))[:200]
    for one in some:
        if (
            any(one in said or said in one for said in labels)
            or one[0] in _ENDINGS
            or one in alone
            or not free(one)
        ):
            continue
        if labels and worth[one] < worth[labels[0]] / 4:
            break
        labels.append(one)
        if len(labels) == 2:
            break
    if not labels:
        left = (one for one in some if one not in alone and any(one in text for text in free.texts))
        labels = [next(left, titles[group[0]])]
    return Theme(tuple(labels), group, tuple(inside[one] or 1 for one in labels))


def _size(phrase: str) -> float:
    return sqrt(min(len(phrase), 4) if _HAN.match(phrase) else 2 * len(phrase.split()))
