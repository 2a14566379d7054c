# SPDX-License-Identifier: Apache-2.0
"""Which sessions there are, and which one a page is asked for."""

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Session
from huiyin.web.figures.selectors import facts

MOST = 5  # side by side


def known() -> list[Session]:
    """Give the sessions, the latest first."""
    return list(Session.objects.select_related("term"))


def asked(label: str) -> Session:
    """Give the session an address names by its term and number; the present one for "".

    Errors: `NOT_FOUND`, also where there is none yet.
    """
    for one in known():
        if label in ("", facts.label(one)):
            return one
    raise HuiyinError("NOT_FOUND")
