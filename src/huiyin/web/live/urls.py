# SPDX-License-Identifier: Apache-2.0
"""Addresses of the live room."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.live import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/<str:named>/now", views.now, name="live_now"),
    path("live/<str:named>", views.stream, name="live_stream"),
]
