# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/figures-defined.md from the definitions of figures: `python -m tools.reference_figures`."""

from pathlib import Path

from huiyin.core.overview import definitions, figures, telling

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "figures-defined.md"
HEAD = """# Figures as they are defined 指标定义

Every number on the pages of figures, in an overview and in the API is one of these. Each has its unit, what stands above and
below the line, and what is left out; it is shown with its session, its day and, where letters of a scheme are meant, that
scheme. Nothing is a share of nothing. What people said is kept back over fewer than {least} forms, and where a group left
out would tell it. Generated from `src/huiyin/core/overview/definitions.toml` by `python -m tools.reference_figures`; a test
compares the two.

页面、综述和接口里的每个数字都是下列指标之一：有单位、有分子分母、写明不计哪些；并注明会议、截止日期和所用方案。分母为零时不出百分比；
少于 {least} 份的评价不显示，也不让人用总数减出来。

| id | 指标 | figure | 单位 unit | 口径 | formula | left out 不计 |
|---|---|---|---|---|---|---|
"""
BALANCES = """
## What must add up 平衡关系

A balance holds when every row of the whole is in exactly one part; where it does not, the page names the difference.

| id | 关系 | balance |
|---|---|---|
"""


def compose() -> str:
    """Give the page: one row a figure and one a balance, in the order of the file."""
    rows = "".join(_row(known) for known in definitions.catalog().values())
    sums = "".join(
        f"| `{one.id}` | {one.name['zh']}：{_sum(one, 'zh')} | {one.name['en']}: {_sum(one, 'en')} |\n"
        for one in definitions.balances().values()
    )
    return HEAD.format(least=figures.LEAST) + rows + BALANCES + sums


def _row(known: definitions.Definition) -> str:
    unit = f"{telling.unit(known.unit, 'zh')} {telling.unit(known.unit, 'en')}"
    out = ", ".join(f"`{mark}`" for mark in known.leave_out)
    cells = (f"`{known.id}`", known.name["zh"], known.name["en"], unit, known.formula["zh"], known.formula["en"], out)  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def _sum(balance: definitions.Balance, lang: str) -> str:
    return f"{telling.name(balance.whole, lang)} = " + " + ".join(
        telling.name(part, lang) for part in balance.parts
    )


if __name__ == "__main__":
    PAGE.write_text(compose(), "utf-8")
