# SPDX-License-Identifier: Apache-2.0
"""Addresses of figures."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.figures.views import echo, rates, records, statistics

urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", rates.side_by_side, name="figures"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/<str:key>.<str:form>", statistics.chart, name="chart"),
    path("record/", records.own, name="record"),
    path("people/<int:person_id>/record", records.of, name="person_record"),
    path("echo-map/", echo.page, name="echo_map"),
    path("figures/<str:figure>/", rates.one, name="figure"),
]
