# SPDX-License-Identifier: Apache-2.0
"""Proposals in the states that tests begin from, made by the services alone."""

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts.models import Person
from huiyin.web.docket.services import assigning, drafting, examining, signing

TITLES = (
    "关于在老城区增设停车位的提案",
    "关于改造云桥街道旧水管的提案",
    "关于延长社区食堂开放时间的提案",
    "关于在江滩公园增设无障碍坡道的提案",
    "关于规范共享单车停放的提案",
)


def draft(who, session, now, *, title=TITLES[0], asks=("增设停车位两百个", "引入停车诱导系统")):
    row = drafting.begin(who, session, now=now)
    return drafting.save(
        who,
        row.uid,
        version=row.version,
        fields={
            "title": title,
            "facts": "情况如实记述。",
            "analysis": "规划滞后。",
            "category": "social",
        },
        asks=[drafting.Ask(ask) for ask in asks],
        now=now,
    )


def received(cast, now, *, who=None, **more):
    who = who or cast.chen
    row = draft(who, cast.session, now, **more)
    return drafting.submit(who, row.uid, version=row.version, now=now)


def joint(cast, now):
    """Proposed by 陈, signed by 苏, received."""
    row = draft(cast.chen, cast.session, now)
    su = Person.objects.get(pk=cast.su.person_id)
    row = signing.invite(cast.chen, row.uid, [su], version=row.version, now=now)
    signing.answer(cast.su, row.uid, sign=True, opinion="赞成", now=now)
    return drafting.submit(cast.chen, row.uid, version=row.version, now=now)


def examined(cast, row, now):
    for actor, act in ((cast.clerk, "examine_first"), (cast.reviewer, "examine_second")):
        row = examining.decide(actor, row.uid, act, version=row.version, given=Given(), now=now)
    return row


def filed(cast, now, **more):
    row = examined(cast, received(cast, now, **more), now)
    return examining.file(cast.committee, row.uid, version=row.version, now=now)


def assigned(cast, now, *tasks, **more):
    """Filed and issued, to the housing bureau as sole body unless tasks are named; gives the case."""
    row = filed(cast, now, **more)
    wanted = tasks or (assigning.Task(cast.housing, "sole"),)
    assigning.propose(cast.assigner, row.case.uid, wanted, now=now)
    return assigning.issue(cast.assigner, row.case.uid, now=now)
