# SPDX-License-Identifier: Apache-2.0
"""The cast of figures: that of replies, and two of the small city's people."""

import pytest
from django.test import Client

from huiyin.web.accounts.models import User
from web.replies.conftest import Bureau, _own_files, bureau, joined, task

__all__ = ["Bureau", "_own_files", "bureau", "joined", "task"]


@pytest.fixture
def enter():
    """Sign somebody in and give the client."""

    def done(actor, lang="zh-hans"):
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")  # fmt: skip
        client.cookies["huiyin_language"] = lang
        return client

    return done
