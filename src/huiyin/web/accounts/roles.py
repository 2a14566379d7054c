# SPDX-License-Identifier: Apache-2.0
"""The names of roles in the language of the page."""

from huiyin.web.accounts.models import Role
from huiyin.web.kit import words


def label(role: str) -> str:
    """Say a role."""
    key = f"role.{role}"
    return words.say(key, words.language()) if words.has(key) else role


def choices() -> list[tuple[str, str]]:
    """Give all roles with their names."""
    return [(role, label(role)) for role in Role.values]
