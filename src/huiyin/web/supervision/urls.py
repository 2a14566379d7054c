# SPDX-License-Identifier: Apache-2.0
"""Addresses of supervision."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.supervision.views import following, keying

INSTRUCTION, ITEM = {"kind": "instructions"}, {"kind": "lookbacks"}
urlpatterns: list[URLPattern | URLResolver] = [
    path("supervision/", keying.home, name="supervision"),
    path("supervision/nominate/<str:uid>", keying.nominate, name="key_nominate"),
    path("supervision/instruct/<str:uid>", following.instruct, name="instruct"),
    path("supervision/remind/<str:uid>", following.remind, name="remind"),
    path("supervision/assess/<str:uid>", following.assess, name="assess"),
    path("supervision/rate/<str:uid>", following.rate, name="rate"),
    path("supervision/look-back", following.look_back, name="look_back"),
    path("supervision/rounds/<str:uid>/", following.round_, name="look_back_round"),
    path("keyproposals/<str:uid>/", keying.one, name="key"),
    path("keyproposals/<str:uid>/approve", keying.approve, name="key_approve"),
    path("keyproposals/<str:uid>/event", keying.event, name="key_event"),
    path("keyproposals/<str:uid>/panel", keying.panel, name="key_panel"),
    path("keyproposals/<str:uid>/cast", keying.cast, name="key_cast"),
    path("keyproposals/<str:uid>/acts/<str:act>", keying.act, name="key_act"),
    path("instructions/<str:uid>/", following.one, INSTRUCTION, name="instruction"),
    path("instructions/<str:uid>/report", following.report, INSTRUCTION, name="instruction_report"),
    path(
        "instructions/<str:uid>/acts/<str:act>", following.act, INSTRUCTION, name="instruction_act"
    ),
    path("lookbacks/<str:uid>/", following.one, ITEM, name="look_back_item"),
    path("lookbacks/<str:uid>/report", following.report, ITEM, name="look_back_report"),
    path("lookbacks/<str:uid>/acts/<str:act>", following.act, ITEM, name="look_back_act"),
    path("reminders/<str:uid>/", following.letter, name="reminder"),
    path("reminders/<str:uid>/letter.<str:form>", following.letter, name="reminder_letter"),
]
