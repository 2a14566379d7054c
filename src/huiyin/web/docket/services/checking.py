# SPDX-License-Identifier: Apache-2.0
"""Checks (形式检查) of a draft before it is handed in: each a warning or a refusal, as the pack says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.core.docket import packs
from huiyin.core.values.refusals import HuiyinError

_SECRECY = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆]|[★☆]\s*(?:绝密|机密|秘密)|(?m:^\s*(?:绝密|机密|秘密|TOP SECRET|SECRET|CONFIDENTIAL)\s*$)"
)
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_SEVERAL = re.compile(r"(?:另外|此外|其次).{0,6}(?:还|再)?(?:反映|想提|提出)(?:另|一个|另一)")
_AND_TITLE = re.compile(
    r"关于.+(?:以及|暨).+的(?:提案|建议)|关于.+的(?:提案|建议).*关于.+的(?:提案|建议)"
)
DEFAULTS = {
    "secrecy": "refuse",
    "personal": "warn",
    "several": "warn",
    "empty": "refuse",
    "long": "refuse",
    "many": "warn",
}
MANY = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its id, whether it refuses, and the words it saw (shortened where they are personal)."""

    id: str
    refuses: bool
    found: str = ""
    n: int = 0


def check(
    *, title: str, parts: Sequence[str], asks: Sequence[str], pack: packs.Pack
) -> list[Finding]:
    """Check the form of a draft; nothing here judges its content.

    1. no concrete suggestion, or the text too long: the pack's own guards refuse these too;
    2. several matters in one; 3. personal data; 4. a mark of secrecy.
    """
    whole = "\n".join([title, *parts, *asks])
    found: list[tuple[str, str, int]] = []
    if not [ask for ask in asks if ask.strip()]:
        found.append(("empty", "", 0))
    most = pack.limits.get("text_chars", 100_000)
    size = sum(map(len, [*parts, *asks]))
    if size > most:
        found.append(("long", "", size - most))
    if len(asks) > MANY:
        found.append(("many", "", len(asks)))
    if _AND_TITLE.search(title) or _SEVERAL.search(whole):
        found.append(("several", "", 0))
    personal = (pattern.search(whole) for pattern in (_IDENTITY, _PHONE))
    found += [("personal", match[0][:3] + "…", 0) for match in personal if match]
    if match := _SECRECY.search(whole):
        found.append(("secrecy", match[0].strip(), 0))
    return [Finding(id_, _refuses(pack, id_), words, n) for id_, words, n in found]


def _refuses(pack: packs.Pack, id_: str) -> bool:
    return pack.options.get(f"check_{id_}", DEFAULTS[id_]) == "refuse"


def refuse(findings: Sequence[Finding]) -> None:
    """Refuse a draft for what the pack does not let pass.

    Errors: `CHECK_SECRECY`, `CHECK_PERSONAL`, `CHECK_SEVERAL`; the others are refused by the act's own guards.
    """
    for one in findings:
        if one.refuses and one.id in ("secrecy", "personal", "several"):
            raise HuiyinError(f"CHECK_{one.id.upper()}", found=one.found)
