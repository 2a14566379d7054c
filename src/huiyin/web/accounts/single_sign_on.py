# SPDX-License-Identifier: Apache-2.0
"""Signing in through the identity provider of a place (统一身份认证): who is known there under the name of an account here
comes in as that account; nobody gets an account by it. On where `HUIYIN_OIDC_SERVER` is set.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from huiyin.web.accounts.models import User


class Doorman(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Ties a sign-in at the provider to the account of that name, once; refuses all else on a page of ours."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        said = sociallogin.account.extra_data
        name = str(
            (said.get("userinfo") or said.get("id_token") or said).get(settings.OIDC_CLAIM, "")
        )
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None:
            raise _refused(request, "sso.unknown", name)
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise _refused(request, "sso.failed", "")


def _refused(request: HttpRequest, words: str, name: str) -> ImmediateHttpResponse:
    context = {"said": words, "name": name}
    return ImmediateHttpResponse(
        render(request, "accounts/single_sign_on.html", context, status=403)
    )
