# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from huiyin import demo
from huiyin.adapters.duties import adapter
from huiyin.core.values.refusals import HuiyinError


def write(folder, text, encoding="utf-8"):
    path = folder / "bodies.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_bodies_are_read_whatever_the_encoding(tmp_path, encoding):
    path = write(tmp_path, "单位,简称,职责\n市水务局,水务局；市水利局,河道整治；防汛\n", encoding)

    (body,) = adapter.read_bodies(path)

    assert body.name == "市水务局"
    assert body.aliases == ("水务局", "市水利局")
    assert body.duties == ("河道整治", "防汛")


def test_english_headings_and_a_roster(tmp_path):
    path = write(
        tmp_path, "affiliation,name,capacity\nHarbour Trust,Ada Finch,member\n,Bo Reed,guest\n"
    )

    people = adapter.read_roster(path)

    assert [(one.name, one.capacity, one.affiliation) for one in people] == [
        ("Ada Finch", "member", "Harbour Trust"),
        ("Bo Reed", "", ""),
    ]


def test_all_faulty_rows_are_told_at_once(tmp_path):
    path = write(tmp_path, "单位,职责\n,无名\n市水务局,防汛,多一格\n市民政局,养老\n市民政局,养老\n")

    with pytest.raises(HuiyinError) as refused:
        adapter.read_bodies(path)

    assert refused.value.code == "TABLE_MALFORMED"
    assert refused.value.params["rows"] == "2 NO_NAME; 3 CELL_COUNT"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\x81\xff\xff\x30", "ENCODING_UNKNOWN"),
        ("甲,乙\n1,2\n".encode(), "TABLE_MALFORMED"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(tmp_path, raw, code):
    path = tmp_path / "bodies.csv"
    path.write_bytes(raw)

    with pytest.raises(HuiyinError) as refused:
        adapter.read_bodies(path)

    assert refused.value.code == code


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(HuiyinError, match="FILE_NOT_FOUND"):
        adapter.read_roster(tmp_path / "none.csv")


def test_the_bodies_of_the_demo_city_are_whole():
    found = adapter.read_bodies(Path(str(demo.bodies())))

    assert len(found) >= 45
    assert all(body.name_en and body.kind and 3 <= len(body.duties) <= 8 for body in found)
    names = [name for body in found for name in (body.name, *body.aliases)]
    assert len(names) == len(set(names))


def test_a_duty_may_have_a_row_of_its_own(tmp_path):
    path = write(tmp_path, "单位,职责\n市水务局,防汛\n市水务局,河道整治\n")

    assert [body.duties for body in adapter.read_bodies(path)] == [("防汛", "河道整治")]


def test_a_list_may_be_yaml(tmp_path):
    path = tmp_path / "bodies.yaml"
    path.write_text(
        "- {name: Harbour Trust, aliases: [the Trust], duties: [moorings, dredging]}\n- 单位: 市水务局\n",
        "utf-8",
    )

    assert [(b.name, b.aliases, b.duties) for b in adapter.read_bodies(path)] == [
        ("Harbour Trust", ("the Trust",), ("moorings", "dredging")),
        ("市水务局", (), ()),
    ]


@pytest.mark.parametrize("text", ["- [a", "name: x", "- {duties: [y]}", "- 3"])
def test_a_faulty_yaml_list_is_refused(tmp_path, text):
    path = tmp_path / "bodies.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(HuiyinError, match="TABLE_MALFORMED"):
        adapter.read_bodies(path)
