# SPDX-License-Identifier: Apache-2.0
"""Anchoring (锚定): signed checkpoints of the ledger, kept in a file outside the database.

A chain alone shows neither that its tail was cut off nor that all of it was written anew; a checkpoint signed before
does. The private key lies in the program's own folder (`ledger-key`, mode 600), the public one beside it
(`ledger-key.pub`) to be handed to whoever audits; the file may be copied to a medium that is written once.
"""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from huiyin.web.kit.models import ChainHead


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint: the ledger held so many entries, and the last of them had this hash."""

    seq: int
    head: str
    count: int
    at: str
    signature: str = ""

    def said(self) -> bytes:
        """Give the bytes that are signed."""
        return json.dumps([self.seq, self.head, self.count, self.at]).encode()


def anchor() -> Anchor | None:
    """Append a checkpoint of the ledger as it stands now; None when there is nothing new.

    Cost: one query, a signature and a write that is on the disk when this returns.
    """
    head = ChainHead.objects.filter(id=1).first()
    newest = max((one.seq for one in read(settings.ANCHOR_FILE)), default=0)
    if head is None or newest >= head.seq:
        return None
    made = sign(Anchor(head.seq, head.digest, head.seq, timezone.now().isoformat()))
    settings.ANCHOR_FILE.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(settings.ANCHOR_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, (json.dumps(_line(made)) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return made


def _line(one: Anchor) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Anchor.__dataclass_fields__}


def read(path: Path) -> Iterator[Anchor]:
    """Give the checkpoints of a file in order; a line that is none is given as one that no key has signed."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            said = json.loads(line)
            yield Anchor(**said)
        except (ValueError, TypeError):
            yield Anchor(0, "", 0, "", "unreadable")


def sign(one: Anchor) -> Anchor:
    """Sign a checkpoint with the key of this installation, which is made at the first use."""
    signed = _private(settings.HOME).sign(one.said())
    return Anchor(one.seq, one.head, one.count, one.at, base64.b64encode(signed).decode())


def is_signed(one: Anchor, public: Path | None = None) -> bool:
    """Tell whether a checkpoint bears the signature of the key whose public half lies in a file (default: our own)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    kept = public or settings.HOME / "ledger-key.pub"
    if not kept.exists():
        return False
    try:
        raw = base64.b64decode(kept.read_text("ascii"))
        Ed25519PublicKey.from_public_bytes(raw).verify(
            base64.b64decode(one.signature, validate=True), one.said()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _private(home: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kept = home / "ledger-key"
    if not kept.exists():
        made = Ed25519PrivateKey.generate()
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(made.private_bytes_raw()))
        public = base64.b64encode(made.public_key().public_bytes_raw()).decode()
        (home / "ledger-key.pub").write_text(public, "ascii")
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(kept.read_bytes()))
