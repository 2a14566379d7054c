# SPDX-License-Identifier: Apache-2.0
"""Doors of the docket for tests: a clock that can be set, clients that are signed in, a reader that is plain."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Finding, Kind, Part, PartKind, Speaker, Why
from huiyin.core.values.spans import Span
from huiyin.web.accounts.models import Institution, User
from huiyin.web.kit import ports


class Clock:
    """The time at the institution, as a test sets it."""

    def __init__(self, now):
        self.now = now

    def forward(self, **by):
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock(monkeypatch, now):
    clock = Clock(now)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def enter(cast, clock, settings, tmp_path):
    """Give a client signed in as somebody of the cast; nobody for the public."""
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    settings.FILES_ROOT = tmp_path / "files"

    def entered(actor=None, lang="zh-hans"):
        client = Client()
        client.cookies["huiyin_language"] = lang
        if actor is not None and actor.user_id:
            client.force_login(
                User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
            )
        return client

    return entered


class Found:
    def __init__(self, parts, findings):
        self.parts, self.findings = parts, findings


def plain_extract(document, bodies=()):
    """Find each line that begins with a number and a stop as a suggestion; what stands above it are the facts."""
    text, findings, top = document.text, [], len(document.text)
    for n, match in enumerate(re.finditer(r"(?m)^\d+\. (.+)$", text), start=1):
        span = Span(*match.span(1))
        top = min(top, match.start())
        findings.append(
            Finding(
                f"1-s{n}",
                Kind.SUGGESTION,
                1,
                span,
                span.cut(text),
                span,
                Speaker(),
                "",
                1.0,
                Why("numbered"),
            )
        )
    parts = [Part(PartKind.FACTS, 1, Span(0, top))] if top else []
    return Found(parts, findings)


def plain_alike(texts):
    """Call texts alike that share six characters in a row."""
    found = []
    for b, second in enumerate(texts):
        for a, first in enumerate(texts[:b]):
            runs = [
                first[at : at + 6] for at in range(len(first) - 5) if first[at : at + 6] in second
            ]
            if runs:
                found.append(ports.Likeness(a, b, 0.9, (runs[0],)))
    return found


@pytest.fixture
def reader(monkeypatch):
    """A reader that needs no model: what the pages do with what it finds is what is tried here."""
    cache.clear()
    for name, port in (
        ("read_document", lambda name, data: Document(name, "0" * 64, "text/plain", data.decode())),
        ("extract", plain_extract),
        ("alike", plain_alike),
        ("rank", lambda bodies, texts, addressees: [() for _ in texts]),
    ):
        monkeypatch.setattr(ports._ports, name, port)
