# SPDX-License-Identifier: Apache-2.0
"""Waking (唤醒): an act says which live channels it changed, in its own transaction; whoever follows them is woken by it.

A version only grows. On SQLite, where one writes at a time, all channels count in one series, so that one query finds what
changed since; on PostgreSQL each channel counts for itself and the commit notifies. Call it after the ledger is written:
every act holds the ledger's end by then, so that no two wait for each other.
"""

from collections.abc import Iterable

from django.db import connection

from huiyin.web.kit.models import LiveVersion

NOTIFY = "huiyin_live"
ACCESS = "access"  # what a user may see has changed: the key is the user's id

_SQLITE = """INSERT INTO kit_liveversion (channel, version)
    VALUES (%s, (SELECT COALESCE(MAX(version), 0) + 1 FROM kit_liveversion))
    ON CONFLICT (channel) DO UPDATE SET version = excluded.version"""
_POSTGRES = """WITH kept AS (INSERT INTO kit_liveversion (channel, version) SELECT unnest(%s::text[]), 1
    ON CONFLICT (channel) DO UPDATE SET version = kit_liveversion.version + 1 RETURNING channel)
    SELECT pg_notify(%s, channel) FROM kept"""


def bump(*channels: str) -> None:
    """Say that what some channels show has changed.

    Cost: one query on PostgreSQL, one a channel on SQLite.
    """
    some = sorted(set(channels))
    if not some:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES, [some, NOTIFY])
        else:
            for channel in some:
                cursor.execute(_SQLITE, [channel])


def versions(channels: Iterable[str]) -> dict[str, int]:
    """Give the versions of some channels; 0 for one that never changed."""
    some = list(channels)
    found = dict(LiveVersion.objects.filter(channel__in=some).values_list("channel", "version"))
    return {channel: found.get(channel, 0) for channel in some}


def changed(after: int) -> list[tuple[str, int]]:
    """Give the channels that changed after a version, in their order; for SQLite, where all count in one series."""
    rows = LiveVersion.objects.filter(version__gt=after).order_by("version")
    return list(rows.values_list("channel", "version"))
