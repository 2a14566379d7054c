# SPDX-License-Identifier: Apache-2.0
"""Account names (账号名): of letters that may be typed, taken by nobody, and not to be mistaken for another's."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from huiyin.core.text import lookalikes
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import User

_LONGEST = 150


def check(username: str) -> None:
    """Refuse a name that a new account may not have.

    Errors: `USERNAME_BAD`, `USERNAME_TAKEN`, `NAME_CONFUSABLE` with the account it looks like.
    Cost: one query for all the names there are; accounts are opened rarely.
    """
    try:
        User.username_validator(username)
    except ValidationError as fault:
        raise HuiyinError("USERNAME_BAD", username=username) from fault
    if not username or len(username) > _LONGEST:
        raise HuiyinError("USERNAME_BAD", username=username)
    other = like(username, User.objects.values_list("username", flat=True))
    if other is None:
        return
    if other.casefold() == username.casefold():
        raise HuiyinError("USERNAME_TAKEN", username=username)
    raise HuiyinError("NAME_CONFUSABLE", username=username, other=other)


def like(username: str, others: Iterable[str]) -> str | None:
    """Give the name among others that a reader would take for this one, the very same first."""
    wanted = lookalikes.skeleton(username)
    found = [other for other in others if lookalikes.skeleton(other) == wanted]
    same = (other for other in found if other.casefold() == username.casefold())
    return next(same, found[0] if found else None)
