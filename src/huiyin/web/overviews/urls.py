# SPDX-License-Identifier: Apache-2.0
"""Addresses of overviews."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.overviews.views import editing, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("overviews/", reading.many, name="overviews"),
    path("overviews/new", editing.new, name="overview_new"),
    path("overviews/sources/<int:pk>/", reading.source, name="overview_source"),
    path("overviews/<str:uid>/", reading.one, name="overview"),
    path("overviews/<str:uid>/edit", editing.edit, name="overview_edit"),
    path("overviews/<str:uid>/act", editing.act, name="overview_act"),
    path("overviews/<str:uid>/newer", editing.newer, name="overview_newer"),
    path("overviews/<str:uid>/themes", editing.themes, name="overview_themes"),
    path("overviews/<str:uid>/lines/<int:pk>/", editing.line, name="overview_line"),
    path("overviews/<str:uid>/overview.<str:form>", reading.export, name="overview_file"),
]
