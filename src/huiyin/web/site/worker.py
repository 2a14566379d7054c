# SPDX-License-Identifier: Apache-2.0
"""The worker: what happens by the clock and after commit; `huey_consumer huiyin.web.site.worker.huey` runs it."""

import os

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    django.setup()

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from huey import SqliteHuey, crontab

huey = SqliteHuey("huiyin", filename=str(settings.HOME / "queue.sqlite3"), fsync=True)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
@huey.lock_task("tick")  # type: ignore[untyped-decorator]
def tick() -> None:
    """Fire the reminders that are due, then send the messages that wait; each exactly once, also after downtime."""
    from huiyin.web.docket.services import mailing, reminding

    close_old_connections()
    try:
        reminding.tick(now=timezone.now())
        mailing.send(now=timezone.now())
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
