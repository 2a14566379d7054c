# SPDX-License-Identifier: Apache-2.0
"""Addresses of the API; one that is none is refused like everything else here."""

from typing import Any

from django.urls import path

from huiyin.web.api import problems, views
from huiyin.web.api.app import api

_patterns, _app, _namespace = api.urls
for _one in _patterns:
    assert _one.callback is not None
    _one.callback = problems.shaped(_one.callback)

urlpatterns: list[Any] = [
    path("docs", views.reference, name="api_reference"),
    path("", (_patterns, _app, _namespace)),
    path("<path:rest>", problems.shaped(views.nothing)),
]
