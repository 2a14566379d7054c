# SPDX-License-Identifier: Apache-2.0
"""`huiyin verify ledger`: prove the ledger against itself, its signed checkpoints and the rows."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from huiyin.web.docket import replaying
from huiyin.web.kit import words


class Command(BaseCommand):
    help = "Verify the ledger: chain, signed checkpoints, and the rows as the entries give them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, default=None, help="file of signed checkpoints")
        parser.add_argument(
            "--public-key", type=Path, default=None, help="the key they are signed with"
        )
        parser.add_argument("--lang", choices=["zh", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        lang = options["lang"]
        anchors = options["anchors"] or settings.ANCHOR_FILE
        outcome = replaying.verify(anchors, public_key=options["public_key"])
        for one in outcome.faults:
            self.stderr.write(words.say(f"ledger.{one.id}", lang, seq=one.seq, met=one.met))
        counts = {
            "entries": outcome.entry_count,
            "anchors": outcome.anchor_count,
            "rows": outcome.row_count,
        }
        if outcome.entry_count and not outcome.anchor_count:
            self.stderr.write(words.say("ledger.unanchored", lang))
        key = "ledger.sound" if outcome.is_sound else "ledger.broken"
        self.stdout.write(words.say(key, lang, n=len(outcome.faults), **counts))
        if not outcome.is_sound:
            raise SystemExit(1)
