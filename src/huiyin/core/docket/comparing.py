# SPDX-License-Identifier: Apache-2.0
"""Comparing (对照) two rules packs place by place, by what their files say."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.core.docket import packs

_KEYS = ("id", "code")


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[packs.Difference, ...]:
    """Give every place where two packs differ, in the order of the first; what names the pack itself is left out.

    >>> [(d.path, d.ours, d.theirs, d.kind) for d in differences({"limits": {"a": 1}}, {"limits": {"a": 2, "b": 3}})]
    [('limits.a', '1', '2', 'changed'), ('limits.b', '', '3', 'added')]
    """
    here, there = dict(_flat(ours)), dict(_flat(theirs))
    paths = [*here, *(path for path in there if path not in here)]
    return tuple(
        packs.Difference(path, here.get(path, ""), there.get(path, ""))
        for path in paths
        if here.get(path) != there.get(path) and path not in ("id", "version", "effective_from")
    )


def _flat(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping) and set(data) == {"zh", "en"}:
        yield path, f"{data['zh']} / {data['en']}"
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list) and data and all(isinstance(one, Mapping) for one in data):
        for number, one in enumerate(data):
            name = next((str(one[key]) for key in _KEYS if key in one), str(number))
            yield from _flat({k: v for k, v in one.items() if k not in _KEYS}, f"{path}.{name}")
    elif isinstance(data, list):
        yield path, ", ".join(_said(one) for one in data)
    else:
        yield path, _said(data)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_said(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
