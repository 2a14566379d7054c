# SPDX-License-Identifier: Apache-2.0
"""The docket under load: `python -m tools.bench_docket [--cases 10000] [--only pages,filings,intake]`, `--postgres` for a server of its own.

The store is filled in bulk, served as `huiyin serve` serves it, and asked from this process on the same machine. Beside
it, served by the same program with as many processes, a bare Django list of the same table: the ratio holds where the
machine does not.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from tools import http_load, postgres

WORKERS, WARM = 2, 150
SEARCHES = ("停车", "供水管网", "云桥 电梯", "托育服务 试点", "0012", "社区 食堂 河东", "古树")
_BARE = ("granian", "--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "tools.bare_list:application")  # fmt: skip


@contextmanager
def served(command: list[str], port: int) -> Iterator[None]:
    """Run a server until it is asked no more."""
    server = subprocess.Popen(command, env=os.environ)
    try:
        until = time.time() + 60
        while time.time() < until:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.2)
        time.sleep(3)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pages(found: dict[str, Any], port: int, count: int) -> list[tuple[str, bytes]]:
    """Mix the pages of a working day: desks and lists a quarter each, matters four tenths, searches a tenth."""
    chance, keys = random.Random(7), found["keys"]
    office = [key for role in ("clerk", "reviewer", "committee", "assigner", "oversight") for key in keys[role]]  # fmt: skip
    everyone = [*office, *keys["liaison"], *keys["member"]]
    lists = ("", "?state=in_hand", "?state=filed", "?page=3", "?sort=case__number", "?category=social&page=2")  # fmt: skip
    asked = []
    for _ in range(count):
        kind = chance.choices(("desk", "list", "matter", "search"), (25, 25, 40, 10))[0]
        key = chance.choice(everyone if kind in ("desk", "list") else office)
        path = {
            "desk": "/",
            "list": f"/proposals/{chance.choice(lists)}",
            "search": f"/search/?q={'+'.join(chance.choice(SEARCHES).split())}",
            "matter": chance.choice((
                f"/proposals/{chance.choice(found['proposals'])}/", f"/cases/{chance.choice(found['cases'][-2000:])}/",
                f"/assignments/{chance.choice(found['tasks'])}/",
            )),
        }[kind]  # fmt: skip
        asked.append((kind, http_load.get(path.encode().decode("latin-1"), key, port)))
    return asked


def pages(found: dict[str, Any], told: argparse.Namespace) -> None:
    """Measure the pages of a working day."""
    compare(lambda port, count: _pages(found, port, count), told)


def compare(ask: Callable[[int, int], list[tuple[str, bytes]]], told: argparse.Namespace) -> None:
    """Measure a bare list, pages as fast as eight clients go, and pages at the given rate; `ask` gives so many requests."""
    from huiyin.cli import serve

    port = _free()
    peer = [("peer", http_load.get("/", "", port))] * told.requests
    bare = [os.path.join(os.path.dirname(sys.executable), _BARE[0]), *_BARE[1:-1], "--port", str(port), "--workers", str(WORKERS), _BARE[-1]]  # fmt: skip
    with served(bare, port):
        asyncio.run(http_load.load(peer[:50], port, clients=8))
        bare_run = asyncio.run(http_load.load(peer, port, clients=8))
    _say("bare list, as fast as 8 clients go", bare_run)
    port, paced_n = _free(), int(told.rate * told.seconds)
    asked = ask(port, WARM + told.requests + paced_n)
    with served(list(serve.parts("127.0.0.1", port, WORKERS, port + 1)[0].command), port):
        asyncio.run(http_load.load(asked[:WARM], port, clients=8))
        fast = asyncio.run(http_load.load(asked[WARM : WARM + told.requests], port, clients=8))
        _say("pages mixed, as fast as 8 clients go", fast)
        for kind, waits in sorted(fast.waits.items()):
            print(f"    {kind:<10} {len(waits):5} p50 {http_load.share(waits, 0.5):6.0f} p95 {http_load.share(waits, 0.95):6.0f} ms")  # fmt: skip
        print(f"    ratio bare : pages {bare_run.rate / fast.rate:.2f}")
        paced = asyncio.run(
            http_load.load(asked[WARM + told.requests :], port, clients=64, rate=told.rate)
        )
        _say(f"pages mixed, {told.rate:.0f} requests a second", paced)


def _say(what: str, run: http_load.Told) -> None:
    waits = run.all()
    said = " ".join(f"p{int(100 * part)} {http_load.share(waits, part):.0f}" for part in (0.5, 0.95, 0.99))  # fmt: skip
    print(f"{what}: {run.rate:.0f}/s, {said} ms, answers {run.statuses}", flush=True)


def filings(found: dict[str, Any], told: argparse.Namespace) -> None:
    """File proposals through the API with twelve clients; no number may be given twice, left out or lost."""
    from django.utils import timezone

    from huiyin.cli import serve
    from huiyin.web.accounts import actors, tokens
    from huiyin.web.accounts.models import User
    from huiyin.web.docket.models import Case, Proposal

    uids = _waiting(told.filings)
    user = User.objects.get(username="committee0")
    actor = actors.of(user, on=timezone.localdate())
    token = tokens.make(actor, "bench", ["read", "examine"], 30, now=timezone.now())[1]
    before = Case.objects.filter(proposals__uid__in=uids).count()
    last = max(Case.objects.filter(session=_session()).values_list("number", flat=True), default=0)
    port = _free()
    body = json.dumps({"act": "file", "version": 1}).encode()
    asked = [("file", http_load.post(f"/api/v1/proposals/{uid}/decision", token, f"k-{uid}", body, port)) for uid in uids]  # fmt: skip
    with served(list(serve.parts("127.0.0.1", port, WORKERS, port + 1)[0].command), port):
        run = asyncio.run(http_load.load(asked, port, clients=12))
    _say(f"{len(uids)} filings by 12 clients", run)
    filed = Proposal.objects.filter(uid__in=uids, state="filed").count()
    numbers = sorted(Case.objects.filter(session=_session(), number__gt=last).values_list("number", flat=True))  # fmt: skip
    right = numbers == list(range(last + 1, last + len(uids) + 1)) and filed == len(uids)
    print(f"    {filed} filed, {before} before; numbers {'each once, none left out' if right else 'NOT RIGHT'}")  # fmt: skip


def _session() -> Any:
    from huiyin.web.accounts.models import Session

    return Session.objects.first()


def _waiting(count: int) -> list[str]:
    """Lay so many proposals before the last examination."""
    from django.utils import timezone

    from huiyin.web.accounts.models import Person
    from huiyin.web.docket.models import Proposal, Suggestion

    person, session, now = Person.objects.order_by("pk").first(), _session(), timezone.now()
    rows = Proposal.objects.bulk_create(
        Proposal(
            session=session, pack="cn-cppcc", pack_version="2026.1", state="second_examined", before="first_examined",
            kind="individual", title=f"关于压测的提案{n}", facts="情况", proposer=person, created_at=now, changed_at=now,
            received_at=now, receipt_seq=1_000_000 + n, receipt_no=f"B{n}",
        )
        for n in range(count)
    )  # fmt: skip
    Suggestion.objects.bulk_create(Suggestion(proposal=row, order=1, text="建议") for row in rows)
    return [row.uid for row in rows]


def intake(found: dict[str, Any], told: argparse.Namespace) -> None:
    """Take in a batch of papers in docx, from the upload to the last receipt number."""
    import io

    import docx
    from django.utils import timezone

    from huiyin.web.accounts import actors
    from huiyin.web.accounts.models import User
    from huiyin.web.docket.services import intake as taking

    def paper(n: int) -> tuple[str, bytes]:
        made, held = docx.Document(), io.BytesIO()
        for line in (
            f"关于改造第{n}号片区供水管网的提案", f"提案者：委员{n % 400:04d}", "一、基本情况", f"第{n}号片区水管用了四十年，居民反映水压不足。" * 12,
            "二、原因分析", "管网分属三家，权责不清，资金来源不一。" * 10, "三、建议", "（一）三年内换完旧水管。", "（二）每季度公布水质。", "（三）设立报修电话。",
        ):  # fmt: skip
            made.add_paragraph(line)
        made.save(held)
        return f"{n:04d}.docx", held.getvalue()

    files = [paper(n) for n in range(told.papers)]
    now = timezone.now()
    actor = actors.of(User.objects.get(username="clerk0"), on=timezone.localdate())
    began = time.perf_counter()
    batch = taking.stage(actor, _session(), files, now=now)
    read = time.perf_counter() - began
    while taking.run(actor, batch, now=now, seconds=5):
        pass
    took = time.perf_counter() - began
    again = taking.stage(actor, _session(), files, now=now)
    print(f"intake of {told.papers} docx: read after {read:.1f} s, {len(taking.taken(batch))} taken in after {took:.1f} s; a second run takes {taking.run(actor, again, now=now)}")  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--requests", type=int, default=1_500)
    options.add_argument("--rate", type=float, default=200)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--filings", type=int, default=2_000)
    options.add_argument("--papers", type=int, default=700)
    options.add_argument("--only", default="pages,filings,intake")
    options.add_argument("--postgres", action="store_true")
    told = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.web.site.settings"
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home, postgres.cluster() if told.postgres else nullcontext("") as address:  # fmt: skip
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
    found = bulk_docket.fill(told.cases)
    if told.postgres:
        call_command("shell", command="from django.db import connection; connection.cursor().execute('ANALYZE')", verbosity=0)  # fmt: skip
    kind = "PostgreSQL" if told.postgres else "SQLite"
    print(f"{told.cases} proposals on {kind}, filled in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    for what in (pages, filings, intake):
        if what.__name__ in told.only.split(","):
            what(found, told)


if __name__ == "__main__":
    main()
