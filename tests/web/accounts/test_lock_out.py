# SPDX-License-Identifier: Apache-2.0
"""Wrong passwords lock an account for a while, whichever process was asked."""

import pytest

from huiyin.web.accounts.models import Institution, User
from huiyin.web.site import settings as ours

PASSWORD = "quiet-river-2026"


@pytest.fixture
def shared(db, settings, tmp_path):
    """The cache as in service; asked for again, it is that of another process."""

    def another_process():
        settings.CACHES = {"default": ours.CACHES["default"] | {"LOCATION": tmp_path / "cache"}}

    Institution.objects.create(name="成洲市政协")
    user = User.objects.create(username="wang")
    user.set_password(PASSWORD)
    user.save()
    another_process()
    return another_process


def _try(client, password):
    return client.post("/accounts/login/", {"login": "wang", "password": password})


def test_after_five_wrong_passwords_the_right_one_does_not_open_in_any_process(client, shared):
    for _ in range(5):
        assert _try(client, "wrong-river-2026").status_code == 200
    shared()
    answer = _try(client, PASSWORD)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_four_wrong_ones_are_forgiven(client, shared):
    for _ in range(4):
        _try(client, "wrong-river-2026")

    assert _try(client, PASSWORD).status_code == 302
