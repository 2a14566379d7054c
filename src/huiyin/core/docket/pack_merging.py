# SPDX-License-Identifier: Apache-2.0
"""A pack on top of another: `extends: <id>@<version>` and only what differs."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huiyin.core.docket import pack_checking

Find = Callable[[str], Any]


def resolve(
    data: Any, find: Find, *, above: tuple[str, ...] = ()
) -> tuple[Any, list[pack_checking.Fault]]:
    """Give the whole data of a pack that may extend another, and what is wrong with how it does so.

    Shapes: mappings are laid over each other key by key; any other value replaces that of the base; `null` takes a key
        of the base away. `find` gives the data of a base by its name, or None.
    Errors: none; the faults are `unknown_base`, `extends_itself`, `unpinned_base`, `nothing_to_remove`.

    >>> resolve({"extends": "a@1", "y": None, "z": {"q": 3}}, {"a@1": {"x": 1, "y": 2, "z": {"p": 4}}}.get)
    ({'x': 1, 'z': {'p': 4, 'q': 3}}, [])
    """
    if not isinstance(data, Mapping) or "extends" not in data:
        return data, []
    name = data["extends"]
    over = {key: value for key, value in data.items() if key != "extends"}
    if not isinstance(name, str) or "@" not in name:
        return over, [pack_checking.Fault("extends", "unpinned_base", str(name))]
    if name in above:
        return over, [pack_checking.Fault("extends", "extends_itself", name)]
    base = find(name)
    if base is None:
        return over, [pack_checking.Fault("extends", "unknown_base", name)]
    whole, faults = resolve(base, find, above=(*above, name))
    return laid(whole, over), [*faults, *_empty_removals("", whole, over)]


def laid(base: Any, over: Any) -> Any:
    """Lay one value over another.

    >>> laid({"a": {"b": 1, "c": 2}}, {"a": {"b": None}})
    {'a': {'c': 2}}
    """
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    kept = {key: value for key, value in base.items() if key not in over}
    given = {key: laid(base.get(key), value) for key, value in over.items() if value is not None}
    return {key: (kept | given)[key] for key in [*base, *over] if key in kept or key in given}


def _empty_removals(path: str, base: Any, over: Any) -> Iterator[pack_checking.Fault]:
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return
    for key, value in over.items():
        here = f"{path}.{key}".lstrip(".")
        if value is None and key not in base:
            yield pack_checking.Fault(here, "nothing_to_remove", str(key))
        yield from _empty_removals(here, base.get(key), value)
