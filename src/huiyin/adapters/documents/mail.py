# SPDX-License-Identifier: Apache-2.0
"""eml: subject, sender, body, and the text of attachments that can be read."""

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Final

from huiyin.adapters.documents import charset, checks, kinds, taking, web_page
from huiyin.core.values import refusals

_HEADERS: Final = ("From", "To", "Date")
_PARTS: Final = 200


def read(
    raw: bytes, taken: taking.Taking, read_attachment: Callable[[str, bytes, taking.Taking], None]
) -> None:
    """Take the text of a mail.

    Shapes: the subject as a heading, sender, recipient and date as `header`, the body, then each attachment after a
        heading with its name (label `attachment`); attachments that cannot be read are warned of, by name and code.
    Errors: `DOCUMENT_MALFORMED`, `ENCODING_UNKNOWN`, `MALWARE_FOUND`.
    """
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part for part, _ in zip(message.walk(), range(_PARTS), strict=False)]
    except (RecursionError, ValueError, IndexError) as broken:
        raise refusals.HuiyinError("DOCUMENT_MALFORMED") from broken
    taken.title = _header(message, "Subject")
    taken.add(taken.title, "heading", 1, "title")
    for name in _HEADERS:
        taken.add(_header(message, name), "header", 0, name)
    bodies = [
        part for part in parts if not _file_name(part) and part.get_content_maintype() == "text"
    ]
    plain = [part for part in bodies if part.get_content_subtype() == "plain"]
    for part in plain or bodies[:1]:
        _read_body(part, taken)
    for part in parts:
        if name := _file_name(part):
            _attach(checks.clean_name(name), _payload(part), taken, read_attachment)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, LookupError):
        return ""


def _file_name(part: EmailMessage) -> str:
    try:
        return "" if part.is_multipart() else part.get_filename() or ""
    except (ValueError, IndexError, LookupError):
        return ""


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_body(part: EmailMessage, taken: taking.Taking) -> None:
    raw = _payload(part)
    if not raw.strip():
        return
    text = charset.decode(raw, declared=part.get_content_charset() or "")
    if part.get_content_subtype() == "html":
        title = taken.title
        web_page.read_text(text, taken)
        taken.title = title
        return
    for line in text.splitlines():
        taken.put(line + "\n")


def _attach(
    name: str,
    raw: bytes,
    taken: taking.Taking,
    read_attachment: Callable[[str, bytes, taking.Taking], None],
) -> None:
    inner = taking.Taking()
    try:
        kinds.refuse_malware(raw)
        read_attachment(name, raw, inner)
    except refusals.HuiyinError as refusal:
        if refusal.code in ("MALWARE_FOUND", "CLASSIFIED_MARK"):
            raise
        taken.remark("ATTACHMENT_UNREAD", name=name, why=refusal.code)
        return
    taken.add(name, "heading", 1, "attachment")
    taken.append(inner)
    taken.remark("ATTACHMENT_READ", name=name)
