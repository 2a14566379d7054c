# SPDX-License-Identifier: Apache-2.0
"""For each operation on commitments a place where it can be done."""

import datetime as dt

from huiyin.web.commitments.services import extracting, moving, promising, reporting
from huiyin.web.docket.services import negotiating
from huiyin.web.replies.services import issuing, receiving
from web.commitments import keeping
from web.docket import making
from web.replies import answering
from web.replies.conftest import Bureau


def _begun(cast, now):
    """A commitment in progress, of a reply whose letter was never made."""
    bureau, task = Bureau(cast), making.assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    reply = answering.issued(cast, bureau, task, now, sent=False)
    issuing._send(reply.deliveries.get().pk, now)
    receiving.opened(cast.chen, reply.uid, now=now)
    extracting.read_left(now=now)
    said = promising.Said(owner="城建科", due_on=dt.date(2026, 6, 30))
    row = promising.confirm(cast.wang, keeping.promises(reply)[0].uid, said, now=now)
    row.refresh_from_db()
    return moving.start(cast.wang, row.uid, version=row.version, now=now)


def _claimed(cast, now):
    row = _begun(cast, now)
    told = reporting.Told("建成", proofs=[keeping.PROOF])
    reporting.claim(cast.wang, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    return row


def _on(make, end, **body):
    def scene(cast, now):
        row = make(cast, now)
        return "POST", f"/commitments/{row.uid}{end}", {"version": row.version, **body}

    return scene


SCENES = {
    "list_commitments": lambda cast, now: ("GET", "/commitments", _begun(cast, now) and None),
    "get_commitment": lambda cast, now: ("GET", f"/commitments/{_begun(cast, now).uid}", None),
    "report_progress": _on(
        _begun,
        "/reports",
        words="全部建成",
        claim=True,
        evidence=[{"shows": "验收", "figure": "205"}],
    ),
    "move_date": _on(_begun, "/slip", words="管线迁改", to="2026-09-30"),
    "judge_commitment": _on(_claimed, "/judgement", act="verify"),
}
