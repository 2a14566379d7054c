# SPDX-License-Identifier: Apache-2.0
"""txt and md: the decoded file to the letter."""

import re

from huiyin.adapters.documents import charset, taking

_HEADING = re.compile(r"^(#{1,6})[ \t]+([^\r\n]*[^\s#])", re.M)


def read(raw: bytes, kind: str, taken: taking.Taking) -> None:
    """Take the text as it is, without its byte-order mark; line ends stay as they are.

    Shapes: md has an anchor for each heading, its `#` inside; the first is the title.
    Errors: those of `charset.decode`.
    """
    taken.put(charset.decode(raw))
    if kind == "md":
        for heading in _HEADING.finditer(taken.whole()):
            taken.anchors.append((*heading.span(), "heading", len(heading[1]), ""))
            taken.title = taken.title or heading[2].strip()
