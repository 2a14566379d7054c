# SPDX-License-Identifier: Apache-2.0
"""The rooms get official papers through the ports."""

import pytest

import hostile
import papers_sample as sample
from house import tree
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import ports

TEMPLATE = tree.ROOT / "docs/howto/letter-template.docx"


def test_a_paper_is_written_shown_and_filled():
    assert ports.write_paper(sample.LETTER, "pdf").raw.startswith(b"%PDF-")
    assert ports.show_paper(sample.PAPER).startswith("<article")
    assert ports.fill_template(sample.LETTER, TEMPLATE.read_bytes()).raw.startswith(b"PK")


def test_a_template_passes_the_guard_of_documents_before_it_is_checked():
    assert ports.check_template("模板.docx", TEMPLATE.read_bytes()).unknown == ()
    with pytest.raises(HuiyinError) as refused:
        ports.check_template("模板.docx", hostile.docx(extra={"word/a.xml": "<!DOCTYPE a><a/>"}))
    assert refused.value.code == "XML_DTD_FORBIDDEN"
