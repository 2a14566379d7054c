# SPDX-License-Identifier: Apache-2.0
"""Addresses of people, bodies, roles and one's own account."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.accounts.views import keeping, own, people, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", own.page, name="account"),
    path("account/tokens/", tokens.page, name="tokens"),
    path("account/tokens/<int:token_id>/revoke", tokens.revoke, name="token_revoke"),
    path("delegations/", own.delegations, name="delegations"),
    path("delegations/<int:delegation_id>/end", own.end_delegation, name="delegation_end"),
    path("people/", people.people, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/account", people.account, name="person_account"),
    path("bodies/", people.bodies, name="bodies"),
    path("bodies/<int:body_id>/", people.body, name="body"),
    path("roles/", keeping.roles_page, name="roles"),
    path("roles/<int:grant_id>/revoke", people.revoke, name="role_revoke"),
    path("import/", keeping.import_lists, name="import"),
    path("import/<str:kind>.xlsx", keeping.pattern, name="import_pattern"),
]
