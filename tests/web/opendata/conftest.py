# SPDX-License-Identifier: Apache-2.0
"""Stores for open data: a small demo city as one file, made once; folders of the test's own."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings as given
from django.db import transaction

from huiyin.web.kit import anchoring
from huiyin.web.opendata.whole import restoring, writing
from huiyin.web.site import city

CITY_NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
PLACES = ("HOME", "FILES_ROOT", "PACKS_ROOT", "ANCHOR_FILE")


class _Undone(Exception):
    pass


def move_to(settings, folder: Path) -> None:
    """Let everything that is kept in files be kept in a folder."""
    settings.HOME = folder
    settings.FILES_ROOT = folder / "files"
    settings.PACKS_ROOT = folder / "packs"
    settings.ANCHOR_FILE = folder / "anchors.jsonl"


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, _own_anchors):
    move_to(settings, tmp_path / "home")


@pytest.fixture(scope="session")
def city_file(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole store of a small demo city, with a checkpoint, and the folder it was made in."""
    folder = tmp_path_factory.mktemp("city")
    kept = {name: getattr(given, name) for name in PLACES}
    move_to(given, folder)
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                city.fill(now=CITY_NOW, size=0.02)
                anchoring.anchor()
                writing.write(folder / "city.zip")
                raise _Undone
        except _Undone:
            pass
    for name, value in kept.items():
        setattr(given, name, value)
    return folder / "city.zip"


@pytest.fixture
def small(cast, tmp_path):
    """The whole store of the cast alone."""
    writing.write(tmp_path / "small.zip")
    return tmp_path / "small.zip"


@pytest.fixture
def in_city(db, city_file):
    """The small demo city, brought in."""
    restoring.bring_in(city_file)
    return CITY_NOW
