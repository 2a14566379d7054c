# SPDX-License-Identifier: Apache-2.0
"""Replies in the states that tests begin from, made by the services alone."""

import datetime as dt
import re

import pytest

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import replaying
from huiyin.web.replies.services import (
    contacting,
    drafting,
    handing_on,
    issuing,
    opinions,
    receiving,
)

GOOD = (
    "增设停车位二百个一事，已在老城区选定三处地块，今年十一月底前建成投用。",
    "停车诱导系统已列入智慧停车二期，明年六月底前接通老城区停车位数据。",
)
OPINION = "停车诱导系统的路侧标志由我局统一设置，建议与信号灯改造同步施工。"


def contact(cast, task, now):
    return contacting.log(
        cast.wang, task.uid, person_id=cast.chen.person_id, kind="meeting", held_on=now.date(),
        summary="当面听取意见，现场看了三处地块。", now=now,
    )  # fmt: skip


def written(cast, bureau, task, now, texts=GOOD):
    """A draft with a full answer to each suggestion."""
    row = drafting.begin(bureau.shi, task.uid, now=now)
    typed = [
        drafting.Typed(
            one.uid, one.version,
            {
                "disposition": "in_progress", "text": text, "owner": "城建科",
                "promised_on": dt.date(2026, 11, 30),
            },
        )
        for one, text in zip(drafting.living(row), texts, strict=True)
    ]  # fmt: skip
    head = {"letter": "B", "contact_name": "石工", "disclosure": "full"}
    kept = drafting.save(bureau.shi, row.uid, version=row.version, head=head, typed=typed, now=now)
    assert not kept.clashes
    return kept.reply


def opinion(cast, now):
    task = cast.traffic.assignments.get()
    row = opinions.begin(cast.zhao, task.uid, now=now)
    texts = {ask.uid: OPINION for ask in task.scope.all()}
    row = opinions.save(cast.zhao, row.uid, version=row.version, texts=texts, now=now)
    row = opinions.send(cast.zhao, row.uid, version=row.version, now=now)
    return opinions.take(cast.wang, row.uid, version=row.version, now=now)


def signed(cast, bureau, task, now):
    return handed(bureau, written(cast, bureau, task, now), now)


def handed(bureau, row, now):
    """A draft submitted, passed and signed."""
    row = handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    row = handing_on.pass_on(bureau.wang, row.uid, version=row.version, now=now)
    return handing_on.sign(bureau.gao, row.uid, version=row.version, now=now)


def out(cast, bureau, row, now):
    """A draft on its way to the proposers."""
    row = handed(bureau, row, now)
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    issuing.dispatch(now=now)
    return row


def issued(cast, bureau, task, now, *, sent=True):
    contact(cast, task, now)
    row = signed(cast, bureau, task, now)
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    if sent:
        issuing.dispatch(now=now)
    return row


def received(cast, bureau, task, now):
    row = issued(cast, bureau, task, now)
    receiving.opened(cast.chen, row.uid, now=now)
    row.refresh_from_db()
    return row


def sound(settings):
    outcome = replaying.verify(settings.ANCHOR_FILE)
    assert outcome.is_sound, outcome.faults


def refused(code):
    return pytest.raises(HuiyinError, match=rf"^{re.escape(code)}\b")
