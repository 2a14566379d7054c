# SPDX-License-Identifier: Apache-2.0
"""The bodies that words may name (所称单位)."""

from huiyin.core.values.bodies import Body as Known
from huiyin.web.accounts.models import Body


def known() -> tuple[Known, ...]:
    """Give the bodies there are, as the reader knows them."""
    rows = Body.objects.filter(valid_to=None)
    return tuple(Known(one.name, tuple(one.aliases), (), one.kind, one.name_en) for one in rows)


def named(words: str) -> Body | None:
    """Give the one body that an addressee names, by its name or an alias; None for none, or for more than one."""
    said = words.strip()
    if not said:
        return None
    found = [
        one
        for one in Body.objects.filter(valid_to=None)
        if any(name and name in said for name in (one.name, one.name_en, *one.aliases))
    ]
    return found[0] if len(found) == 1 else None
