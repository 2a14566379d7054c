# SPDX-License-Identifier: Apache-2.0
"""Keeping (存放): the cache of files that all processes share, without looking through its folder at every entry."""

import itertools

from django.core.cache.backends.filebased import FileBasedCache

# entries laid down between two looks at how many there are: a look reads the whole folder
EVERY = 100
_laid = itertools.count(1)


class Kept(FileBasedCache):
    """A cache of files that may hold a few more than `MAX_ENTRIES` until the next look."""

    def _cull(self) -> None:
        if next(_laid) % EVERY == 0:
            super()._cull()  # type: ignore[misc]
