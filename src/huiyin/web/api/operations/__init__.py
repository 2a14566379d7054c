# SPDX-License-Identifier: Apache-2.0
"""Operations of the API, a file for each part of the work; a file laid here is found, nothing else need be told of it."""

import importlib
import pkgutil


def load() -> None:
    """Let every file declare its operations, in the order of the files' names."""
    for name in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{name}")
