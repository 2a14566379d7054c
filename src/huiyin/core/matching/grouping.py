# SPDX-License-Identifier: Apache-2.0
"""Grouping (并组): suggestions that say the same put together, guarded against chains."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from huiyin.core.values.echoes import Alike
from huiyin.core.values.findings import Finding


def groups(suggestions: Sequence[Finding], pairs: Iterable[Alike]) -> dict[str, str]:
    """Put suggestions that say the same into groups, guarded against chains.

    Suggestions in the same words are one member. Two groups join only if every member of the joined group is alike to its
    first suggestion or to at least half of the other members: A like B and B like C never make A and C one by themselves.

    Shapes: a key for each suggestion; the value is the id of its group's first suggestion, its own id when alone.
    Cost: near-linear in the pairs.
    """
    order = {one.id: place for place, one in enumerate(suggestions)}
    same: dict[str, str] = {}
    near: defaultdict[str, set[str]] = defaultdict(set)
    pairs = list(pairs)
    for pair in sorted(filter(_is_same, pairs), key=lambda pair: (order[pair.b], order[pair.a])):
        _join(same, order, pair.a, pair.b)
    distinct: list[tuple[float, int, int, str, str]] = []
    for pair in pairs:
        a, b = _first(same, pair.a), _first(same, pair.b)
        if a != b:
            near[a].add(b)
            near[b].add(a)
            a, b = (a, b) if order[a] < order[b] else (b, a)
            distinct.append((-pair.score, order[a], order[b], a, b))
    members = {key: [key] for key in near}
    head = {key: key for key in near}
    for *_, a, b in sorted(distinct):
        first, second = head[a], head[b]
        if order[second] < order[first]:
            first, second = second, first
        if first == second or not _hold(first, members[first] + members[second], near):
            continue
        head |= dict.fromkeys(members[second], first)
        members[first] += members.pop(second)
    found: dict[str, str] = {}
    for key in order:
        one = _first(same, key) if key in same else key
        found[key] = head.get(one, one)
    return found


def _is_same(pair: Alike) -> bool:
    return pair.score == 1 and not pair.only_a and not pair.only_b


def _first(same: dict[str, str], key: str) -> str:
    while key in same:
        key = same[key]
    return key


def _join(same: dict[str, str], order: dict[str, int], one: str, other: str) -> None:
    first, second = _first(same, one), _first(same, other)
    if first != second:
        if order[second] < order[first]:
            first, second = second, first
        same[second] = first


def _hold(first: str, joined: list[str], near: dict[str, set[str]]) -> bool:
    group = set(joined)
    half = (len(joined) - 1) / 2
    return all(
        one == first or first in near[one] or len(near[one] & group) >= half for one in joined
    )
