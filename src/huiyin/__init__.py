# SPDX-License-Identifier: Apache-2.0
"""Huiyin 回音: who suggested what to whom, who answered what, and what has had no echo, with proof.

>>> import huiyin
>>> sorted(huiyin.__all__)
['Document', 'EchoReport', 'HuiyinError', 'echo', 'read', 'read_bodies', 'read_bytes', 'read_many', 'read_roster']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.api import echo, read, read_bodies, read_bytes, read_many, read_roster
    from huiyin.core.values.documents import Document
    from huiyin.core.values.echoes import EchoReport
    from huiyin.core.values.refusals import HuiyinError

__version__ = "0.1.0"
__all__ = [
    "Document",
    "EchoReport",
    "HuiyinError",
    "echo",
    "read",
    "read_bodies",
    "read_bytes",
    "read_many",
    "read_roster",
]

_HOMES = {
    "echo": "huiyin.api",
    "read": "huiyin.api",
    "read_bodies": "huiyin.api",
    "read_bytes": "huiyin.api",
    "read_many": "huiyin.api",
    "read_roster": "huiyin.api",
    "Document": "huiyin.core.values.documents",
    "EchoReport": "huiyin.core.values.echoes",
    "HuiyinError": "huiyin.core.values.refusals",
}


def __getattr__(name: str) -> Any:  # so that a part of the library starts without the whole
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'huiyin' has no attribute {name!r}")
