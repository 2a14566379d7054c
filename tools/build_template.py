# SPDX-License-Identifier: Apache-2.0
"""Rebuild the example of an office's own letter template, docs/howto/letter-template.docx.

python -m tools.build_template
"""

import datetime
import io
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from huiyin.adapters.letters import word_parts

TARGET = Path(__file__).parents[1] / "docs" / "howto" / "letter-template.docx"
LINES = (
    "{%p for 人 in 主送 %}",
    "{{人}}：",
    "{%p endfor %}",
    "{%p for 段 in 开头 %}",
    "{{段}}",
    "{%p endfor %}",
    "{%p for 条 in 条目 %}",
    "第{{条.序号}}条　{{条.建议}}",
    "{%p for 段 in 条.答复 %}",
    "{{段}}",
    "{%p endfor %}",
    "办理结果：{{条.办理结果}}{% if 条.承诺期限 %}，承诺期限{{条.承诺期限}}，责任人{{条.责任人}}{% endif %}",
    "{%p endfor %}",
    "{%p for 段 in 结尾 %}",
    "{{段}}",
    "{%p endfor %}",
)
INDENTED = ("{{段}}", "第", "办理")


def build() -> bytes:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    word_parts.set_font(normal.element.get_or_add_rPr(), word_parts.SONG)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("{{发文机关}}")
    run.font.size, run.font.color.rgb = Pt(28), RGBColor(0xD7, 0, 0x0F)
    document.add_paragraph("{{文号}}　　公开属性：{{公开属性}}　　办理类别：{{办理类别}}")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("{{标题}}").font.size = Pt(20)
    for line in LINES:
        paragraph = document.add_paragraph(line)
        if line.startswith(INDENTED):
            paragraph.paragraph_format.first_line_indent = Pt(28)
    for line in ("{{署名}}", "{{日期}}"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("联系人：{{联系人}}，{{电话}}")
    document.add_paragraph("抄送：{{抄送|join('，')}}")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "答复函模板", "", ""
    properties.created = properties.modified = datetime.datetime.fromisoformat("2026-01-10")
    out = io.BytesIO()
    document.save(out)
    return word_parts.fix_bytes(out.getvalue())


if __name__ == "__main__":
    TARGET.write_bytes(build())
