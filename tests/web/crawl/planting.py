# SPDX-License-Identifier: Apache-2.0
"""A canary in every text of every row: `kanari-N-`, each with the scene and the field it was put into.

Fields are found, not listed, so that one that comes tomorrow has its canary too. In lists and records (JSON) each text that
holds Chinese is words somebody wrote, and is replaced.
"""

import re

from django.db.models import CharField, EmailField, JSONField, TextField

from huiyin.web.docket import search
from web.crawl import storing

CANARY = re.compile(r"kanari-[0-9]+-")
FILE = re.compile(r"kanari-(?:file|letter)-[^-<>]+-")
WORDS = re.compile(r"[\u4e00-\u9fff]")
# names that stand for something in the code: to change them would change what the site does
KEPT = {"uid", "stored", "sha256", "media_type", "digest", "language", "pack", "kind", "state", "before", "act",
        "password", "username", "path", "query", "prev", "algorithm", "dedupe", "channel", "key", "link", "text_sha256",
        "edition_sha256", "source_sha256", "link_sha256", "source_key", "told", "ref", "fault", "said_hash", "mark", "last_key",
        "check_id", "calendar", "request", "category", "receipt_no", "disposition"}  # fmt: skip
WHOLE = {"docket.SearchText", "opendata.Published", "opendata.Followed", "kit.Counter", "kit.ChainHead", "kit.LiveVersion",
         "kit.Idempotency", "accounts.Institution", "accounts.Body", "accounts.Sector", "accounts.Committee",
         "kit.Outbox"}  # fmt: skip
ALSO = {("kit.Notice", "words")}  # a key, not words


def plant(store: storing.Store) -> dict[str, tuple[str, str]]:
    """Put the canaries in; gives canary → its scene, and `room.Kind.field`."""
    places: dict[str, tuple[str, str]] = {}

    def next_one(label, pk, field):
        canary = f"kanari-{len(places)}-"
        places[canary] = (store.scenes.get((label, pk), "cast"), f"{label}.{field}")
        return canary

    for model in storing.models():
        label = model._meta.label
        if label in WHOLE or model._meta.auto_created:
            continue
        for row in model._default_manager.all():
            changed = {}
            for field in model._meta.local_concrete_fields:
                if (label, field.name) in ALSO or field.name in KEPT or field.choices:
                    continue
                value = getattr(row, field.attname)
                if isinstance(field, JSONField):
                    new = _in_record(value, lambda: next_one(label, row.pk, field.name))  # noqa: B023
                    if new != value:
                        changed[field.name] = new
                elif isinstance(field, TextField) or (
                    isinstance(field, CharField) and (field.max_length or 0) >= 30
                ):
                    canary = next_one(label, row.pk, field.name)
                    ending = "@x.example" if isinstance(field, EmailField) else ""
                    changed[field.name] = canary + ending
            if changed:
                model._default_manager.filter(pk=row.pk).update(**changed)
    search.reindex()
    return places


def _in_record(value, new):
    if isinstance(value, str):
        return new() if WORDS.search(value) else value
    if isinstance(value, list):
        return [_in_record(one, new) for one in value]
    if isinstance(value, dict):
        return {key: _in_record(one, new) for key, one in value.items()}
    return value
