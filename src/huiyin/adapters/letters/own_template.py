# SPDX-License-Identifier: Apache-2.0
"""An office's own docx template: placeholders by name, loops and conditions, and nothing else."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

import jinja2
from jinja2 import meta, nodes, sandbox
from jinja2.runtime import LoopContext

from huiyin.adapters.letters import laying, word_parts
from huiyin.adapters.letters.words import write_date
from huiyin.core.values import letters, refusals
from huiyin.core.values.documents import Warn

# What a template may name, by the name in the code and the name a Chinese office writes.
NAMES: Final[Mapping[str, str]] = {
    "issuer": "发文机关",
    "title": "标题",
    "number": "文号",
    "class_mark": "办理类别",
    "disclosure": "公开属性",
    "salutations": "主送",
    "opening": "开头",
    "items": "条目",
    "closing": "结尾",
    "contact": "联系人",
    "telephone": "电话",
    "signature": "署名",
    "day": "日期",
    "copies": "抄送",
}
ITEM_NAMES: Final[Mapping[str, str]] = {
    "number": "序号",
    "suggestion": "建议",
    "answer": "答复",
    "disposition": "办理结果",
    "promised_on": "承诺期限",
    "owner": "责任人",
}
_NEEDED: Final = ("title", "items", "day")
_LOOP: Final = {"index", "index0", "first", "last", "length"}
_FILTERS: Final = {"join", "length", "first", "last"}
_DEEPEST: Final = 2
_PLAIN: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Getattr,
    nodes.For,
    nodes.Filter,
)
_RAW: Final = re.compile(r"\{\{(?:p|r|tr|tc)\s")
_ACTIVE: Final = re.compile(r"vbaProject|vbaData|activeX/|embeddings/|ctrlProps/", re.I)
_OUTWARD: Final = re.compile(rb"<[^>]*TargetMode=[\"']External[\"'][^>]*>")
_FETCHING: Final = re.compile(rb"INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|\bDDE\b|relationships/aFChunk")
_TRIAL: Final = letters.Letter(
    issuer="甲",
    title="乙",
    salutations=("丙",),
    opening=("丁",),
    items=(
        letters.LetterItem(
            number=1,
            suggestion="戊",
            answer=("己",),
            disposition="庚",
            promised_on=date(2026, 1, 1),
            owner="辛",
        ),
    ),
    closing=("壬",),
    day=date(2026, 1, 1),
    number="1",
    class_mark="A",
    disclosure="癸",
    contact="子",
    telephone="1",
    signature="丑",
    copies=("寅",),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a template names (名称): those known, those nobody knows, and needed ones it leaves out."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]


class _Environment(sandbox.ImmutableSandboxedEnvironment):
    """Lets through only what `_PLAIN` lists, wherever in the docx a template stands; remembers the names it met."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.strange: set[str] = set()
        strange = self.strange

        class Unknown(jinja2.Undefined):
            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **named)
                strange.add(str(self._undefined_name))

        super().__init__(autoescape=True, undefined=Unknown)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check_node(tree, 0)
        self.met |= meta.find_undeclared_variables(tree) | {
            found.attr for found in tree.find_all(nodes.Getattr)
        }
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look into the letter's data only: no attribute of a Python object is reached."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)


def check(template: bytes) -> Checked:
    """Check a template, and fill it once with made-up words.

    Shapes: call it on bytes that the reader of documents took first: that guards against what any docx may bring.
    Errors: `TEMPLATE_FORBIDDEN` for anything but names, loops two deep, conditions and a few filters, and for links that fetch;
        `ACTIVE_CONTENT` for macros and embedded objects; `TEMPLATE_MALFORMED`. Unknown names are no error here but listed.
    """
    _check_package(template)
    _, environment = _render(_TRIAL, template)
    known = {*NAMES, *NAMES.values(), *ITEM_NAMES, *ITEM_NAMES.values()}
    met = environment.met - _LOOP - {"loop"}
    left_out = tuple(NAMES[name] for name in _NEEDED if not met & {name, NAMES[name]})
    unknown = {name for name in environment.met if name not in known} - _LOOP - {"loop"}
    return Checked(
        tuple(sorted(met & known)), tuple(sorted(unknown | environment.strange)), left_out
    )


def fill(letter: letters.Letter, template: bytes) -> tuple[bytes, str, tuple[Warn, ...]]:
    """Fill a template: bytes, media type, remarks; the same letter and template give the same bytes.

    Errors: `TEMPLATE_UNKNOWN_NAME` naming the placeholders nobody knows, and those of `check`. What a letter says is text:
        braces and angle brackets in it stay what they are.
    """
    checked = check(template)
    if checked.unknown:
        raise refusals.HuiyinError("TEMPLATE_UNKNOWN_NAME", names="、".join(checked.unknown))
    raw, _ = _render(letter, template)
    cleaned = laying.lay(letter).warnings
    left = (
        (Warn("TEMPLATE_LEAVES_OUT", (("names", "、".join(checked.left_out)),)),)
        if checked.left_out
        else ()
    )
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return raw, media_type, (*cleaned, *left)


def _render(letter: letters.Letter, template: bytes) -> tuple[bytes, _Environment]:
    import docxtpl

    environment = _Environment()
    out = io.BytesIO()
    try:
        document = docxtpl.DocxTemplate(io.BytesIO(template))
        document.render(_data(letter), environment)
        document.save(out)
    except jinja2.TemplateError as broken:
        raise refusals.HuiyinError("TEMPLATE_MALFORMED", reason=str(broken)[:200]) from broken
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as broken:
        raise refusals.HuiyinError("TEMPLATE_MALFORMED", reason=type(broken).__name__) from broken
    return word_parts.fix_bytes(out.getvalue()), environment


def _data(letter: letters.Letter) -> dict[str, Any]:
    """Give a letter as plain data under both its names; texts are cleaned as they are for every other form."""
    raw = {field.name: getattr(letter, field.name) for field in fields(letter)}
    raw["signature"] = letter.signature or letter.issuer
    raw["day"] = write_date(letter.day, letter.language)
    data: dict[str, Any] = {}
    for name, chinese in NAMES.items():
        value, _ = laying.clean(raw[name])
        data[name] = data[chinese] = list(value) if isinstance(value, tuple) else value
    data["items"] = data["条目"] = [_item(item, letter.language) for item in letter.items]
    return data


def _item(item: letters.LetterItem, language: letters.Language) -> dict[str, Any]:
    raw: dict[str, Any] = {field.name: getattr(item, field.name) for field in fields(item)}
    raw["promised_on"] = write_date(item.promised_on, language) if item.promised_on else ""
    data: dict[str, Any] = {}
    for name, chinese in ITEM_NAMES.items():
        value, _ = laying.clean(raw[name])
        data[name] = data[chinese] = list(value) if isinstance(value, tuple) else value
    return data


def _check_node(node: nodes.Node, depth: int) -> None:
    """Refuse every node that is not plain.

    Errors: `TEMPLATE_FORBIDDEN`.
    """
    name = ""
    if not isinstance(node, _PLAIN):
        name = type(node).__name__
    elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        name = node.attr
    elif isinstance(node, nodes.Name) and node.name == "self":
        name = node.name
    elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        name = f"|{node.name}"
    elif isinstance(node, nodes.For):
        depth += 1
        if depth > _DEEPEST or node.recursive:
            name = f"for × {depth}"
    if name:
        raise refusals.HuiyinError("TEMPLATE_FORBIDDEN", found=name)
    for child in node.iter_child_nodes():
        _check_node(child, depth)


def _check_package(template: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(template))
        names = archive.namelist()
        if any(_ACTIVE.search(name) for name in names):
            raise refusals.HuiyinError("ACTIVE_CONTENT")
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as broken:
        raise refusals.HuiyinError("TEMPLATE_MALFORMED", reason="zip") from broken
    for name, data in parts.items():
        links = [link for link in _OUTWARD.findall(data) if b"/hyperlink" not in link]
        if links or _FETCHING.search(data):
            raise refusals.HuiyinError("TEMPLATE_FORBIDDEN", found=f"{name}: link")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise refusals.HuiyinError("XML_DTD_FORBIDDEN")
        words = re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))
        if raw := _RAW.search(words):
            raise refusals.HuiyinError("TEMPLATE_FORBIDDEN", found=raw[0].strip())
