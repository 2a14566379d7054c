# SPDX-License-Identifier: Apache-2.0
"""Accounts are opened by the accounts administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from huiyin.web.kit import waking


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Refuse self-made accounts; end live streams with their session."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        user_id = request.user.pk
        super().logout(request)
        if user_id:
            waking.bump(f"{waking.ACCESS}:{user_id}")
