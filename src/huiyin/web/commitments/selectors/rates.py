# SPDX-License-Identifier: Apache-2.0
"""Rates (兑现率): the bodies side by side, each with what it promised and kept."""

from datetime import date
from typing import Any

from huiyin.core.rates import rates
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.selectors import commitments, shown
from huiyin.web.docket.selectors import shown as names


def by_body(actor: Actor, *, on: date) -> list[dict[str, Any]]:
    """Give each body with what it promised: open, overdue, slipped, unknown, and kept of what was due, with both numbers."""
    groups: dict[int, dict[str, Any]] = {}
    for row in commitments.seen(actor):
        held = groups.setdefault(
            row.body_id,
            {
                "body": row.body, "name": names.body(row.body), "total": 0, "open": 0, "over": 0, "claimed": 0,
                "slipped": 0, "unknown": 0, "rows": [],
            },
        )  # fmt: skip
        held["total"] += 1
        held["open"] += row.state in models.OPEN
        held["claimed"] += row.state == "done_claimed"
        held["over"] += shown.over(row, on=on) > 0
        held["slipped"] += row.slip_count > 0
        held["unknown"] += row.known_at is None and row.state in models.OPEN
        held["rows"].append(rates.PromiseRow(row.uid, row.state, row.first_due_on))
    for held in groups.values():
        held["kept"] = rates.kept(held.pop("rows"), on)
    return sorted(groups.values(), key=lambda one: (-one["over"], -one["total"], one["name"]))
