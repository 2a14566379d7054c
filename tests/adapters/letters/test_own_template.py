# SPDX-License-Identifier: Apache-2.0
"""An office's own template: what it may name, what it may never do."""

import dataclasses
import io
import runpy
import zipfile

import docx
import pytest

import hostile
import papers_sample as sample
from house import tree
from huiyin.adapters.documents import adapter as documents
from huiyin.adapters.letters import adapter, own_template
from huiyin.core.values.refusals import HuiyinError

LINES = (
    "{{标题}}",
    "{%p for 人 in 主送 %}",
    "{{人}}：",
    "{%p endfor %}",
    "{%p for 条 in 条目 %}",
    "{{loop.index}}．{{条.建议}}",
    "{%p for 段 in 条.答复 %}",
    "{{段}}",
    "{%p endfor %}",
    "{{条.办理结果}}{% if 条.承诺期限 %}，{{条.承诺期限}}{% endif %}",
    "{%p endfor %}",
    "{{署名}} {{日期}} {{抄送|join('，')}}",
)


def template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines_of(raw: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(raw)).paragraphs]


def refusal(raw: bytes) -> HuiyinError:
    with pytest.raises(HuiyinError) as refused:
        own_template.check(raw)
    return refused.value


def test_a_letter_fills_a_template():
    written = adapter.fill(sample.LETTER, template(*LINES))
    lines = lines_of(written.raw)

    assert lines[:3] == [sample.LETTER.title, "林晓岚委员：", "农工党澄州市委会："]
    for item in sample.LETTER.items:
        assert f"{item.number}．{item.suggestion}" in lines
        assert [line for line in item.answer if line not in lines] == []
    assert lines[-1] == "澄州市交通运输局 2026年6月12日 " + "，".join(sample.LETTER.copies)
    assert written.warnings == ()


def test_both_languages_name_the_same():
    chinese = template("{{标题}}{{日期}}{% for 条 in 条目 %}{{条.办理结果}}{% endfor %}")
    english = template("{{title}}{{day}}{% for one in items %}{{one.disposition}}{% endfor %}")

    assert lines_of(adapter.fill(sample.LETTER, chinese).raw) == lines_of(
        adapter.fill(sample.LETTER, english).raw
    )


def test_every_field_of_a_letter_has_a_name():
    fields = {field.name for field in dataclasses.fields(sample.LETTER)}
    items = {field.name for field in dataclasses.fields(sample.LETTER.items[0])}

    assert set(own_template.NAMES) == fields - {"sealed", "headed", "language"}
    assert set(own_template.ITEM_NAMES) == items


def test_a_placeholder_cut_over_runs_in_the_header_is_filled():
    document = docx.Document(io.BytesIO(template(*LINES)))
    header = document.sections[0].header.paragraphs[0]
    for piece in ("{", "{文", "号}", "}"):
        header.add_run(piece)
    out = io.BytesIO()
    document.save(out)

    filled = docx.Document(io.BytesIO(adapter.fill(sample.LETTER, out.getvalue()).raw))

    assert filled.sections[0].header.paragraphs[0].text == "澄交函〔2026〕12号"


@pytest.mark.parametrize(
    "words",
    [
        "{{ 7*7 }}",
        "{% for a in b %}",
        "<A&B>",
        "</w:t><w:br/>",
        "]]>",
        "{{ 标题.__class__ }}",
        "#x $y$",
    ],
)
def test_what_a_letter_says_is_never_read_as_a_template(words):
    letter = dataclasses.replace(sample.LETTER, title=words)
    written = adapter.fill(letter, template(*LINES))

    assert lines_of(written.raw)[0] == words
    assert words in documents.read_bytes("文.docx", written.raw).text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{{ ''.__class__ }}", "__class__"),
        ("{{ 标题.__class__.__mro__ }}", "__mro__"),
        ("{{ range(999999) }}", "Call"),
        ("{{ 'a' * 999999999 }}", "Mul"),
        ("{{ 9 ** 999999 }}", "Pow"),
        ("{% set a = 1 %}", "Assign"),
        ("{% include 'x' %}", "Include"),
        ("{% import 'x' as y %}", "Import"),
        ("{% extends 'x' %}", "Extends"),
        ("{% macro a() %}{% endmacro %}", "Macro"),
        ("{{ 标题|map('x') }}", "|map"),
        ("{{ 标题|safe }}", "|safe"),
        ("{{ 条目[0] }}", "Getitem"),
        ("{{ self }}", "self"),
        ("{{r 标题 }}", "{{r"),
        (
            "{% for a in 条目 %}{% for b in 条目 %}{% for c in 条目 %}x{% endfor %}{% endfor %}{% endfor %}",
            "for × 3",
        ),
    ],
)
def test_a_template_that_does_more_is_refused(line, found):
    refused = refusal(template(*LINES, line))

    assert (refused.code, refused.params) == ("TEMPLATE_FORBIDDEN", {"found": found})


def test_code_in_a_header_or_in_the_properties_is_refused_too():
    document = docx.Document(io.BytesIO(template(*LINES)))
    document.sections[0].footer.paragraphs[0].text = "{{ ''.__class__ }}"
    foot = io.BytesIO()
    document.save(foot)
    document = docx.Document(io.BytesIO(template(*LINES)))
    document.core_properties.subject = "{{ range(9) }}"
    named = io.BytesIO()
    document.save(named)

    assert refusal(foot.getvalue()).params == {"found": "__class__"}
    assert refusal(named.getvalue()).params == {"found": "Call"}


@pytest.mark.parametrize(
    "line", ["{{ 标题", "{% if 标题 %}", "{% endfor %}", "{{ 标题 标题 }}", "{%"]
)
def test_a_template_that_does_not_end_what_it_begins_is_refused(line):
    assert refusal(template(line)).code in ("TEMPLATE_MALFORMED", "TEMPLATE_FORBIDDEN")


def test_names_nobody_knows_are_listed_and_stop_the_letter():
    raw = template(*LINES, "{{题目}}{% for 条 in 条目 %}{{条.回复}}{% endfor %}")

    assert own_template.check(raw).unknown == ("回复", "题目")
    with pytest.raises(HuiyinError) as refused:
        adapter.fill(sample.LETTER, raw)
    assert refused.value.code == "TEMPLATE_UNKNOWN_NAME"
    assert refused.value.params == {"names": "回复、题目"}


def test_a_template_without_the_answers_is_remarked_on():
    written = adapter.fill(sample.LETTER, template("{{标题}}"))

    assert [warning.code for warning in written.warnings] == ["TEMPLATE_LEAVES_OUT"]
    assert own_template.check(template("{{标题}}")).left_out == ("条目", "日期")


def test_links_that_fetch_macros_and_types_are_refused():
    document = docx.Document(io.BytesIO(template(*LINES)))
    document.part.relate_to(
        "http://127.0.0.1/x.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        True,
    )
    linked = io.BytesIO()
    document.save(linked)

    assert refusal(linked.getvalue()).code == "TEMPLATE_FORBIDDEN"
    assert refusal(_with("word/vbaProject.bin", b"x")).code == "ACTIVE_CONTENT"
    assert refusal(_with("word/a.xml", b"<!DOCTYPE a>")).code == "XML_DTD_FORBIDDEN"
    assert refusal(b"no zip").code == "TEMPLATE_MALFORMED"
    assert refusal(hostile.pack({"a.xml": "<a/>"})).code == "TEMPLATE_MALFORMED"


def _with(name: str, data: bytes) -> bytes:
    out = io.BytesIO(template(*LINES))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_a_filled_template_has_the_same_bytes_again():
    raw = template(*LINES)

    assert adapter.fill(sample.LETTER, raw).raw == adapter.fill(sample.LETTER, raw).raw


def test_the_example_of_the_guide_names_everything_and_fills():
    raw = (tree.ROOT / "docs/howto/letter-template.docx").read_bytes()
    checked = own_template.check(raw)

    assert raw == runpy.run_path(str(tree.ROOT / "tools/build_template.py"))["build"]()
    assert (checked.unknown, checked.left_out) == ((), ())
    assert set(checked.known) == {
        *own_template.NAMES.values(),
        *own_template.ITEM_NAMES.values(),
    }
    assert sample.LETTER.items[2].answer[0] in lines_of(adapter.fill(sample.LETTER, raw).raw)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_tells_every_name(language):
    page = (tree.ROOT / f"docs/howto/letter-template.{language}.md").read_text("utf-8")
    tables = (own_template.NAMES, own_template.ITEM_NAMES)
    names = [name for table in tables for name in (table if language == "en" else table.values())]

    assert [name for name in names if f"`{name}`" not in page] == []


def test_a_row_of_a_table_for_each_item():
    document = docx.Document()
    table = document.add_table(3, 1)
    rows = ("{%tr for 条 in 条目 %}", "{{条.建议}}", "{%tr endfor %}")
    for row, words in zip(table.rows, rows, strict=True):
        row.cells[0].text = words
    out = io.BytesIO()
    document.save(out)

    filled = docx.Document(io.BytesIO(adapter.fill(sample.LETTER, out.getvalue()).raw))

    assert [row.cells[0].text for row in filled.tables[0].rows] == [
        item.suggestion for item in sample.LETTER.items
    ]
