# SPDX-License-Identifier: Apache-2.0
"""How clean rows of a list meet what stands in the store; the doors use `imports`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import (
    Body,
    Committee,
    Membership,
    Person,
    Role,
    RoleGrant,
    Sector,
    Term,
    User,
)

_PERSON = ("name", "name_en", "gender", "party", "employer", "duty", "phone", "email")
_BODY = ("name", "name_en", "aliases", "duties", "kind", "valid_from", "valid_to")


def key(kind: str, row: Mapping[str, Any]) -> Any:
    """Give what makes a row the same one again: a member's code, else name and employer; a body's name."""
    if kind == "bodies":
        return row["name"]
    return ("code", row["code"]) if row.get("code") else (row["name"], row.get("employer", ""))


def standing(kind: str) -> dict[Any, dict[str, Any]]:
    """Give what stands in the store, as rows of a list by their key."""
    if kind == "bodies":
        rows = Body.objects.select_related("parent", "successor")
        return {row.name: _body_said(row) for row in rows}
    term = Term.objects.first()
    seats = Membership.objects.filter(term=term).select_related(
        "person__user", "sector", "committee"
    )
    found = {}
    for seat in seats:
        said = _seat_said(seat)
        found[key(kind, said)] = said
        found.setdefault(key(kind, said | {"code": ""}), said)
    return found


def is_same(kind: str, stands: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether a row says nothing new; a head the table does not have is not asked."""
    return all(stands.get(name) == value for name, value in row.items() if name != "pk")


def _body_said(row: Body) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("name", "name_en", "aliases", "duties", "kind")},
        "valid_from": str(row.valid_from) if row.valid_from else None,
        "valid_to": str(row.valid_to) if row.valid_to else None,
        "parent": row.parent.name if row.parent else "",
        "successor": row.successor.name if row.successor else "",
        "pk": row.pk,
    }


def _seat_said(seat: Membership) -> dict[str, Any]:
    user = getattr(seat.person, "user", None)
    return {
        **{name: getattr(seat.person, name) for name in _PERSON},
        "code": seat.code,
        "post": seat.post,
        "sector": seat.sector.name if seat.sector else "",
        "committee": seat.committee.name if seat.committee else "",
        "username": user.username if user else "",
        "pk": seat.pk,
    }


def write(kind: str, rows: Sequence[Mapping[str, Any]], *, on: date) -> tuple[int, int]:
    """Write the rows that say something new; give how many were made and changed."""
    stands = standing(kind)
    fresh = [row for row in rows if key(kind, row) not in stands]
    other = [
        (stands[key(kind, row)], row)
        for row in rows
        if key(kind, row) in stands and not is_same(kind, stands[key(kind, row)], row)
    ]
    if kind == "bodies":
        _write_bodies(fresh, other)
    else:
        _write_people(fresh, other, on)
    return len(fresh), len(other)


def _write_bodies(
    fresh: Sequence[Mapping[str, Any]], other: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    for row in fresh:
        Body.objects.create(**{name: row[name] for name in _BODY if name in row})
    for stands, row in other:
        Body.objects.filter(pk=stands["pk"]).update(
            **{name: row[name] for name in _BODY if name in row}
        )
    ids = dict(Body.objects.order_by("-valid_to").values_list("name", "pk"))
    for row in (*fresh, *(row for _, row in other)):
        links = {
            f"{name}_id": ids.get(row[name]) for name in ("parent", "successor") if name in row
        }
        if links:
            Body.objects.filter(pk=ids[row["name"]]).update(**links)


def _write_people(
    fresh: Sequence[Mapping[str, Any]],
    other: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    on: date,
) -> None:
    term = Term.objects.first()
    if term is None:
        raise HuiyinError("TERM_MISSING")
    for row in fresh:
        person = Person.objects.create(**{name: row[name] for name in _PERSON if name in row})
        Membership.objects.create(
            person=person,
            term=term,
            starts_on=max(term.opens_on, min(on, term.closes_on)),
            **_seat(row),
        )
        _account(person, row)
    for stands, row in other:
        seat = Membership.objects.select_related("person").get(pk=stands["pk"])
        Person.objects.filter(pk=seat.person_id).update(
            **{name: row[name] for name in _PERSON if name in row}
        )
        Membership.objects.filter(pk=seat.pk).update(**_seat(row))
        _account(seat.person, row)


def _seat(row: Mapping[str, Any]) -> dict[str, Any]:
    seat: dict[str, Any] = {name: row[name] for name in ("code", "post") if name in row}
    if "sector" in row:
        seat["sector"] = (
            Sector.objects.get_or_create(name=row["sector"])[0] if row["sector"] else None
        )
    if "committee" in row:
        found = (
            Committee.objects.get_or_create(name=row["committee"])[0] if row["committee"] else None
        )
        seat["committee"] = found
    return seat


def _account(person: Person, row: Mapping[str, Any]) -> None:
    """Open the account a row names, without a password: the accounts administrator hands out the first one."""
    if not row.get("username"):
        return
    user = User.objects.filter(person=person).first()
    if user is None:
        user = User(person=person)
        user.set_unusable_password()
    user.username, user.email, user.first_name = row["username"], row.get("email", ""), row["name"]
    user.save()
    RoleGrant.objects.get_or_create(user=user, role=Role.MEMBER, body=None)
