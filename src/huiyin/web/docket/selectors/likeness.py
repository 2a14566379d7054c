# SPDX-License-Identifier: Apache-2.0
"""Likeness (相似) of texts, reckoned once for the same texts: pages ask for it at every visit."""

import hashlib
from collections.abc import Sequence

from django.core.cache import cache

from huiyin.web.kit import ports

HOURS = 6


def of(texts: Sequence[str]) -> Sequence[ports.Likeness]:
    """Give the pairs of texts that say the same, the likest first.

    Cost: that of the comparison at the first visit, then nothing until a text changes.
    """
    if not ports.can_compare() or len(texts) < 2:
        return ()
    digest = hashlib.sha256("\x00".join(texts).encode()).hexdigest()
    key = f"alike:{digest}"
    found: Sequence[ports.Likeness] | None = cache.get(key)
    if found is None:
        found = tuple(ports.alike(texts))
        cache.set(key, found, HOURS * 3600)
    return found
