# SPDX-License-Identifier: Apache-2.0
"""Loads (承办量): how much each body has in hand."""

from datetime import date

from django.db.models import Count, Q

from huiyin.web.docket import models


def by_body(on: date) -> dict[int, tuple[int, int]]:
    """Give for each body with open tasks how many, and how many of them have a clock that ran out.

    Cost: one query.
    """
    over = Q(deadlines__state="running", deadlines__due_on__lt=on)
    rows = (
        models.Assignment.objects.filter(
            state__in=["issued", "received", "accepted", "objected", "disputed"]
        )
        .values("body_id")
        .annotate(n=Count("pk", distinct=True), late=Count("pk", filter=over, distinct=True))
        .order_by()
    )
    return {row["body_id"]: (row["n"], row["late"]) for row in rows}
