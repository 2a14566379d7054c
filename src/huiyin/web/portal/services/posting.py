# SPDX-License-Identifier: Apache-2.0
"""Posting (寄信): addresses, and the secrets of links that only a mail knows."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from huiyin.core.values.refusals import HuiyinError


def email_of(said: str) -> str:
    """Read an address.

    Errors: `EMAIL_INVALID`.
    """
    try:
        validate_email(said.strip())
    except ValidationError as fault:
        raise HuiyinError("EMAIL_INVALID") from fault
    return said.strip()


def hash_of(token: str) -> str:
    """Give what is kept of the secret in a mail's link."""
    return hashlib.sha256(token.encode()).hexdigest()[:43]
