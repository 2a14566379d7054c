# SPDX-License-Identifier: Apache-2.0
"""Accounts are opened by the accounts administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Refuse self-made accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
