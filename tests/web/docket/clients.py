# SPDX-License-Identifier: Apache-2.0
"""Real clients on a real database: started as a program by the tests of concurrency, one task a call.

`python clients.py TASK JSON` with DATABASE_URL and HUIYIN_HOME set; prints one line of JSON.
"""

import contextlib
import datetime as dt
import json
import os
import random
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Max

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import User
from huiyin.web.docket import models, replaying
from huiyin.web.docket.services import examining, merging, reminding
from huiyin.web.kit import acting, numbering, once, points
from huiyin.web.kit.models import Counter, LedgerEntry, Notice

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


class Crash(Exception):
    pass


def actor(role):
    return actors.of(User.objects.filter(grants__role=role).order_by("pk").first(), on=NOW.date())


def seed(count):
    """Proposals before the last examination, as many as asked for, with a suggestion each."""
    from web.conftest import Cast

    call_command("migrate", verbosity=0)
    cast = Cast()
    rows = models.Proposal.objects.bulk_create(
        models.Proposal(
            session=cast.session, pack="cn-cppcc", pack_version="2026.1", state="second_examined",
            before="first_examined", kind="individual", title=f"提案{n}", facts="情况", proposer_id=cast.chen.person_id,
            created_at=NOW, changed_at=NOW, received_at=NOW, receipt_seq=n, receipt_no=f"S{n}",
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    models.Suggestion.objects.bulk_create(
        models.Suggestion(proposal=row, order=1, text="建议") for row in rows
    )
    return {"uids": [row.uid for row in rows]}


def _file(uid, crash, mutant):
    """File one proposal; tells `ok`, `crashed`, or the name of what went wrong."""
    chosen = None
    if mutant:  # the control: look, then take
        chosen = (models.Case.objects.aggregate(Max("number"))["number__max"] or 0) + 1
    local.number = chosen
    try:
        _file_in_one_act(uid, crash)
    except Crash:
        return "crashed"
    except IntegrityError:
        return "twice"
    except HuiyinError as refusal:
        return refusal.code
    return "ok"


@acting.act
def _file_in_one_act(uid, crash):
    row = models.Proposal.objects.get(uid=uid)
    examining.file(local.committee, uid, version=row.version, now=NOW)
    if crash:
        raise Crash


local = threading.local()


def filing(uids, threads, seed, mutant=False):
    """File what is given with some threads; every tenth act is undone before its end and done again later."""
    if mutant:
        numbering.take = lambda key: local.number
    pieces = [uids[place::threads] for place in range(threads)]

    def client(place):
        seeded = random.Random(seed * 100 + place)
        local.committee = actor("committee")
        said = []
        for uid in pieces[place]:
            done = _file(uid, seeded.random() < 0.1, mutant)
            said.append(done)
            if done == "crashed":
                said.append(_file(uid, False, mutant))
        connections.close_all()
        return said

    with ThreadPoolExecutor(threads) as pool:
        said = [one for some in pool.map(client, range(threads)) for one in some]
    return {one: said.count(one) for one in sorted(set(said))}


def numbers():
    outcome = replaying.verify(settings.ANCHOR_FILE)
    known = ("row_unknown",)  # the seeded rows came by no act
    return {
        "cases": sorted(models.Case.objects.values_list("number", flat=True)),
        "seqs": list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True)),
        "in_order": list(models.Case.objects.order_by("pk").values_list("number", flat=True)),
        "faults": [f"{one.id} {one.met}" for one in outcome.faults if one.id not in known],
    }


def walk(seed, steps):
    """A seeded walk through the docket; gives the answers, act by act."""
    from web.conftest import Cast
    from web.docket import walking

    call_command("migrate", verbosity=0)
    seeded, world = random.Random(seed), walking.World(Cast(), NOW)
    names, actors_ = sorted(world.tries()), sorted(world.actors)
    for _ in range(steps):
        name, who = seeded.choice(names), seeded.choice(actors_)
        world.attempt(name, who, seeded.randrange(4), seeded.randrange(4))
    world.check()
    world.replays()
    rows = models.Proposal.objects.order_by("pk").values_list("state", "receipt_no", "version")
    return {"said": world.said, "rows": [list(row) for row in rows]}


def _at_once(*acts):
    """Do acts on threads that begin together; gives for each `ok` or the code of the refusal."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        local.committee = actor("committee")
        barrier.wait(60)
        try:
            act()
        except HuiyinError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def two_officers(uids):
    """One returns a proposal while another refuses it, both from the version they saw."""
    said = []
    for uid in uids:
        version = models.Proposal.objects.get(uid=uid).version

        def act(name, code, uid=uid, version=version):
            given = Given(code, "理由")
            examining.decide(local.committee, uid, name, version=version, given=given, now=NOW)

        outcome = _at_once(lambda: act("return", "R10"), lambda: act("refuse", "R08"))
        row = models.Proposal.objects.get(uid=uid)
        entries = LedgerEntry.objects.filter(kind="proposal", object_id=row.pk).count()
        said.append([*outcome, row.version - version, entries])
    return {"said": said}


def two_merges(uids):
    """a into b while b into a."""
    said = []
    for a, b in zip(uids[::2], uids[1::2], strict=True):

        def act(one, other):
            merging.merge(local.committee, one, other, reason="同题", basis={}, now=NOW)

        outcome = _at_once(lambda a=a, b=b: act(a, b), lambda a=a, b=b: act(b, a))
        merged = models.Proposal.objects.filter(uid__in=[a, b], state="merged").count()
        cases = models.Proposal.objects.filter(uid__in=[a, b]).values("case_id").distinct().count()
        said.append([*outcome, merged, cases])
    return {"said": said}


def ticking(threads, mutant=False):
    """Several schedulers at once over all the rungs that are due."""
    row = models.Proposal.objects.first()
    made = models.Deadline.objects.create(
        clock="assign", proposal=row, pack="cn-cppcc", pack_version="2026.1", anchored_on=NOW.date(),
        due_on=NOW.date(), calendar="t",
    )  # fmt: skip
    models.Reminder.objects.bulk_create(
        models.Reminder(deadline=made, rung=rung, form="notice", due_on=NOW.date())
        for rung in range(40)
    )
    if mutant:
        _forget_the_guard(threads)
    broken = []

    def scheduler():
        try:
            reminding.tick(now=NOW)
        except IntegrityError as fault:
            broken.append(str(fault)[:300])

    _at_once(*[scheduler] * threads)
    told = Notice.objects.filter(words="clock.notice").values_list("user_id", flat=True)
    entries = LedgerEntry.objects.filter(act="clock.notice")
    rungs = [entry.after["rung"] for entry in entries]
    return {
        "rungs": sorted(rungs),
        "told": len(told),
        "users": len(set(told)),
        "broken": len(broken),
        "how": broken[:2],
    }


def _forget_the_guard(threads):
    """The control: whether a rung was fired is looked up before the transaction, and believed in it."""
    barrier = threading.Barrier(threads)
    true_fire = reminding._fire

    def fire(pk, now):
        free = models.Reminder.objects.filter(pk=pk, fired_at=None).exists()
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=0.2)
        if free:
            with transaction.atomic():
                models.Reminder.objects.filter(pk=pk).update(fired_at=None)
                return true_fire(pk, now)
        return False

    reminding._fire = fire


def dying(uids):
    """Let a process die by SIGKILL at each named point of an act, then send the same command again."""
    said = {}
    elsewhere = ("reminder", "outbox", "reply", "words", "found", "meeting")  # not of filing
    names = [one for one in points.POINTS if not one.startswith(elsewhere)]
    for name, uid in zip(names, uids, strict=False):
        before = LedgerEntry.objects.count()
        heard = _child(uid, name)
        died = models.Proposal.objects.get(uid=uid).state
        again = _child(uid, "")
        third = _child(uid, "")
        said[name] = {
            "heard": heard, "after_death": died, "again": again, "third": third,
            "entries": LedgerEntry.objects.count() - before,
            "state": models.Proposal.objects.get(uid=uid).state,
            "counter": Counter.objects.get(key__startswith="case:").value,
            "cases": models.Case.objects.count(),
        }  # fmt: skip
    faults = replaying.verify(settings.ANCHOR_FILE).faults
    return {"said": said, "faults": [one.id for one in faults if one.id != "row_unknown"]}


def _child(uid, point):
    """File in a child that dies at a point; gives what it answered before, or None."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        return json.loads(text) if text else None
    os.close(reading)
    _hang(point)
    committee = actor("committee")

    def command():
        row = models.Proposal.objects.get(uid=uid)
        done = examining.file(committee, uid, version=row.version, now=NOW)
        return {"number": done.case.number}

    answer = once.do(committee.user_id, f"key-{uid}", {"file": uid}, command, now=NOW)
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


def _hang(point):
    if point:
        os.environ["HUIYIN_CRASH_AT"] = point
        points.hang(
            lambda name: (
                os.kill(os.getpid(), signal.SIGKILL)
                if name == os.environ["HUIYIN_CRASH_AT"]
                else None
            )
        )


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](**json.loads(sys.argv[2]))))
    connection.close()
