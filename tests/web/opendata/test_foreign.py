# SPDX-License-Identifier: Apache-2.0
"""What other systems export comes in through the intake: every bad row named at once, nothing taken in twice."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.management import call_command

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import User
from huiyin.web.docket.models import Proposal
from huiyin.web.docket.services import intake
from huiyin.web.opendata.foreign import decidim, oparl, plain, polis, upr
from huiyin.web.opendata.models import Mapping
from huiyin.web.opendata.services import bringing

GRAPHQL = {
    "data": {"process": {"components": [{"proposals": {"edges": [
        {"node": {
            "id": "7", "reference": "XX-PROP-7", "title": {"translations": [{"locale": "ca", "text": "Més ombra"}]},
            "body": {"translations": [{"locale": "ca", "text": "Plantar arbres a la plaça."}]}, "voteCount": 12,
        }},
        {"node": {"id": "8", "title": {"translations": []}, "body": {"translations": []}}},
    ]}}]}}
}  # fmt: skip
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1,x,0,10,2,1,1,"Open the pool, early"
2,x,1,11,0,0,-1,spam
3,x,2,12,9,9,0,Count me right
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1,x,0,1,1
2,x,0,2,-1
3,x,0,2,1
4,x,2,1,0
5,x,2,2,-1
5,x,2,3,1
"""
MATRIX = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2
1,0,0,2,1,0,1,,0
2,,0,2,1,1,1,,-1
3,0,0,1,1,0,,,1
"""


def staged(cast, form, files, mapping=None, proposer="陈", now=None):
    some = bringing.read(form, bringing.unpacked(files), mapping or {})
    return bringing.stage(cast.clerk, cast.session, some, form=form, proposer=proposer, now=now)


def take(cast, batches, now):
    return sum(intake.run(cast.clerk, batch, now=now) for batch in batches)


def test_decidim_comes_in_by_json_by_lines_and_by_csv():
    found = list(decidim.read({"a.json": json.dumps(GRAPHQL).encode()}))
    assert [(one.key, one.title, one.ask) for one in found] == [
        ("decidim:XX-PROP-7", "Més ombra", "Plantar arbres a la plaça."), ("decidim:8", "", ""),
    ]  # fmt: skip
    assert "voteCount: 12" in found[0].told
    lines = (
        b'{"id": 6, "code": "C-6", "title": "T", "summary": "S", "votes": 3, "from_meeting": NaN}\n'
    )
    assert [(one.key, one.ask) for one in decidim.read({"a.jsonl": lines})] == [
        ("decidim:C-6", "S")
    ]
    table = b"id;title/ca;body/ca\n9;Fonts;'=Aigua\n"
    assert [(one.key, one.title, one.ask) for one in decidim.read({"a.csv": table})] == [
        ("decidim:9", "Fonts", "=Aigua")
    ]  # fmt: skip


@pytest.mark.parametrize("votes", [{"votes.csv": VOTES}, {"participants-votes.csv": MATRIX}])
def test_the_votes_of_polis_are_counted_exactly_from_either_file(votes):
    files = {"comments.csv": COMMENTS} | votes
    tallies = polis.tallies({name: data.encode() for name, data in files.items()})
    assert dict(tallies["0"]) == {"1": 2}
    assert dict(tallies["2"]) == {"0": 1, "-1": 1, "1": 1}
    found = list(polis.read({name: data.encode() for name, data in files.items()}))
    assert [one.ask for one in found] == ["Open the pool, early", "Count me right"]
    assert "agree: 2\ndisagree: 0\npass: 0\nvotes: 2" in found[0].told


def test_polis_without_votes_is_refused_by_name():
    with pytest.raises(HuiyinError, match="FILE_NOT_FOUND"):
        list(polis.read({"comments.csv": COMMENTS.encode()}))


def test_the_review_matrix_and_oparl_come_in_with_what_they_say():
    row = {
        "To": "A",
        "From": "B",
        "Text": "Plant trees.",
        "Response": "Accepted",
        "Action": 5,
        "Session": 5,
    }
    lines = "\n".join(json.dumps(one) for one in (row, row, {"To": "A"})).encode()
    found = list(upr.read({"m.jsonl": lines}))
    assert len({one.key for one in found}) == 3
    assert "Response: Accepted" in found[0].told
    assert found[2].code == "TABLE_MALFORMED"
    schema = "https://schema.oparl.org/1.0/"
    papers = [
        {"id": "https://x/1", "type": schema + "Paper", "name": "Drucksache"},
        {"id": "https://x/2", "type": schema + "Paper", "deleted": True},
        {"id": "https://x/3", "type": schema + "Person", "name": "P"},
    ]
    assert [one.title for one in oparl.read({"l.json": json.dumps({"data": papers}).encode()})] == [
        "Drucksache"
    ]


def test_nothing_is_taken_in_twice_and_what_stopped_goes_on(cast, now):
    lines = "\n".join(
        json.dumps({"id": n, "title": f"第{n}件", "body": f"做第{n}事。"}) for n in range(6)
    )
    files = [("d.jsonl", lines.encode())]
    batches = staged(cast, "decidim", files, now=now)
    assert intake.run(cast.clerk, batches[0], now=now, seconds=0) == 1
    assert take(cast, staged(cast, "decidim", files, now=now), now) == 5
    assert take(cast, staged(cast, "decidim", files, now=now), now) == 0
    assert Proposal.objects.count() == 6
    row = Proposal.objects.order_by("pk").first()
    assert (row.state, row.title) == ("received", "第0件")
    assert row.source_name == "d.jsonl · 1 · decidim:0"
    assert row.analysis == "Decidim: 0"
    assert row.suggestions.get().text == "做第0事。"


def test_every_bad_row_is_named_at_once_and_the_good_ones_come_in(cast, now):
    rows = [
        {"id": 1, "title": "好", "body": "做好。"}, {"id": 2, "title": "坏", "body": "nul\x00"},
        {"id": 3, "title": "倒", "body": "\u202e倒"}, {"id": 4, "title": "", "body": ""}, {"id": 1, "title": "又", "body": "又。"},
        {"id": 5, "title": "半", "body": "\ud800"},
    ]  # fmt: skip
    batches = staged(cast, "decidim", [("d.json", json.dumps(rows).encode())], now=now)
    problems = [problem for one in batches[0].items for problem in one.problems]
    assert [found for _, found in problems if found] == [
        "TEXT_CONTROL_CHAR", "TEXT_BIDI_CONTROL", "ROW_TWICE", "TEXT_INVALID_UNICODE"
    ]  # fmt: skip
    assert "no_title" in {code for code, _ in problems}
    assert take(cast, batches, now) == 1


def test_a_table_comes_in_by_a_mapping_and_tells_the_rest(cast, now):
    table = 'No,Was,Wer,Rest\n1,"\'=Bäume\npflanzen",陈,mehr\n2,zu kurz\n'.encode()
    mapping = {"key": "No", "suggestion": "Was", "proposer": "Wer"}
    found = list(plain.read({"t.csv": table}, mapping))
    assert (found[0].key, found[0].ask, found[0].told) == ("csv:1", "=Bäume pflanzen", "Rest: mehr")
    assert found[1].code == "TABLE_MALFORMED"
    for odd, code in (({"title": "Was"}, "MAPPING_INVALID"), ({"suggestion": "Was", "password": "No"}, "MAPPING_INVALID"), ({"suggestion": "Nicht"}, "INTAKE_COLUMNS")):  # fmt: skip
        with pytest.raises(HuiyinError, match=code):
            list(plain.read({"t.csv": table}, odd))
    with pytest.raises(HuiyinError, match="TABLE_MALFORMED"):
        list(plain.read({"t.csv": b"a,a\n1,2\n"}, {"suggestion": "a"}))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.json", b"{", "DOCUMENT_MALFORMED"), ("a.json", b"\xff\xfe\x00", "ENCODING_UNKNOWN"),
        ("a.zip", b"PK no", "DOCUMENT_MALFORMED"), ("a.json", b"[" * 100_000, "DOCUMENT_MALFORMED"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(name, data, code):
    with pytest.raises(HuiyinError, match=code):
        bringing.read("decidim", bringing.unpacked([(name, data)]), {})


def test_only_the_office_brings_in(cast, now):
    files = [("d.json", json.dumps({"id": 1, "title": "T", "body": "B"}).encode())]
    for who in (cast.chen, cast.wang, cast.public):
        some = bringing.read("decidim", bringing.unpacked(files), {})
        with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
            bringing.stage(who, cast.session, some, form="decidim", proposer="陈", now=now)


def test_the_page_lays_the_rows_before_the_clerk_and_keeps_the_mapping(cast, client):
    client.force_login(User.objects.get(pk=cast.clerk.user_id))
    table = io.BytesIO("No,Was\n1,多种树\n".encode())
    table.name = "t.csv"
    typed = {
        "form": "csv",
        "proposer": "陈",
        "mapping": "key = No\nsuggestion = Was",
        "name": "表甲",
        "files": table,
    }
    answer = client.post("/data/bring-in/", typed)
    assert answer.status_code == 302, answer.content.decode()
    assert "多种树" in client.get(answer.url).content.decode()
    assert Mapping.objects.get().columns == {"key": "No", "suggestion": "Was"}
    again = io.BytesIO("No,Was\n2,多修路\n".encode())
    again.name = "t.csv"
    answer = client.post("/data/bring-in/", typed | {"mapping": "", "files": again})
    assert "多修路" in client.get(answer.url).content.decode()
    bad = io.BytesIO(b"{")
    bad.name = "x.json"
    answer = client.post("/data/bring-in/", {"form": "decidim", "proposer": "陈", "files": bad})
    assert answer.status_code == 422
    assert 'value="陈"' in answer.content.decode()


def test_the_page_is_the_offices(cast, client):
    client.force_login(User.objects.get(pk=cast.wang.user_id))
    assert client.get("/data/bring-in/").status_code == 403


@pytest.mark.usefixtures("_open_now")
def test_the_command_previews_takes_in_and_tells(cast, tmp_path, capsys):
    place = tmp_path / "polis.zip"
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr("c/comments.csv", COMMENTS)
        packed.writestr("c/votes.csv", VOTES)
    asked = {"form": "polis", "by": "clerk-林", "proposer": "陈", "lang": "en"}
    call_command("import_foreign", place, preview=True, **asked)
    assert "2 entries: 0 taken in before, 0 now, 0 that cannot be." in capsys.readouterr().out
    call_command("import_foreign", place, **asked)
    call_command("import_foreign", place, **asked)
    assert "2 entries: 2 taken in before, 0 now, 0 that cannot be." in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("import_foreign", place, **(asked | {"proposer": "无此人"}))
    with pytest.raises(HuiyinError, match="OPTION_INVALID"):
        call_command("import_foreign", place, **(asked | {"by": "nobody"}))


@pytest.fixture
def _open_now(cast):
    from django.utils import timezone

    from huiyin.web.accounts.models import Session

    Session.objects.update(submission_deadline=timezone.now() + dt.timedelta(days=1))
