# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/errors.md from the catalog of refusals: `python -m tools.reference_errors`."""

from pathlib import Path

from huiyin.core.values import refusals

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "errors.md"
HEAD = """# Codes 错误代码

Every file or text that Huiyin cannot take, and every remark on one it could, has a code. Codes are stable: scripts may
rely on them. `{name}` stands for a value of the case. Generated from `src/huiyin/core/values/refusals.toml` by
`python -m tools.reference_errors`; a test compares the two.

凡回音不能接受的文件或文字，以及对已接受文件的提示，都有一个固定的代码。

| code | English | 中文 |
|---|---|---|
"""


def compose() -> str:
    """Give the page: one row a code, in the order of the alphabet."""
    return HEAD + "".join(
        f"| `{code}` | {_said(words, 'en', ' ')} | {_said(words, 'zh', '')} |\n"
        for code, words in sorted(refusals.catalog().items())
    )


def _said(words: dict[str, str], lang: str, glue: str) -> str:
    said = words[lang] + (glue + words[f"hint_{lang}"] if f"hint_{lang}" in words else "")
    return said.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(compose(), "utf-8")
