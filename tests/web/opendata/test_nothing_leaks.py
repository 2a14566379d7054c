# SPDX-License-Identifier: Apache-2.0
"""A canary in every text field: through open data comes what is public of what is released, and no other word.

The canaries are put in field by field, so that a field that comes tomorrow has one too; the rules of the fields and the one rule
of sight say which may be read. Taking that rule away turns the crawl red.
"""

import io
import re
import zipfile

import pytest
from django.db.models import CharField, Q, TextField
from django.test import Client

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.docket import permissions
from huiyin.web.docket.models import Proposal
from huiyin.web.meetings.models import AgendaItem, Meeting
from huiyin.web.opendata import rules
from huiyin.web.opendata.downloads import datasets, lines, nightly
from huiyin.web.opendata.oparl import making, register
from huiyin.web.replies.models import Reply
from huiyin.web.replies.services import publishing
from web.docket import making as docket
from web.replies import answering
from web.replies.conftest import bureau, task  # noqa: F401

CANARY = re.compile(r"kanari-[0-9]+-")
KEPT = (
    "uid",
    "stored",
    "sha256",
    "media_type",
    "digest",
    "language",
    "pack",
    "kind",
    "state",
    "before",
)
ROOMS = ("docket", "replies", "meetings")
IN_OFFICE = {"accounts.Person": ("name", "name_en"), "accounts.Body": ("name", "name_en")}


@pytest.fixture
def planted(cast, bureau, task, now):  # noqa: F811
    """Matters released and not, with a canary in each text field; gives canary → where it stands, and may be read."""
    reply = answering.received(cast, bureau, task, now)
    way = publishing.Way("full")
    publishing.release(cast.oversight, reply.uid, way, version=reply.version, now=now)
    docket.draft(cast.chen, cast.session, now)
    docket.received(cast, now)
    closed = docket.filed(cast, now)
    Proposal.objects.filter(pk=closed.pk).update(disclosure="no", disclosure_reason="由")
    masked = docket.filed(cast, now)
    Proposal.objects.filter(pk=masked.pk).update(masked=True)
    common = {
        "session": cast.session,
        "kind": "hearing",
        "pack": "cn-cppcc",
        "pack_version": "2026.1",
    }
    for open_ in (True, False):
        row = Meeting.objects.create(
            title="x", is_public=open_, state="notified", starts_at=now, created_at=now, **common
        )  # fmt: skip
        AgendaItem.objects.create(meeting=row, order=1, title="x")
    return _plant()


def _plant():
    places: dict[str, tuple[str, bool]] = {}
    for model in rules.models():
        label = model._meta.label
        if model._meta.auto_created:
            continue
        if (
            model._meta.app_label not in ROOMS and label not in IN_OFFICE
        ) or label == "docket.SearchText":
            continue
        public = set(IN_OFFICE.get(label, ())) or set(rules.catalogue()[label].public)
        seen = set()
        if label in IN_OFFICE:
            seen = set(model.objects.values_list("pk", flat=True))
        elif model in permissions._RULES:
            seen = set(
                model.objects.filter(permissions.visible(NOBODY, model)).values_list(
                    "pk", flat=True
                )
            )
        for row in model.objects.all():
            changes = {}
            for field in model._meta.local_concrete_fields:
                free = isinstance(field, TextField) or (
                    isinstance(field, CharField) and field.max_length >= 30
                )
                if free and not field.choices and field.name not in KEPT:
                    canary = f"kanari-{len(places)}-"
                    changes[field.name] = canary
                    places[canary] = (
                        f"{label}.{field.name}",
                        field.name in public and row.pk in seen,
                    )
            model.objects.filter(pk=row.pk).update(**changes)
    return places


def crawl(now):
    """Read every address of open data as nobody; give the canaries seen, with where."""
    register.whole(now=now)
    nightly.make(now=now)
    addresses = [
        "/data/",
        "/data/catalogue.jsonld",
        "/data/manifest.json",
        "/data/dictionary.json",
        "/data/open-data.zip",
    ]
    addresses += [f"/data/{name}/" for name in datasets.everything()]
    addresses += [f"/data/{name}.{form}" for name in datasets.everything() for form in lines.FORMS]
    addresses += [making.ROOT] + [
        str(making.listed(kind)) for kind in making.KINDS if kind != "System"
    ]
    addresses += [
        f"{one}?modified_since=2000-01-01T00:00:00%2B00:00"
        for one in addresses
        if one.endswith("paper/")
    ]
    found: dict[str, str] = {}
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                body = b"".join(packed.read(name) for name in packed.namelist())
        found |= dict.fromkeys(CANARY.findall(body.decode("utf-8")), address)
    return found


def test_no_word_comes_through_that_is_not_public_and_released(planted, now):
    assert len(planted) > 100
    found = crawl(now)
    assert {
        f"{planted[one][0]} at {at}" for one, at in found.items() if not planted[one][1]
    } == set()
    said = {planted[one][0] for one in found}
    assert said >= {
        "docket.Proposal.title", "docket.Proposal.facts", "docket.Suggestion.text", "replies.Answer.text",
        "meetings.Meeting.title", "meetings.AgendaItem.title", "accounts.Person.name", "accounts.Body.name",
    }  # fmt: skip


def test_the_crawl_turns_red_when_the_one_rule_is_taken_away(planted, now, monkeypatch):
    monkeypatch.setattr(permissions, "visible", lambda actor, model: Q(pk__isnull=False))
    leaks = {planted[one][0] for one in crawl(now) if not planted[one][1]}
    assert "docket.Proposal.title" in leaks
    assert "meetings.Meeting.title" in leaks


def test_counts_and_filters_tell_nothing_of_what_is_hidden(planted, now):
    crawl(now)
    address = f"{making.ROOT}paper/"
    with_hidden = Client().get(address).json()["pagination"]
    hidden = Proposal.objects.exclude(permissions.visible(NOBODY, Proposal))
    assert hidden.count() >= 3
    hidden.update(title="gone", state="draft", receipt_seq=None)
    assert register.whole(now=now) == 0
    assert Client().get(address).json()["pagination"] == with_hidden
    assert Reply.objects.exists()
