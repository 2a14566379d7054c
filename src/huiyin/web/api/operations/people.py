# SPDX-License-Identifier: Apache-2.0
"""Who and where: oneself, bodies, people and sessions."""

from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from huiyin.web.accounts import selectors
from huiyin.web.accounts.models import Body, Person, Session
from huiyin.web.api import answers, doing, paging
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors

desk = doing.Desk("who")


class Found(paging.Asked):
    """Which ones."""

    q: str = Field("", max_length=60, description="Part of the name.")


class BodiesAsked(Found):
    """Which bodies."""

    ended: bool = Field(False, description="Those that are no more, instead.")


@desk.get("/me", **doing.reads(answers.Me, public=False))
def me(request: HttpRequest) -> Any:
    """Whom the token acts as.

    令牌代表谁。
    """
    actor = doors.actor_of(request)
    held = [{"role": role, "body": body} for role, body in actor.grants]
    return {
        "name": actor.name,
        "person": actor.person_id,
        "roles": sorted(held, key=lambda one: (one["role"], one["body"] or 0)),
        "drafts_for": sorted(actor.drafts_for),
    }


@desk.get("/sessions", **doing.reads(answers.Page[answers.Session]))
def list_sessions(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The sessions, the newest first.

    历次会议，新的在前。
    """
    rows = Session.objects.select_related("term")
    return paging.cut(request, rows, asked, _session)


def _session(row: Session) -> dict[str, Any]:
    names = (
        "number", "opens_on", "closes_on", "submission_opens_at", "submission_deadline", "pack", "pack_version",
    )  # fmt: skip
    return {"id": row.pk, "term": row.term.number} | {name: getattr(row, name) for name in names}


@desk.get("/bodies", **doing.reads(answers.Page[answers.Body]))
def list_bodies(request: HttpRequest, asked: Query[BodiesAsked]) -> Any:
    """The bodies of today.

    现有承办单位。
    """
    rows = selectors.list_bodies(q=asked.q, ended=asked.ended, on=doors.today())
    return paging.cut(request, rows, asked, _body, order=("pk",))


@desk.get("/bodies/{pk}", **doing.reads(answers.Body))
def get_body(request: HttpRequest, pk: int) -> Any:
    """A body.

    一个承办单位。
    """
    return _body(selectors.get_body(pk if pk < 2**62 else 0))


def _body(row: Body) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": shown.body(row),
        "aliases": row.aliases,
        "duties": row.duties,
        "parent": row.parent_id,
        "successor": row.successor_id,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


@desk.get("/people", **doing.reads(answers.Page[answers.Person], public=False))
def list_people(request: HttpRequest, asked: Query[Found]) -> Any:
    """The people, to be invited by their id.

    人员名单，邀请联名时用其编号。
    """
    return paging.cut(request, selectors.list_people(q=asked.q), asked, _person, order=("pk",))


def _person(row: Person) -> dict[str, Any]:
    seats = list(row.memberships.all())
    sector = seats[0].sector if seats else None
    committee = seats[0].committee if seats else None
    return {
        "id": row.pk,
        "name": shown.person(row),
        "sector": sector.name if sector else "",
        "committee": committee.name if committee else "",
    }
