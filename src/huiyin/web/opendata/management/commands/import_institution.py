# SPDX-License-Identifier: Apache-2.0
"""`huiyin import --all FILE`: the file of a whole store into an empty one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from huiyin.web.kit import words
from huiyin.web.opendata.whole import restoring

_SHOWN = 20  # faults; `huiyin verify-ledger` tells all


class Command(BaseCommand):
    help = "Bring the file of a whole store into this empty one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--lang", choices=["zh", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        lang = options["lang"]
        done = restoring.bring_in(options["file"])
        held, found = done.manifest, done.outcome
        counts = {"rows": held.row_count, "files": held.file_count, "digest": held.said()["sha256"]}
        self.stdout.write(words.say("whole.brought", lang, **counts))
        for one in found.faults[:_SHOWN]:
            self.stderr.write(words.say(f"ledger.{one.id}", lang, seq=one.seq, met=one.met))
        key = "ledger.sound" if found.is_sound else "ledger.broken"
        more = {
            "entries": found.entry_count,
            "anchors": found.anchor_count,
            "rows": found.row_count,
        }
        self.stdout.write(words.say(key, lang, n=len(found.faults), **more))
        self.stdout.write(words.say("whole.passwords", lang))
        if not found.is_sound:
            raise SystemExit(1)
