# SPDX-License-Identifier: Apache-2.0
"""Addresses of evaluations."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.evaluations.views import giving, ruling, watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("evaluations/", watching.many, name="evaluations"),
    path("evaluations/figures", watching.figures, name="evaluation_figures"),
    path("evaluations/<str:uid>/", giving.one, name="evaluation"),
    path("evaluations/<str:uid>/revise", giving.revise, name="evaluation_revise"),
    path("evaluations/<str:uid>/paper", giving.paper, name="evaluation_paper"),
    path("evaluations/<str:uid>/form.pdf", giving.printed, name="evaluation_form"),
    path("evaluations/<str:uid>/rung", ruling.rung, name="evaluation_rung"),
    path("evaluations/<str:uid>/acts/<str:act>", ruling.act, name="evaluation_act"),
]
