# SPDX-License-Identifier: Apache-2.0
"""The store with its canaries, made once and crawled once by everybody."""

from types import SimpleNamespace

import pytest
from django.conf import settings as given
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from huiyin.web.accounts import actors
from huiyin.web.opendata.downloads import nightly
from huiyin.web.opendata.oparl import register
from huiyin.web.replies.services import checking, letters
from web.conftest import NOW
from web.crawl import crawling, filling, planting, storing

PLACES = ("FILES_ROOT", "ANCHOR_FILE", "HOME")
OUTSIDE = ("public", "stranger")  # who may know of nothing that comes later
BEGIN = (
    "/",
    "/public/",
    "/data/",
    "/oparl/v1.1/",
    "/proposals/",
    "/search/?q=停车",
    "/figures/",
    "/meetings/",
)


class _Undone(Exception):
    pass


def _cast_of(store):
    cast = store.cast
    return {
        "public": actors.NOBODY,
        "member": cast.bystander,
        "proposer": cast.chen,
        "stranger": cast.qian,
        "body": cast.wang,
        "clerk": cast.clerk,
    }


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker, tmp_path_factory):
    """The store, what everybody read in it, and where each canary was put."""
    folder, patch = tmp_path_factory.mktemp("crawl"), pytest.MonkeyPatch()
    standing(patch, folder)
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield _crawl(storing.begin())
                raise _Undone
        except _Undone:
            pass
    patch.undo()


def standing(patch, folder):
    """Let files be kept in a folder, the clock stand still, and a line stand for each letter."""
    for name in PLACES:
        patch.setattr(given, name, folder / name.lower())
    patch.setattr(timezone, "now", lambda: NOW)
    patch.setattr(checking, "passes", lambda row: True)
    patch.setattr(letters, "compose", _letter)


def _letter(row, but=()):
    said = f"kanari-letter-{row.assignment.case.title}-".encode()
    return [(form, said) for form in ("html", "pdf", "docx") if form not in but]


def _crawl(store):
    who = _cast_of(store)
    before = {name: _walk(who[name]) for name in OUTSIDE}
    storing.hide(store)
    after = {name: _again(who[name], pages) for name, pages in before.items()}
    places = planting.plant(store)
    addresses = _addresses(store)
    readers = {name: crawling.Reader(actor, NOW) for name, actor in who.items()}
    for some in addresses.values():  # what answers no GET is asked once
        if readers["clerk"].status(some[0]) == 405:
            del some[1:]
    for reader in readers.values():
        for address in (one for some in addresses.values() for one in some):
            reader.read(address)
        crawling.follow(reader, BEGIN)
    return SimpleNamespace(before=before, after=after, places=places, readers=readers, who=who)


def _fresh():
    cache.clear()
    register.whole(now=NOW)
    nightly.make(now=NOW)


def _walk(actor):
    _fresh()
    return crawling.follow(crawling.Reader(actor, NOW), BEGIN)


def _again(actor, pages):
    _fresh()
    reader = crawling.Reader(actor, NOW)
    return {address: reader.read(address) for address in pages}


def _addresses(store):
    filling.SCENES.update(store.scenes)
    _fresh()
    filling.values.cache_clear()
    return crawling.filled(filling.values, filling.TOGETHER)
