# SPDX-License-Identifier: Apache-2.0
"""The public's window under load: `python -m tools.bench_portal [--proposals 34000]`, `--postgres` for a server of its own.

Filled in bulk and served as `huiyin serve` serves it: its pages mixed as they are read, first as fast as eight clients go,
then at a given rate; beside it a bare Django list of the same table. Most of what is asked is asked for the first time, so
that little comes ready from the cache.
"""

import argparse
import os
import random
import tempfile
import time
from contextlib import nullcontext
from typing import Any

from tools import http_load, postgres
from tools.bench_docket import SEARCHES, compare

SHARES = {"suggestion": 45, "list": 20, "search": 10, "body": 10, "session": 5, "front": 10}


def mixed(port: int, count: int) -> list[tuple[str, bytes]]:
    """Mix the pages of a day: single suggestions most, then lists, searches, bodies, sessions, the front."""
    from huiyin.web.accounts.models import Body, Session
    from huiyin.web.portal.selectors import matters

    chance = random.Random(7)
    uids = list(matters.rows().values_list("uid", flat=True)[:20_000])
    bodies, sessions = (
        list(model.objects.values_list("pk", flat=True)) for model in (Body, Session)
    )
    asked = []
    for kind in chance.choices(list(SHARES), list(SHARES.values()), k=count):
        path = {
            "front": "/public/",
            "list": f"/public/suggestions/?page={chance.randint(1, 60)}&state={chance.choice(['', 'waiting', 'answered'])}",
            "search": f"/public/suggestions/?q={'+'.join(chance.choice(SEARCHES).split())}&page={chance.randint(1, 3)}",
            "session": f"/public/sessions/{chance.choice(sessions)}/",
            "body": f"/public/bodies/{chance.choice(bodies)}/?page={chance.randint(1, 5)}",
            "suggestion": f"/public/suggestions/{chance.choice(uids)}/",
        }[kind]  # fmt: skip
        asked.append((kind, http_load.get(path.encode().decode("latin-1"), "", port)))
    return asked


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--proposals", type=int, default=34_000)
    options.add_argument("--requests", type=int, default=1_500)
    options.add_argument("--rate", type=float, default=200)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--postgres", action="store_true")
    told = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.web.site.settings"
    with tempfile.TemporaryDirectory(prefix="huiyin-portal-") as home, postgres.cluster() if told.postgres else nullcontext("") as address:  # fmt: skip
        os.environ["HUIYIN_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        if address:
            os.environ["DATABASE_URL"] = address
        _run(told)


def _run(told: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tools import bulk_docket

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    bulk_docket.fill(told.proposals)
    count = _opened()
    print(f"{count} suggestions that are open, filled in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    compare(mixed, told)


def _opened() -> Any:
    from django.db import connection

    from huiyin.web.docket.models import Proposal
    from huiyin.web.portal.selectors import matters

    Proposal.objects.exclude(disclosure="yes").update(disclosure="yes")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return matters.rows().count()


if __name__ == "__main__":
    main()
