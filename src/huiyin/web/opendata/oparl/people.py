# SPDX-License-Identifier: Apache-2.0
"""The institution, its terms, its organizations and its members as OParl has them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from huiyin.web.accounts.models import (
    Body,
    Committee,
    Institution,
    Membership,
    Person,
    Sector,
    Term,
)
from huiyin.web.kit import words
from huiyin.web.opendata.oparl.making import (
    BODY,
    SCHEMA,
    Link,
    Made,
    licence,
    link,
    listed,
    page,
    typed,
)

INSTITUTION = "institution"
_LISTS = {
    "organization": "Organization", "person": "Person", "meeting": "Meeting", "paper": "Paper", "agendaItem": "AgendaItem",
    "consultation": "Consultation", "file": "File", "locationList": "Location", "membership": "Membership",
    "legislativeTermList": "LegislativeTerm",
}  # fmt: skip


def system() -> dict[str, Any]:
    """Give the system: where everything begins."""
    row = Institution.objects.first()
    return typed("System", "", {
        "oparlVersion": SCHEMA, "name": row.name if row else "Huiyin 回音", "license": licence(),
        "body": listed("Body"), "web": page("/data/"),
    })  # fmt: skip


def institution(pks: Iterable[int]) -> Iterator[Made]:
    """Give the institution: the body, and the organization that its members sit in."""
    terms = [typed("LegislativeTerm", str(one.number), _term(one)) for one in _terms()]
    for row in Institution.objects.filter(pk__in=pks):
        own = f"institution:{row.pk}"
        body = {
            "name": row.name, "system": link("System", ""), "license": licence(), "legislativeTerm": terms,
            "mainOrganization": link("Organization", INSTITUTION), "huiyin:nameEnglish": row.name_en,
            "web": page("/"),
        }  # fmt: skip
        yield Made("Body", BODY, own, body | {name: listed(kind) for name, kind in _LISTS.items()})
        yield _organization(INSTITUTION, own, row, "assembly")


def _terms() -> Iterable[Term]:
    return Term.objects.order_by("number")


def _term(row: Term) -> dict[str, Any]:
    return {
        "body": link("Body", BODY), "name": words.say("oparl.term", words.language(), n=row.number),
        "startDate": row.opens_on.isoformat(), "endDate": row.closes_on.isoformat(),
    }  # fmt: skip


def terms(pks: Iterable[int]) -> Iterator[Made]:
    """Give terms."""
    for row in _terms().filter(pk__in=pks):  # type: ignore[attr-defined]
        yield Made("LegislativeTerm", str(row.number), f"term:{row.pk}", _term(row))


def _organization(key: str, owner: str, row: Any, sort: str, **more: Any) -> Made:
    said = {
        "body": link("Body", BODY), "name": row.name, "huiyin:nameEnglish": row.name_en,
        "organizationType": words.say(f"oparl.organization_{sort}", words.language()), "huiyin:sort": sort,
    }  # fmt: skip
    return Made("Organization", key, owner, said | more)


def bodies(pks: Iterable[int]) -> Iterator[Made]:
    """Give the bodies that handle."""
    for row in Body.objects.filter(pk__in=pks):
        more = {
            "classification": row.kind, "startDate": _day(row.valid_from), "endDate": _day(row.valid_to),
            "subOrganizationOf": row.parent_id and body_of(row.parent_id),
            "huiyin:successor": row.successor_id and body_of(row.successor_id),
        }  # fmt: skip
        yield _organization(f"b-{row.pk}", f"body:{row.pk}", row, "body", **more)


def body_of(pk: int) -> Link:
    """Give the address of the organization a body is."""
    return link("Organization", f"b-{pk}")


def sectors(pks: Iterable[int]) -> Iterator[Made]:
    """Give the sectors."""
    for row in Sector.objects.filter(pk__in=pks):
        yield _organization(f"x-{row.pk}", f"sector:{row.pk}", row, "sector", **_within())


def committees(pks: Iterable[int]) -> Iterator[Made]:
    """Give the special committees."""
    for row in Committee.objects.filter(pk__in=pks):
        yield _organization(f"c-{row.pk}", f"committee:{row.pk}", row, "committee", **_within())


def _within() -> dict[str, Any]:
    return {"subOrganizationOf": link("Organization", INSTITUTION)}


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def people(pks: Iterable[int]) -> Iterator[Made]:
    """Give members with their seats: names and offices, never how to reach them."""
    rows = Person.objects.filter(pk__in=pks, memberships__isnull=False).distinct()
    for row in rows.prefetch_related("memberships__term"):
        seats = [made for seat in row.memberships.all() for made in _seats(seat)]
        said = {
            "body": link("Body", BODY), "name": row.name, "huiyin:nameEnglish": row.name_en,
            "membership": [made.whole() for made in seats],
        }  # fmt: skip
        yield Made("Person", str(row.pk), f"person:{row.pk}", said)
        yield from seats


def _seats(seat: Membership) -> Iterator[Made]:
    owner = f"person:{seat.person_id}"
    common = {
        "person": link("Person", str(seat.person_id)), "startDate": _day(seat.starts_on), "endDate": _day(seat.ends_on),
    }  # fmt: skip
    member = {
        "organization": link("Organization", INSTITUTION), "role": words.say("role.member", words.language()),
        "onBehalfOf": seat.sector_id and link("Organization", f"x-{seat.sector_id}"), "votingRight": True,
    }  # fmt: skip
    yield Made("Membership", f"m-{seat.pk}", owner, common | member)
    if seat.committee_id:
        role = seat.post or words.say("role.member", words.language())
        more = {"organization": link("Organization", f"c-{seat.committee_id}"), "role": role}
        yield Made("Membership", f"c-{seat.pk}", owner, common | more)


MAKERS: dict[str, tuple[Any, Callable[[Iterable[int]], Iterator[Made]]]] = {
    "institution": (Institution, institution),
    "term": (Term, terms),
    "body": (Body, bodies),
    "sector": (Sector, sectors),
    "committee": (Committee, committees),
    "person": (Person, people),
}
