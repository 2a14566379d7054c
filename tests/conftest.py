# SPDX-License-Identifier: Apache-2.0
"""What all tests share."""

import fcntl
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

ROOM = 4_000_000_000  # bytes of memory for stores
if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > ROOM:
    # stores in memory: no test cuts the power, and disks are slow
    os.environ.setdefault("TMPDIR", "/dev/shm")
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", os.environ["TMPDIR"])

pytest.register_assert_rewrite("journeys.city")


def pytest_configure():
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="session")
def laid(tmp_path_factory, worker_id):
    """An empty store with its tables, as a SQLite file to copy: laid once for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder if worker_id == "master" else folder.parent) / "laid"
    folder.mkdir(exist_ok=True)
    store = folder / "huiyin.sqlite3"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not store.exists():
            own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
            home = folder / "home"
            home.mkdir()
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "-v", "0"], check=True,
                env=own | {"HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "huiyin.web.site.settings"},
            )  # fmt: skip
            (home / "huiyin.sqlite3").rename(store)
    return store


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, tmp_path_factory, request
):
    """Give each process of a run a database of its own; on SQLite, test on a file as in service: one in memory is shared by the threads of a server, and locks otherwise."""
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        store = tmp_path_factory.mktemp("store") / "test.sqlite3"
        shutil.copy(request.getfixturevalue("laid"), store)
        database.setdefault("TEST", {})["NAME"] = str(store)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """A store that was laid is kept: what is not applied to it still is."""
    return "sqlite" in settings.DATABASES["default"]["ENGINE"]
