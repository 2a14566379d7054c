# SPDX-License-Identifier: Apache-2.0
"""The two ways to the demo city: the set-up page of an empty store, and the command behind `huiyin demo --city`."""

import pytest
from django.core.management import call_command

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Institution
from huiyin.web.kit import ports
from huiyin.web.site import city


@pytest.mark.django_db
def test_the_set_up_page_fills_the_city_and_shows_its_sign_ins(client, monkeypatch):
    monkeypatch.setattr(ports._ports, "demo_city", lambda: [("委员", "林晚棠", "member", "secret")])
    assert 'action="/setup/demo' in client.get("/setup/").content.decode()
    shown = client.post("/setup/demo").content.decode()
    assert "林晚棠" in shown
    assert "<code>member</code>" in shown


@pytest.mark.django_db
def test_the_command_fills_once_and_tells_the_same_sign_ins_again(
    settings, tmp_path, monkeypatch, capsys
):
    settings.HOME = tmp_path

    def filled(size):
        Institution.objects.create(name="政协澄州市委员会")
        return [("member", "林晚棠", "member", "chengzhou-1a2b3c")]

    monkeypatch.setattr(city, "fill", filled)
    call_command("demo_city", lang="zh")
    first = capsys.readouterr().out
    call_command("demo_city", lang="en")
    second = capsys.readouterr().out

    assert "委员" in first
    assert "chengzhou-1a2b3c" in first
    assert "chengzhou-1a2b3c" in second
    assert "member" in second
    assert (tmp_path / "sign-ins.json").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_command_leaves_a_store_of_ones_own_alone(settings, tmp_path):
    settings.HOME = tmp_path
    Institution.objects.create(name="市政协")
    with pytest.raises(HuiyinError) as refused:
        call_command("demo_city")
    assert refused.value.code == "ALREADY_SET_UP"
