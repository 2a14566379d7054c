# SPDX-License-Identifier: Apache-2.0
"""Addresses of people, bodies, roles and one's own account."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.accounts.views import own

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", own.page, name="account"),
]
