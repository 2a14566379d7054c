# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/jsonl.md from the JSON Schema of a report: `python -m tools.reference`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huiyin.adapters.reports import jsonl

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "jsonl.md"
HEAD = """# The report in JSON Lines 机器可读的报告

`huiyin echo FILE… --format jsonl` writes one JSON object a line: the sources first, then the parts, then the findings.
{description}
The field `record` says which of the three a line is. Fields are only ever added; none changes its meaning.
`--format json` writes the same objects as one: `sources`, `parts`, `findings`, and `counts` (suggestions and verdicts).
`huiyin verify REPORT` reads either back and checks every quote against its source.

每行一个 JSON 对象：先来源，后部分，再发现；位置按 Unicode 码点计，左闭右开。缺省的文字是空串或空数组，不用 null。

Generated from `src/huiyin/adapters/reports/jsonl.schema.json` (JSON Schema 2020-12) by `python -m tools.reference`; a test
compares the two.
"""


def compose() -> str:
    """Give the page: one table for each kind of object."""
    schema = jsonl.schema()
    sections = (_section(name, held) for name, held in schema["$defs"].items())
    return HEAD.format(description=schema["description"]) + "".join(sections)


def _section(name: str, held: dict[str, Any]) -> str:
    required = set(held["required"])
    rows = "".join(
        f"| `{field}` | {_type(shape)} | {'always' if field in required else 'sometimes'} | {shape['description']} |\n"
        for field, shape in held["properties"].items()
    )
    return f"\n## {name}\n\n{held['description']}\n\n| field | type | present | meaning |\n|---|---|---|---|\n{rows}"


def _type(shape: dict[str, Any]) -> str:
    return " ".join(_words(shape))


def _words(shape: dict[str, Any]) -> Iterator[str]:
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[1]
        yield f"[{name}](#{name})"
    elif "const" in shape:
        yield f"`{shape['const']}`"
    elif "enum" in shape:
        yield ", ".join(f"`{one}`" if one else "empty" for one in shape["enum"])
    elif shape["type"] == "array":
        yield f"array of {_type(shape['items'])}"
    elif shape["type"] == "number":
        yield f"number {shape['minimum']} to {shape['maximum']}"
    else:
        yield shape["type"]


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(compose(), "utf-8")
