# SPDX-License-Identifier: Apache-2.0
"""The search index: FTS5 without content on SQLite, a tsvector with a GIN index on PostgreSQL."""

from django.db import migrations, models


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE docket_searchgrams USING fts5(grams, content='', detail=none, tokenize='ascii')"
        )
    else:
        schema_editor.execute("ALTER TABLE docket_searchtext ADD COLUMN grams tsvector")
        schema_editor.execute(
            "CREATE INDEX docket_searchtext_grams ON docket_searchtext USING gin (grams)"
        )


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE docket_searchgrams")


class Migration(migrations.Migration):
    dependencies = [("docket", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.PositiveBigIntegerField()),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="docket_searched_once"
                    )
                ]
            },
        ),
        migrations.RunPython(lay, lift),
    ]
