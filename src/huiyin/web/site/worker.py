# SPDX-License-Identifier: Apache-2.0
"""The worker: what happens by the clock and after commit; `huey_consumer huiyin.web.site.worker.huey` runs it."""

import os

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    django.setup()

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from huey import Huey, PostgresHuey, SqliteHuey, crontab

_DJANGO_OWN = ("cursor_factory", "context", "prepare_threshold")


def queue() -> Huey:
    """Give the queue: beside the rows where these are on PostgreSQL, else in a file of its own."""
    if connection.vendor != "postgresql":
        return SqliteHuey("huiyin", filename=str(settings.HOME / "queue.sqlite3"), fsync=True)
    given = connection.get_connection_params()
    return PostgresHuey(
        "huiyin", **{key: value for key, value in given.items() if key not in _DJANGO_OWN}
    )


huey = queue()


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
@huey.lock_task("tick")  # type: ignore[untyped-decorator]
def tick() -> None:
    """Do what the clock does: each thing exactly once, also after downtime."""
    from huiyin.web.docket.services import ticking

    close_old_connections()
    try:
        ticking.minute(now=timezone.now())
    finally:
        close_old_connections()


@huey.periodic_task(crontab(minute="0"))  # type: ignore[untyped-decorator]
@huey.lock_task("anchor")  # type: ignore[untyped-decorator]
def anchor() -> None:
    """Write a signed checkpoint of the ledger outside the database."""
    from huiyin.web.kit import anchoring

    close_old_connections()
    try:
        anchoring.anchor()
    finally:
        close_old_connections()


@huey.periodic_task(crontab(minute="*/2"))  # type: ignore[untyped-decorator]
@huey.lock_task("publish")  # type: ignore[untyped-decorator]
def publish() -> None:
    """Bring the register of open data up to the ledger; make its file anew where something of it was closed."""
    from huiyin.web.opendata.downloads import nightly
    from huiyin.web.opendata.oparl import register

    close_old_connections()
    try:
        register.follow(now=timezone.now())
        nightly.renew(now=timezone.now())
    finally:
        close_old_connections()


@huey.periodic_task(crontab(minute="40", hour="18"))  # type: ignore[untyped-decorator]
@huey.lock_task("open-data")  # type: ignore[untyped-decorator]
def open_data() -> None:
    """Once a night (18:40 UTC): compare all that is published, and make the file with all of it."""
    from huiyin.web.opendata.downloads import nightly
    from huiyin.web.opendata.oparl import register

    close_old_connections()
    try:
        register.whole(now=timezone.now())
        nightly.make(now=timezone.now())
    finally:
        close_old_connections()
