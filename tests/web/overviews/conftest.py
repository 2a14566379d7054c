# SPDX-License-Identifier: Apache-2.0
"""A session with something to tell: two proposals answered in public, one that waits, one that is closed, one masked."""

import pytest
from django.db import transaction

from huiyin.web.docket.services import drafting, examining, negotiating
from huiyin.web.overviews import models
from huiyin.web.overviews.services import composing
from huiyin.web.replies.services import publishing
from web.conftest import NOW, Cast
from web.docket import making
from web.replies import answering
from web.replies.conftest import Bureau

SECRET = ("闭口不谈的内情只有办公室知道", "保密的建议条目不得外传")
MASKED = ("请查清供热站的账目", "公布每年的煤款")


class _Undone(Exception):
    pass


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The session and its paper, made once for a file of tests and taken away after them."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("session")
    kept = (settings.FILES_ROOT, settings.ANCHOR_FILE)
    settings.FILES_ROOT, settings.ANCHOR_FILE = folder / "files", folder / "anchors.jsonl"
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield _made(Cast(), NOW)
                raise _Undone
        except _Undone:
            pass
    settings.FILES_ROOT, settings.ANCHOR_FILE = kept


@pytest.fixture(autouse=True)
def _own_anchors(made, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def answered(cast, bureau, now, **more):
    """A proposal whose reply was received and released in full."""
    case = making.assigned(cast, now, **more)
    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    row = answering.received(cast, bureau, task, now)
    row.refresh_from_db()
    return publishing.release(
        cast.oversight,
        row.uid,
        publishing.Way("full", cover=("石工",)),
        version=row.version,
        now=now,
    )


def release(cast, row, now, way):
    row.refresh_from_db()
    return publishing.release(cast.oversight, row.uid, way, version=row.version, now=now)


def _made(cast, now):
    cast.bureau = Bureau(cast)
    cast.reply = answered(cast, cast.bureau, now)
    making.filed(cast, now, title=making.TITLES[1], asks=("三年内换完旧水管", "每季度公布水质"))
    _filed(cast, now, "关于内情的提案", SECRET, disclosure="no", disclosure_reason="涉及个案")
    _filed(cast, now, "关于供热站的提案", MASKED, masked=True)
    wanted = composing.Wanted("overview", cast.session)
    cast.paper = composing.begin(cast.clerk, wanted, now=now)
    return cast


def _filed(cast, now, title, asks, **fields):
    row = making.draft(cast.chen, cast.session, now, title=title, asks=asks)
    row = drafting.save(cast.chen, row.uid, version=row.version, fields=fields, asks=None, now=now)
    row = drafting.submit(cast.chen, row.uid, version=row.version, now=now)
    row = making.examined(cast, row, now)
    return examining.file(cast.committee, row.uid, version=row.version, now=now)


@pytest.fixture
def session(made, db):
    return made


@pytest.fixture
def paper(session):
    return models.Overview.objects.get(pk=session.paper.pk)
