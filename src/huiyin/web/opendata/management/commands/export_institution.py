# SPDX-License-Identifier: Apache-2.0
"""`huiyin export --all FILE`: the whole store into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from huiyin.web.kit import words
from huiyin.web.opendata.whole import writing


class Command(BaseCommand):
    help = "Write the whole store into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--lang", choices=["zh", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        lang = options["lang"]
        done = writing.write(options["file"])
        for name in done.missing:
            self.stderr.write(words.say("whole.missing", lang, name=name))
        counts = {"rows": done.row_count, "files": done.file_count, "digest": done.said()["sha256"]}
        self.stdout.write(words.say("whole.written", lang, name=str(options["file"]), **counts))
        if done.missing:
            raise SystemExit(1)
