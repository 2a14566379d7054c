# SPDX-License-Identifier: Apache-2.0
"""Public ids of rows (编号)."""

import secrets


def new_uid() -> str:
    """Give a new immutable public id, without letters that are misread."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(10))
