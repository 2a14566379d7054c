# SPDX-License-Identifier: Apache-2.0
"""What figures lay on pages of rooms below: the way to a member's record."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import records


def person(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the way to a member's record on the page of the person, for who may read it."""
    if not records.may_read(actor, row.pk):
        return None
    return render_to_string("figures/parts/record_link.html", {"person": row, "lang": lang})
