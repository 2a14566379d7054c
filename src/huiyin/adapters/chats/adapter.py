# SPDX-License-Identifier: Apache-2.0
"""Asking a model: one question over `POST {address}/chat/completions`, one answer."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from huiyin.core.values.refusals import HuiyinError

LONGEST = 200_000  # bytes of an answer


def ask(
    messages: Sequence[dict[str, str]], *, address: str, model: str, key: str, seconds: float = 30
) -> str:
    """Give a model's answer.

    Errors: `MODEL_SILENT` where it cannot be reached, refuses, or answers in another form.
    """
    body = json.dumps({"model": model, "messages": list(messages), "temperature": 0}).encode()
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {key}"} if key else {}
    )
    asked = urllib.request.Request(f"{address.rstrip('/')}/chat/completions", body, headers)  # noqa: S310 - the place's own setting
    try:
        with urllib.request.urlopen(asked, timeout=seconds) as answer:  # noqa: S310
            return _said(json.loads(answer.read(LONGEST)))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as fault:
        raise HuiyinError("MODEL_SILENT") from fault


def _said(answer: Any) -> str:
    said = answer["choices"][0]["message"]["content"]
    if not isinstance(said, str):
        raise TypeError
    return said
