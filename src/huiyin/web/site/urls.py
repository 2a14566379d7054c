# SPDX-License-Identifier: Apache-2.0
"""Every address of the application; each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path

from huiyin.web.site import display, style

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("display/", display.choose, name="display"),
    path("style/", style.page, name="style"),
    path("", include("huiyin.web.accounts.urls")),
]

handler400 = "huiyin.web.site.errors.bad_request"
handler403 = "huiyin.web.site.errors.forbidden"
handler404 = "huiyin.web.site.errors.not_found"
handler500 = "huiyin.web.site.errors.fault"
