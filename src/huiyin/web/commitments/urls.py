# SPDX-License-Identifier: Apache-2.0
"""Addresses of commitments."""

from django.urls import URLPattern, URLResolver, path, re_path

from huiyin.web.commitments.views import days, following, lists, one, plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("commitments/", lists.board, name="commitments"),
    path("commitments/list", lists.many, name="commitment_list"),
    path("commitments/timeline", days.timeline, name="commitment_timeline"),
    path("commitments/calendar", days.month, name="commitment_calendar"),
    path("commitments/bodies", lists.bodies, name="commitment_bodies"),
    path("commitments/handover", lists.handover, name="commitment_handover"),
    path("commitments/import", lists.take_in, name="commitment_import"),
    path("commitments/evidence/<int:pk>", one.evidence, name="commitment_evidence"),
    path("commitments/<str:uid>/", one.page, name="commitment"),
    path("commitments/<str:uid>/acts/<str:act>", one.act, name="commitment_act"),
    path("commitments/<str:uid>/follow", following.follow, name="commitment_follow"),
    path("commitments/<str:uid>/goals", following.goals, name="commitment_goals"),
    re_path(
        r"^commitments/(?P<uid>\w+)/(?P<act>report|claim)$", one.report, name="commitment_report"
    ),
    path("commitments/<str:uid>/<str:act>", one.form, name="commitment_form"),
    path("promises/<str:uid>/", following.promise, name="promise"),
    path("replies/<str:uid>/promises", following.mark, name="promise_mark"),
    path("replies/<str:uid>/promises/read", following.read, name="promise_read"),
    path("replies/<str:uid>/look-back", following.look_back, name="look_back"),
    path("plans/", plans.many, name="plans"),
    path("plans/<str:uid>/", plans.one, name="plan"),
    path("calendar-address/", days.key, name="calendar_key"),
    path("calendar/<str:secret>.ics", days.feed, name="calendar_feed"),
]
