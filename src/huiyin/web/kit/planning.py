# SPDX-License-Identifier: Apache-2.0
"""Planning (查询规划): what the store knows of its own rows, by which it plans how to find them."""

from django.db import connection


def count_rows() -> None:
    """Have PostgreSQL count its rows anew, those of a running transaction too; SQLite plans by its indexes alone.

    Cost: a sample of each table is read.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
