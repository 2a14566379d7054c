# SPDX-License-Identifier: Apache-2.0
"""Strict (严格读取): a body is read as JSON that means one thing only, or refused by name."""

import json
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.api import problems

BODY_MOST = 1_000_000
_UNKEEPABLE = re.compile(r"[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class StrictParser(Parser):
    """Reads bodies for the API."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body; ninja wraps the refusal, `app` unwraps it.

        Errors: those of `read`.
        """
        return read(request.body)


def read(data: bytes) -> Any:
    """Read JSON.

    Errors: `BODY_TOO_LARGE`; `BODY_NOT_JSON`, also for NaN, numbers of thousands of digits and depths nobody means;
        `BODY_KEY_TWICE`; `BODY_INVALID` for NUL and lone surrogates, which cannot be kept.
    """
    if len(data) > BODY_MOST:
        raise HuiyinError("BODY_TOO_LARGE", limit_kb=BODY_MOST // 1000)
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
        _keepable(found)
    except (ValueError, RecursionError) as fault:
        raise HuiyinError("BODY_NOT_JSON") from fault
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise HuiyinError("BODY_KEY_TWICE", field=_UNKEEPABLE.sub("?", key)[:80])
        found[key] = value
    return found


def _no_number(word: str) -> float:
    raise ValueError(word)


def is_keepable(text: str) -> bool:
    """Tell whether a text can be kept: without NUL, lone surrogates and turns of direction."""
    return not _UNKEEPABLE.search(text)


def _keepable(value: Any, where: str = "") -> None:
    if isinstance(value, str) and not is_keepable(value):
        raise problems.invalid(where or "body", "characters")
    if isinstance(value, dict):
        for key, held in value.items():
            _keepable(key, where)
            _keepable(held, f"{where}.{key}".strip("."))
    elif isinstance(value, list):
        for n, held in enumerate(value):
            _keepable(held, f"{where}.{n}".strip("."))
