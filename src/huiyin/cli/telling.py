# SPDX-License-Identifier: Apache-2.0
"""Telling a meeting over the API (送稿): sent until it is known to be kept, whatever happens to the server in between."""

import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from huiyin.core.values import refusals
from huiyin.core.values.refusals import HuiyinError

_TIMEOUT = 20.0
_AGAIN = (408, 425, 429, 500, 502, 503, 504)


def moment() -> str:
    """Give the moment in ISO 8601; the clock of this machine."""
    return datetime.now(UTC).isoformat()


class Teller:
    """Tells one meeting.

    Attributes:
        patience: seconds for which it tries again where nothing answers.
    """

    def __init__(self, url: str, token: str, meeting: str, patience: float) -> None:
        self._path = f"{url}/api/v1/meetings/{meeting}/utterances"
        self._token, self._patience = token, patience

    def tell(self, some: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
        """Tell some utterances and give what became of each.

        Errors: the refusal of the server, by its code; `LISTEN_UNREACHABLE` when nothing answered for too long.
        """
        body = json.dumps({"utterances": list(some)}, ensure_ascii=False).encode()
        answer = self._ask(self._path, body)
        return list(answer["utterances"])

    def known(self) -> set[str]:
        """Give the keys of what the meeting was told already."""
        found: set[str] = set()
        path = f"{self._path}?limit=200"
        while path:
            answer = self._ask(path)
            found.update(one["key"] for one in answer["items"])
            path = f"{self._path}?limit=200&cursor={answer['next']}" if answer["next"] else ""
        return found

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Accept-Language": "en"}
        if body is not None:
            key = hashlib.sha256(path.encode() + body).hexdigest()
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        request = urllib.request.Request(path, body, headers)  # noqa: S310 - the user's own address
        until, wait = time.monotonic() + self._patience, 0.1
        while True:
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as held:  # noqa: S310
                    return dict(json.load(held))
            except urllib.error.HTTPError as fault:
                if fault.code not in _AGAIN:
                    raise _refusal(fault) from fault
            except (OSError, ValueError):
                pass  # nobody there, or an answer cut off: asked again
            if time.monotonic() > until:
                raise HuiyinError("LISTEN_UNREACHABLE", url=path.partition("?")[0])
            time.sleep(wait)
            wait = min(2.0, wait * 1.6)


def _refusal(fault: urllib.error.HTTPError) -> HuiyinError:
    try:
        said = json.load(fault)
        if said["code"] in refusals.catalog():
            return HuiyinError(said["code"], **said["params"])
    except (ValueError, KeyError, TypeError, OSError):
        pass
    return HuiyinError("LISTEN_REFUSED", status=fault.code)
