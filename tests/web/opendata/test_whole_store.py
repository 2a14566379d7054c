# SPDX-License-Identifier: Apache-2.0
"""A whole institution out and in again: the same bytes, or nothing at all."""

import itertools
import json
import os
import random
import subprocess
import sys
import zipfile

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import ApiToken, Body, Institution, Term, User
from huiyin.web.docket import models, replaying, search
from huiyin.web.kit.models import LedgerEntry, LiveVersion
from huiyin.web.opendata import rules
from huiyin.web.opendata.whole import manifest, restoring, writing
from web.opendata.conftest import move_to


def refused(path):
    with pytest.raises(HuiyinError) as caught:
        restoring.bring_in(path)
    assert not Institution.objects.exists()
    assert not Body.objects.exists()
    return caught.value


def command(home, *arguments, **env):
    """Run the real command on a store of its own."""
    own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", "huiyin", *map(str, arguments)], capture_output=True, text=True, check=False,
        env=own | {"HUIYIN_HOME": str(home), "LANG": "en_US.UTF-8"} | env,
    )  # fmt: skip
    return ran.returncode, ran.stdout, ran.stderr


def packed_again(path, to, change=None, *, manifest_too=True):
    """Pack a file anew, with some parts changed, in a manifest that is true to them."""
    import hashlib

    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    held = json.loads(parts.pop(manifest.NAME))
    change = change or (lambda parts, held: None)
    change(parts, held)
    if manifest_too:
        for one in held["members"]:
            body = parts.get(one["name"], b"")
            one.update(size=len(body), sha256=hashlib.sha256(body).hexdigest())
            if one["count"] is not None:
                one["count"] = body.count(b"\n")
    held["sha256"] = manifest.hash_of(held)
    with zipfile.ZipFile(to, "w") as new:
        for name, body in parts.items():
            new.writestr(name, body)
        new.writestr(manifest.NAME, manifest.canonical(held))
    return to


def test_a_city_goes_out_and_comes_in_as_the_same_bytes(in_city, city_file, tmp_path):
    again = tmp_path / "again.zip"
    writing.write(again)
    assert again.read_bytes() == city_file.read_bytes()
    assert models.Proposal.objects.count() > 20
    assert models.Attachment.objects.exists()


def test_the_ledger_is_proved_where_it_came_from_and_where_it_went(in_city, city_file, settings):
    before = settings.ANCHOR_FILE.parent / "ledger-before" / "001"
    outcome = replaying.verify(before / "anchors.jsonl", public_key=before / "key.pub")
    assert outcome.is_sound
    assert outcome.anchor_count == 1
    assert outcome.entry_count > 300
    one = LedgerEntry.objects.order_by("seq")[200]
    LedgerEntry.objects.filter(pk=one.pk).update(reason="changed past the program")
    assert not replaying.verify(before / "anchors.jsonl", public_key=before / "key.pub").is_sound


def test_what_was_found_by_a_word_is_found_again(in_city):
    from huiyin.web.accounts import actors

    row = models.Proposal.objects.filter(state="in_hand", disclosure="yes").first()
    found = search.find(actors.SYSTEM, row.title[:6])
    assert row.pk in {one.object_id for one in found}


def test_the_next_row_gets_a_key_of_its_own(in_city):
    highest = max(Body.objects.values_list("pk", flat=True))
    assert Body.objects.create(name="新设单位").pk > highest


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two kinds of store are needed")
def test_from_postgresql_to_sqlite_and_back_it_is_the_same_file(city_file, tmp_path, db):
    code, said, _ = command(tmp_path / "other", "import", "--all", city_file)
    assert code == 0, said
    assert "The ledger is sound" in said
    back = tmp_path / "back.zip"
    assert command(tmp_path / "other", "export", "--all", back)[0] == 0
    assert back.read_bytes() == city_file.read_bytes()
    restoring.bring_in(back)
    writing.write(tmp_path / "third.zip")
    assert (tmp_path / "third.zip").read_bytes() == city_file.read_bytes()


def test_the_command_brings_in_once_and_says_why_not_twice(small, tmp_path):
    home = tmp_path / "other"
    code, said, _ = command(home, "import", "--all", small)
    assert code == 0, said
    assert "Brought in" in said
    assert "changepassword" in said
    code, _, wrong = command(home, "import", "--all", small)
    assert code == 2
    assert wrong.startswith("STORE_NOT_EMPTY: ")
    code, said, _ = command(home, "export", "--all", tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == small.read_bytes()


def test_without_all_nothing_is_guessed(tmp_path):
    code, _, wrong = command(tmp_path, "export", tmp_path / "x.zip")
    assert (code, wrong.partition(":")[0]) == (2, "OPTION_INVALID")


def test_secrets_stay(cast, tmp_path, now):
    user = User.objects.get(pk=cast.clerk.user_id)
    user.set_password("parole-42")
    user.save()
    token = ApiToken.objects.create(
        user=user, name="x", digest="d1ce" * 16, made_at=now, expires_at=now
    )
    LiveVersion.objects.create(channel="board", version=3)
    writing.write(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    for secret in (user.password, token.digest, "argon2"):
        assert secret.encode() not in everything
    assert user.username.encode() in everything


@pytest.mark.usefixtures("db")
def test_nobody_signs_in_with_an_old_or_an_empty_password(city_file):
    restoring.bring_in(city_file)
    assert User.objects.count() > 5
    assert not [one for one in User.objects.all() if one.has_usable_password()]
    assert (
        authenticate(username=User.objects.values_list("username", flat=True)[0], password="")
        is None
    )


@pytest.fixture
def emptied(small, cast):
    """The file of the cast, and the store empty again."""
    from huiyin.web.accounts.models import Person, RoleGrant, Session

    for model in (RoleGrant, User, Person, Session, Term, Body):
        model.objects.all().delete()
    return small


def _flipped(raw, at, bit):
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


def _parts(packed):
    return {name: packed.read(name) for name in packed.namelist()}


def test_a_changed_byte_of_a_part_is_refused_or_means_nothing(emptied, tmp_path):
    raw, hurt = emptied.read_bytes(), tmp_path / "hurt.zip"
    chance, codes = random.Random(7), []
    with zipfile.ZipFile(emptied) as packed:
        meant = _parts(packed)
        within = [
            at
            for one in packed.infolist()
            for begin in [one.header_offset + 30 + len(one.filename.encode())]
            for at in range(begin, begin + one.compress_size)
        ]
    for at in chance.sample(within, 120):
        hurt.write_bytes(_flipped(raw, at, chance.randrange(8)))
        try:
            with restoring.reading.proved(hurt) as (packed, _):
                assert _parts(packed) == meant
        except HuiyinError as refusal:
            codes.append(refusal.code)
    assert set(codes) == {"WHOLE_DAMAGED"}
    assert len(codes) > 100


def _keep_two(parts, held):
    held["members"] = held["members"][:2]
    for name in set(parts) - {one["name"] for one in held["members"]}:
        del parts[name]


def test_a_changed_bit_of_what_a_package_says_of_its_parts_is_refused_or_means_nothing(
    emptied, tmp_path
):
    """Another way of packing, a name in no encoding, an end before the beginning: read before anything is proved."""
    small, hurt = packed_again(emptied, tmp_path / "two.zip", _keep_two), tmp_path / "hurt.zip"
    raw, codes, whole = small.read_bytes(), [], set()
    first, last = raw.index(b"PK\x01\x02"), raw.rindex(b"PK\x05\x06")
    for begin, length in ((0, 60), (first, 90), (last, 22)):
        for at, bit in itertools.product(range(begin, begin + length), range(8)):
            hurt.write_bytes(_flipped(raw, at, bit))
            try:
                with restoring.reading.proved(hurt) as (_, held):
                    whole.add(held.said()["sha256"])
            except HuiyinError as refusal:
                codes.append(refusal.code)
    assert set(codes) <= {"WHOLE_DAMAGED", "WHOLE_FOREIGN"}
    assert codes.count("WHOLE_DAMAGED") > 400
    assert len(whole) == 1, "what is taken is what was written"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused_and_nothing_is_touched(emptied, tmp_path, share):
    raw = emptied.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(raw[: int(len(raw) * share)])
    assert refused(cut).code == "WHOLE_DAMAGED"


def test_a_part_under_a_password_is_refused(emptied, tmp_path):
    raw = bytearray(emptied.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 8] |= 1
    hurt = tmp_path / "hurt.zip"
    hurt.write_bytes(raw)
    assert refused(hurt).code == "WHOLE_DAMAGED"


def _lose_a_row(parts, held):
    name = "data/accounts.body.jsonl"
    parts[name] = parts[name].split(b"\n", 1)[1]


def _lose_a_part(parts, held):
    parts.pop("data/accounts.body.jsonl")


def _add_a_part(parts, held):
    parts["data/extra.jsonl"] = b"{}\n"


def _climb(parts, held):
    parts["files/../../evil"] = b"x"
    held["members"].append({"name": "files/../../evil", "size": 1, "sha256": "", "count": None})


def _foreign(parts, held):
    held["format"] = "somebody-elses"


def _older(parts, held):
    held["version"] = 0


def _other_schema(parts, held):
    held["schema"]["docket"] = "0001_initial"


def _other_room(parts, held):
    held["schema"]["gardens"] = "0001_initial"


def _other_end(parts, held):
    held["chain"] = {"seq": 9, "digest": "0" * 64}


def _no_object(parts, held):
    parts["data/accounts.body.jsonl"] = b"[1]\n"


def _no_such_body(parts, held):
    parts["data/accounts.rolegrant.jsonl"] = parts["data/accounts.rolegrant.jsonl"].replace(
        b'"user":', b'"user":99'
    )


def _field_of_nobody(parts, held):
    name = "data/accounts.body.jsonl"
    parts[name] = parts[name].replace(b'"kind":', b'"is_admin":1,"kind":')


def _no_date(parts, held):
    name = "data/accounts.term.jsonl"
    parts[name] = parts[name].replace(b"2022-01-01", b"2022-02-30")


@pytest.mark.parametrize(
    ("change", "true_manifest", "code"),
    [
        (_lose_a_row, False, "WHOLE_DAMAGED"),
        (_lose_a_part, True, "WHOLE_DAMAGED"),
        (_add_a_part, True, "WHOLE_DAMAGED"),
        (_climb, True, "WHOLE_DAMAGED"),
        (_foreign, True, "WHOLE_FOREIGN"),
        (_older, True, "WHOLE_OTHER_VERSION"),
        (_other_schema, True, "WHOLE_OTHER_PROGRAM"),
        (_other_room, True, "WHOLE_OTHER_PROGRAM"),
        (_other_end, True, "WHOLE_DAMAGED"),
        (_no_object, True, "WHOLE_DAMAGED"),
        (_no_such_body, True, "WHOLE_ROW"),
        (_field_of_nobody, True, "WHOLE_ROW"),
        (_no_date, True, "WHOLE_ROW"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(emptied, tmp_path, change, true_manifest, code):  # fmt: skip
    changed = packed_again(emptied, tmp_path / "changed.zip", change, manifest_too=true_manifest)
    assert refused(changed).code == code


def test_what_is_no_such_file_at_all_is_refused_by_name(db, tmp_path):
    assert refused(tmp_path / "none.zip").code == "FILE_NOT_FOUND"
    (tmp_path / "text.zip").write_text("not a zip")
    assert refused(tmp_path / "text.zip").code == "WHOLE_DAMAGED"
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "x")
    assert refused(tmp_path / "other.zip").code == "WHOLE_FOREIGN"


def test_a_file_true_to_itself_is_taken(emptied, tmp_path):
    restoring.bring_in(packed_again(emptied, tmp_path / "same.zip"))
    assert Body.objects.count() == 3


def test_when_the_end_fails_neither_rows_nor_files_are_left(db, city_file, settings, monkeypatch):
    def broken():
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(restoring.search, "index_texts", broken)
    with pytest.raises(RuntimeError):
        restoring.bring_in(city_file)
    assert not Institution.objects.exists()
    assert not [one for one in settings.FILES_ROOT.rglob("*") if one.is_file()]


def test_a_file_of_another_content_in_the_way_is_not_overwritten(db, city_file, settings):
    with zipfile.ZipFile(city_file) as packed:
        name = next(one for one in packed.namelist() if one.startswith("files/"))
    place = settings.FILES_ROOT / name.removeprefix("files/")
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    assert refused(city_file).code == "STORE_NOT_EMPTY"
    assert place.read_text() == "mine"


def test_a_file_that_is_gone_is_told_and_everything_else_is_written(in_city, settings, tmp_path):
    row = models.Attachment.objects.first()
    (settings.FILES_ROOT / row.stored).unlink()
    done = writing.write(tmp_path / "out.zip")
    assert done.missing == (f"files/{row.stored}",)
    assert done.row_count > 1_000


def test_a_field_without_a_rule_stops_the_export(db, tmp_path, monkeypatch):
    held = dict(rules.catalogue())
    del held["docket.Merger"]
    monkeypatch.setattr(rules, "catalogue", lambda: held)
    with pytest.raises(HuiyinError) as caught:
        writing.write(tmp_path / "out.zip")
    assert caught.value.code == "EXPORT_RULE_MISSING"
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_not_seen_half(tmp_path, settings, monkeypatch):
    """Rows added by another connection once the export has begun are in none of its parts."""
    import threading

    Body.objects.create(name="先有的单位")
    seen = writing._rows

    def other():
        Body.objects.create(name="后来的单位")
        connection.close()

    def rows(packed, model, names):
        if model is Body:
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        return seen(packed, model, names)

    monkeypatch.setattr(writing, "_rows", rows)
    move_to(settings, tmp_path)
    done = writing.write(tmp_path / "out.zip")
    assert Body.objects.count() == 2
    assert {one.name: one.count for one in done.members}["data/accounts.body.jsonl"] == 1
