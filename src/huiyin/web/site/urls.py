# SPDX-License-Identifier: Apache-2.0
"""Every address of the application; each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huiyin.web.site import display, errors, rules, saved, setup, style

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^accounts/(?:signup|password/reset)/", errors.closed),
    path("accounts/", include("allauth.urls")),
    path("display/", display.choose, name="display"),
    path("style/", style.page, name="style"),
    path("views/", saved.keep, name="view_keep"),
    path("views/<int:pk>", saved.change, name="view_change"),
    path("setup/", setup.page, name="setup"),
    path("setup/demo", setup.demo, name="setup_demo"),
    path("packs/", rules.packs, name="packs"),
    path("packs/new", rules.new, name="pack_new"),
    path("packs/<str:pack_id>/", rules.pack, name="pack"),
    path("packs/<str:pack_id>/compare", rules.compare, name="pack_compare"),
    path("api/v1/", include("huiyin.web.api.urls")),
    path("", include("huiyin.web.accounts.urls")),
    path("", include("huiyin.web.opendata.urls")),
    path("", include("huiyin.web.replies.urls")),
    path("", include("huiyin.web.commitments.urls")),
    path("", include("huiyin.web.evaluations.urls")),
    path("", include("huiyin.web.supervision.urls")),
    path("", include("huiyin.web.overviews.urls")),
    path("", include("huiyin.web.portal.urls")),
    path("", include("huiyin.web.meetings.urls")),
    path("", include("huiyin.web.live.urls")),
    path("", include("huiyin.web.figures.urls")),
    path("", include("huiyin.web.docket.urls")),
]

handler400 = "huiyin.web.site.errors.bad_request"
handler403 = "huiyin.web.site.errors.forbidden"
handler404 = "huiyin.web.site.errors.not_found"
handler500 = "huiyin.web.site.errors.fault"
