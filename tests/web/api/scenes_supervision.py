# SPDX-License-Identifier: Apache-2.0
"""For each operation on supervision a place where it can be done."""

from huiyin.web.docket.services import negotiating
from huiyin.web.supervision.services import instructing, keying
from web.docket import making


def _task(cast, now):
    task = making.assigned(cast, now).assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    return negotiating.accept(cast.wang, task.uid, now=now)


def _instruction(cast, now):
    leader = cast.actor("秦", "leader")
    return instructing.instruct(
        leader,
        _task(cast, now).uid,
        leader="秦主席",
        words="请专题研究",
        given_on=now.date(),
        now=now,
    )


def _key(cast, now):
    row = making.assigned(cast, now).proposals.get()
    keying.nominate(cast.committee, row.uid, recommended="民盟市委", why="涉及面广", now=now)


def _letter(cast, now):
    instructing.remind(cast.oversight, _task(cast, now).uid, words="请抓紧", due_on=None, now=now)


def _reading(make, path):
    def scene(cast, now):
        make(cast, now)
        return "GET", path, None

    return scene


def _report(cast, now):
    row = _instruction(cast, now)
    return "POST", f"/instructions/{row.uid}/report", {"text": "已研究", "version": row.version}


SCENES = {
    "list_key_proposals": _reading(_key, "/key-proposals"),
    "list_instructions": _reading(_instruction, "/instructions"),
    "list_reminder_letters": _reading(_letter, "/reminder-letters"),
    "list_look_backs": _reading(_task, "/look-backs"),
    "report_on_instruction": _report,
}
