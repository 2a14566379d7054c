# SPDX-License-Identifier: Apache-2.0
"""A whole store out and in: `python -m tools.bench_whole [--suggestions 100000]`.

Fills a store of its own with so many suggestions in proposals of four, each with an edition, a case, an assignment, a clock,
ten ledger entries and its search text; then `huiyin export --all` and `huiyin import --all` run as commands on SQLite, or on
the store of `DATABASE_URL`. Time and peak memory are those of the command.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
_FACTS = "老城区停车位不足，早晚高峰车辆沿街停放，消防通道被占，居民多次反映。" * 12
_ASK = "在老城区第{n}号地块增设停车位二百个，并接入停车诱导系统，方便居民就近停放。"


def fill(suggestions: int) -> None:
    """Fill the store that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        _fill(suggestions)


def _fill(suggestions: int) -> None:
    from django.apps import apps

    from huiyin.web.kit import ledger
    from huiyin.web.kit.models import ChainHead, LedgerEntry

    def model(name: str) -> object:
        return apps.get_model(*name.split(".")).objects

    term = model("accounts.Term").create(number=6, opens_on=NOW.date(), closes_on=NOW.date())
    session = model("accounts.Session").create(
        term=term, number=5, opens_on=NOW.date(), closes_on=NOW.date(), pack="cn-cppcc", pack_version="2026.1",
        submission_opens_at=NOW, submission_deadline=NOW,
    )  # fmt: skip
    model("accounts.Institution").create(name="澄州市政协")
    bodies = [model("accounts.Body").create(name=f"第{n}局") for n in range(60)]
    people = [model("accounts.Person").create(name=f"委员{n}") for n in range(400)]
    prev, seq = "genesis", 0
    for start in range(1, suggestions // 4 + 1, 1_000):
        some = range(start, min(start + 1_000, suggestions // 4 + 1))
        own = {"pack": "cn-cppcc", "pack_version": "2026.1"}
        model("docket.Case").bulk_create(
            apps.get_model("docket", "Case")(pk=n, session=session, number=n, title=f"关于第{n}号地块的提案", opened_at=NOW, **own)
            for n in some
        )  # fmt: skip
        model("docket.Proposal").bulk_create(
            apps.get_model("docket", "Proposal")(
                pk=n, session=session, state="in_hand", kind="individual", title=f"关于第{n}号地块的提案", facts=_FACTS,
                analysis=_FACTS[:120], proposer=people[n % 400], case_id=n, created_at=NOW, changed_at=NOW, received_at=NOW,
                receipt_seq=n, receipt_no=f"收{n}", filed_at=NOW, **own,
            ) for n in some
        )  # fmt: skip
        asks = apps.get_model("docket", "Suggestion")
        asks.objects.bulk_create(
            asks(proposal_id=n, order=k, text=_ASK.format(n=4 * n + k)) for n in some for k in range(1, 5)
        )  # fmt: skip
        model("docket.Edition").bulk_create(
            apps.get_model("docket", "Edition")(
                proposal_id=n, number=1, title=f"关于第{n}号地块的提案", facts=_FACTS, sha256="0" * 64, at=NOW,
                suggestions=[{"order": k, "text": _ASK.format(n=4 * n + k)} for k in range(1, 5)],
            ) for n in some
        )  # fmt: skip
        model("docket.Assignment").bulk_create(
            apps.get_model("docket", "Assignment")(
                pk=n, case_id=n, body=bodies[n % 60], role="sole", state="accepted", proposed_at=NOW, issued_at=NOW
            ) for n in some
        )  # fmt: skip
        model("docket.Deadline").bulk_create(
            apps.get_model("docket", "Deadline")(
                clock="reply", case_id=n, assignment_id=n, anchored_on=NOW.date(), due_on=NOW.date(), calendar="cn", **own,
                steps=[{"on": "2026-03-02", "id": "anchor"}] * 6,
            ) for n in some
        )  # fmt: skip
        model("docket.SearchText").bulk_create(
            apps.get_model("docket", "SearchText")(kind="proposal", object_id=n, text=f"关于第{n}号地块的提案\n{_FACTS}")
            for n in some
        )  # fmt: skip
        entries = []
        for n in some:
            for k in range(10):
                seq += 1
                row = LedgerEntry(
                    seq=seq, prev=prev, at=NOW, act="proposal.received", kind="proposal", object_id=n, case_id=n, actor_id=k,
                    after={"state": "filed", "n": k},
                    rows={f"proposal:{n}": {"state": "filed", "receipt_no": f"收{n}", "fixed_text": "0" * 64}},
                )  # fmt: skip
                row.digest = prev = ledger.digest(row)
                entries.append(row)
        LedgerEntry.objects.bulk_create(entries)
    ChainHead.objects.create(id=1, seq=seq, digest=prev)


def measured(home: Path, *arguments: str, database: str = "") -> tuple[float, float, float]:
    """Run the command on a store; give its seconds, those of the processor, and its peak memory in MB."""
    env = os.environ | {"HUIYIN_HOME": str(home), "LANG": "en_US.UTF-8"}
    env.pop("DATABASE_URL", None)
    if database:
        env["DATABASE_URL"] = database
    began, peak, used = time.perf_counter(), 0.0, 0.0
    child = subprocess.Popen([sys.executable, "-m", "huiyin", *arguments], env=env)
    watched = psutil.Process(child.pid)
    while child.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
            used = sum(watched.cpu_times()[:2])
        except psutil.Error:
            break
        time.sleep(0.05)
    if child.wait() > 1:
        raise SystemExit(f"{arguments[0]} ended with {child.returncode}")
    return time.perf_counter() - began, used, peak / 1e6


def main() -> int:
    """Fill, export, import, export again; print the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--suggestions", type=int, default=100_000)
    asked.add_argument("--no-import", action="store_true")
    given = asked.parse_args()
    database = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="huiyin-whole-") as folder:
        home = Path(folder)
        os.environ["HUIYIN_HOME"] = str(home / "a")
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.web.site.settings"
        fill(given.suggestions)
        first = home / "first.zip"
        seconds, used, peak = measured(home / "a", "export", "--all", str(first), database=database)
        print(
            f"export  {seconds:6.1f} s ({used:.1f} s of the processor)  {peak:5.0f} MB  {first.stat().st_size / 1e6:.1f} MB file",
            flush=True,
        )
        if not given.no_import:
            seconds, used, peak = measured(home / "b", "import", "--all", str(first))
            print(
                f"import  {seconds:6.1f} s ({used:.1f} s of the processor)  {peak:5.0f} MB  into SQLite, ledger proved",
                flush=True,
            )
            measured(home / "b", "export", "--all", str(home / "second.zip"))
            same = first.read_bytes() == (home / "second.zip").read_bytes()
            print("the second export is", "the same" if same else "ANOTHER")
    return 0


if __name__ == "__main__":
    sys.exit(main())
