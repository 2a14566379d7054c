# SPDX-License-Identifier: Apache-2.0
"""Commitments in the states that tests begin from, made by the services alone."""

import datetime as dt

from huiyin.web.commitments import models
from huiyin.web.commitments.services import extracting, moving, promising, reporting
from web.replies import answering

JUNE, NOVEMBER = dt.date(2026, 6, 30), dt.date(2026, 11, 30)
TEXTS = (
    "下一步，我局将于2026年6月底前在老城区建成停车位200个。经费从城建资金中安排。",
    "停车诱导系统已列入智慧停车二期，计划2026年11月底前接通老城区停车位数据。",
)
PROOF = reporting.Proof("三处停车场已投用，共205个车位", figure="205个")


def read(cast, bureau, task, now, *, received=True, reading=True, texts=TEXTS):
    """The reply of a task, left and read for promises."""
    answering.contact(cast, task, now)
    row = answering.written(cast, bureau, task, now, texts=texts)
    row = answering.handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    row = answering.handing_on.pass_on(bureau.wang, row.uid, version=row.version, now=now)
    row = answering.handing_on.sign(bureau.gao, row.uid, version=row.version, now=now)
    row = answering.issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    answering.issuing.dispatch(now=now)
    if received:
        answering.receiving.opened(cast.chen, row.uid, now=now)
    if reading:
        extracting.read_left(now=now)
    row.refresh_from_db()
    return row


def promises(reply):
    return list(
        models.Promise.objects.filter(reply=reply).order_by("answer__suggestion__order", "start")
    )


def made(cast, bureau, task, now, *, due_on=JUNE, owner="城建科", **more):
    """The first promise, confirmed."""
    reply = read(cast, bureau, task, now, **more)
    said = promising.Said(owner=owner, due_on=due_on)
    row = promising.confirm(bureau.shi, promises(reply)[0].uid, said, now=now)
    row.refresh_from_db()
    return row


def begun(cast, bureau, task, now, **more):
    row = made(cast, bureau, task, now, **more)
    return moving.start(bureau.shi, row.uid, version=row.version, now=now)


def claimed(cast, bureau, task, now, **more):
    row = begun(cast, bureau, task, now, **more)
    told = reporting.Told("已全部建成。", percent=100, proofs=[PROOF])
    reporting.claim(bureau.shi, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    return row


def verified(cast, bureau, task, now, **more):
    row = claimed(cast, bureau, task, now, **more)
    return moving.verify(cast.chen, row.uid, version=row.version, now=now)
