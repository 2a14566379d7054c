# SPDX-License-Identifier: Apache-2.0
"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.portal.views import feeds, following, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("public/", reading.front, name="public"),
    path("public/suggestions/", reading.suggestions, name="public_suggestions"),
    path("public/suggestions/feed.atom", feeds.many, name="public_feed"),
    path("public/suggestions/<str:uid>/", reading.suggestion, name="public_suggestion"),
    path("public/suggestions/<str:uid>/feed.atom", feeds.one, name="public_suggestion_feed"),
    path("public/suggestions/<str:uid>/card.png", feeds.card, name="public_card"),
    path("public/sessions/", reading.sessions, name="public_sessions"),
    path("public/sessions/<int:pk>/", reading.session, name="public_session"),
    path("public/sessions/<int:pk>/widget", feeds.widget, name="public_widget"),
    path("public/bodies/", reading.bodies, name="public_bodies"),
    path("public/bodies/<int:pk>/", reading.body, name="public_body"),
    path("public/members/<int:pk>/", reading.member, name="public_member"),
    path("public/overviews/<str:uid>/", reading.overview, name="public_overview"),
    path("public/follow/<str:kind>/<str:ref>/", following.follow, name="public_follow"),
    path("public/following/<str:token>/", following.held, name="public_following"),
    path("public/raise/", following.raise_one, name="public_raise"),
    path("public/raised/<str:token>/", following.raised, name="public_raised"),
    path("raised/", following.notes, name="raised"),
    path("raised/<str:uid>/", following.note, name="raised_one"),
]
