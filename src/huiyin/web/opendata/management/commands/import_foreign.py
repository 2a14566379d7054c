# SPDX-License-Identifier: Apache-2.0
"""`huiyin import FILE --as FORM`: what another system exported, through the docket's intake."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Session, User
from huiyin.web.docket.services import intake
from huiyin.web.kit import words
from huiyin.web.opendata.services import bringing


class Command(BaseCommand):
    help = "Bring in what another system exported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--form", default="csv")
        parser.add_argument("--mapping", default="")
        parser.add_argument("--by", default="")
        parser.add_argument("--proposer", default="")
        parser.add_argument("--preview", action="store_true")
        parser.add_argument("--lang", choices=["zh", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        lang, now, form = options["lang"], timezone.now(), options["form"]
        user = User.objects.filter(username=options["by"], is_active=True).first()
        session = Session.objects.first()
        if user is None or session is None:
            raise HuiyinError("OPTION_INVALID", message="--by")
        actor = actors.of(user, on=timezone.localdate(now))
        files = bringing.unpacked(
            (one.name, data) for path in options["files"] for one, data in _read(path)
        )
        some = bringing.read(form, files, _mapping(options["mapping"]))
        batches = bringing.stage(
            actor, session, some, form=form, proposer=options["proposer"], now=now
        )
        bad = [one for batch in batches for one in batch.items if one.problems]
        for one in bad:
            said = "; ".join(_said(code, found, lang) for code, found in one.problems)
            self.stderr.write(f"{one.source}: {said}")
        before = sum(len(intake.taken(batch)) for batch in batches)
        done = 0
        for batch in () if options["preview"] else batches:
            while n := intake.run(actor, batch, now=timezone.now()):
                done += n
        counts = {
            "n": sum(len(batch.items) for batch in batches),
            "bad": len(bad),
            "before": before,
            "done": done,
        }
        self.stdout.write(words.say("foreign.done", lang, **counts))
        if bad:
            raise SystemExit(1)


def _read(path: Path) -> list[tuple[Path, bytes]]:
    """Give a file, or all files of a folder.

    Errors: `FILE_NOT_FOUND`.
    """
    some = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    if not path.exists():
        raise HuiyinError("FILE_NOT_FOUND", name=path.name)
    return [(one, one.read_bytes()) for one in some]


def _mapping(said: str) -> dict[str, str]:
    """Read a mapping: JSON, a file of JSON, or the name of one that was kept.

    Errors: `MAPPING_INVALID`; `NOT_FOUND`.
    """
    if not said:
        return {}
    path = Path(said)
    text = said if said.startswith("{") else path.read_text("utf-8") if path.is_file() else ""
    if not text:
        return bringing.mapping(said)
    try:
        held = json.loads(text)
        return {str(key): str(value) for key, value in held.items()}
    except (ValueError, AttributeError) as fault:
        raise HuiyinError("MAPPING_INVALID", name=said, known="") from fault


def _said(problem: str, found: str, lang: str) -> str:
    if problem == "refused":
        return f"{found} {HuiyinError(found).say(lang)}"
    return words.say(f"intake.{problem}", lang, name=found)
