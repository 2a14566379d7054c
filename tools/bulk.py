# SPDX-License-Identifier: Apache-2.0
"""Rows by the hundred thousand into an empty store: COPY on PostgreSQL, executemany on SQLite; ids are given, from 1 on."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

AT_ONCE = 5_000


class Rows:
    """Rows of one model, written some at a time; what is not said has the default of its field."""

    def __init__(self, model: type[Model]) -> None:
        self.fields = model._meta.concrete_fields
        self.table, self.held, self.last = model._meta.db_table, list[tuple[Any, ...]](), 0
        self.json = {one.attname for one in self.fields if one.get_internal_type() == "JSONField"}
        _all.append(self)

    def add(self, **said: Any) -> int:
        """Take a row by its attribute names; gives its id."""
        self.last += 1
        said.setdefault("id", self.last)
        row = (said.get(one.attname, _UNSAID) for one in self.fields)
        self.held.append(
            tuple(
                _plain(one.get_default() if value is _UNSAID else value, one.attname in self.json)
                for one, value in zip(self.fields, row, strict=True)
            )
        )
        if len(self.held) >= AT_ONCE:
            self.flush()
        return self.last

    def flush(self) -> None:
        """Write what is held."""
        if not self.held:
            return
        names = ", ".join(f'"{one.column}"' for one in self.fields)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({names}) FROM STDIN") as copy:
                    for row in self.held:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(self.fields))
                cursor.cursor.connection.executemany(
                    f"INSERT INTO {self.table} ({names}) VALUES ({places})", self.held
                )
        self.held = []


_UNSAID = object()
_all: list[Rows] = []


def _plain(value: Any, is_json: bool) -> Any:
    if is_json:
        return json.dumps(value, ensure_ascii=False)
    if connection.vendor == "sqlite":
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        if isinstance(value, date):
            return value.isoformat()
    return str(value) if isinstance(value, str) else value


def finish() -> None:
    """Write the rest, and let ids go on behind those that were given."""
    for one in _all:
        one.flush()
        if connection.vendor == "postgresql" and one.fields[0].column == "id":
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{one.table}', 'id'), greatest(max(id), 1)) FROM {one.table}"
                )
