# SPDX-License-Identifier: Apache-2.0
"""Every field of every model has one export rule: in src/huiyin/web/opendata/rules/<room>.toml."""

import pytest

from huiyin.web.opendata import rules


def test_every_field_has_exactly_one_export_rule():
    assert list(rules.faults()) == [], (
        "write the rules in src/huiyin/web/opendata/rules/<room>.toml; `python -m tools.draft_rules ROOM` drafts them"
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"institution": ()}, "accounts.Sector.id: no rule"),
        ({"institution": ("id", "name")}, "accounts.Sector.name: public and institution"),
        ({"institution": ("id", "smell")}, "accounts.Sector.smell: a rule without a field"),
        (None, "accounts.Sector: no rules"),
    ],
)
def test_a_missing_double_or_idle_rule_is_seen(monkeypatch, change, fault):
    held = dict(rules.catalogue())
    one = held.pop("accounts.Sector")
    if change is not None:
        shown = {name: getattr(one, name) for name in ("words", "public", "never", "files")}
        held["accounts.Sector"] = rules.Rules(one.label, **(shown | change))
    monkeypatch.setattr(rules, "catalogue", lambda: held)
    assert fault in list(rules.faults())


def test_nothing_that_opens_a_door_may_leave():
    words = ("password", "token", "secret", "digest_key", "session_data", "recovery")
    open_doors = [
        f"{label}.{name}"
        for label, held in rules.catalogue().items()
        for name in (*held.public, *held.institution)
        if any(word in name.lower() for word in words)
    ]
    assert open_doors == []


def test_what_tells_how_to_reach_a_person_is_not_public():
    private = {"phone", "email", "contact_phone", "gender", "employer", "leave_reason"}
    shown = {name for held in rules.catalogue().values() for name in held.public}
    assert not shown & private
