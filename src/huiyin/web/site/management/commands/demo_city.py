# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo --city`: fill an empty store with the demo city, or find it filled; print one sign-in for each role."""

import json
import os
import unicodedata
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import setting_up
from huiyin.web.kit import words
from huiyin.web.site import city


class Command(BaseCommand):
    help = "Fill an empty store with the demo city and print its sign-ins; a filled one is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=["zh", "en"], default="zh")
        parser.add_argument("--size", type=float, default=1.0, help="1 for the whole city")

    def handle(self, *args: Any, **options: Any) -> None:
        lang = options["lang"]
        call_command("migrate", verbosity=0)
        kept = settings.HOME / "sign-ins.json"
        if setting_up.is_empty():
            self.stdout.write(words.say("setup.demo_filling", lang))
            with transaction.atomic():  # a store that is filled has its sign-ins beside it
                rows = city.fill(size=options["size"])
                _keep(kept, rows)
        elif not kept.exists():
            raise HuiyinError("ALREADY_SET_UP")
        self.stdout.write(words.say("setup.demo_done", lang))
        heading = ("roles.role", "setup.admin_name", "own.username", "own.password")
        shown = [tuple(words.say(key, lang) for key in heading)]
        shown += [
            (city.role(role, lang), *rest) for role, *rest in json.loads(kept.read_text("utf-8"))
        ]
        widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
        for row in shown:
            cells = [
                cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
            ]
            self.stdout.write("  " + "  ".join(cells).rstrip())


def _keep(place: Any, rows: list[tuple[str, str, str, str]]) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False)


def _width(text: str) -> int:
    """Count the columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
