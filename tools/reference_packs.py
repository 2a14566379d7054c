# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/packs/<id>.md from the shipped rules packs: `python -m tools.reference_packs`."""

from pathlib import Path

from huiyin.adapters.packs import adapter
from huiyin.core.docket import packs, transitions

FOLDER = Path(__file__).parents[1] / "docs" / "reference" / "packs"


def compose(pack_id: str) -> str:
    """Give the page of a pack: its machines as diagrams and tables, its clocks with their sources, its reasons."""
    pack = adapter.load(pack_id)
    said = [
        f"# {pack.words['zh']} · {pack.words['en']}\n",
        f"`{pack.id}` version `{pack.version}`, in force from {pack.effective_from or '–'}. Generated from "
        f"`src/huiyin/packs/{pack.id}.yaml` by `python -m tools.reference_packs`; a test compares the two.\n",
        "Generated pages are never edited by hand. 本页由规则包生成，请勿手改。\n",
    ]
    if pack.notes:
        said += ["## Notes 说明\n", "".join(f"- {note}\n" for note in pack.notes)]
    for machine in pack.machines.values():
        said += [_machine(machine)]
    said += [_clocks(pack), _reasons(pack), _replies(pack), _terms(pack)]
    return "\n".join(said)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _table(*head: str) -> str:
    return _row(*head) + _row(*["---"] * len(head))


def _both(words: packs.Words) -> str:
    return f"{words['zh']} · {words['en']}"


def _machine(machine: packs.Machine) -> str:
    rows = "".join(
        _row(
            f"`{act.id}`", _both(act.words), ", ".join(act.sources), act.to or "(stays)", ", ".join(act.by),
            ", ".join(act.guards) or "–", act.reason + (f" ({act.reasons})" if act.reasons else ""),
            ", ".join(act.starts) or "–", ", ".join(act.stops) or "–", ", ".join(act.notifies) or "–",
        )
        for act in machine.acts.values()
    )  # fmt: skip
    head = _table(
        "act", "words", "from", "to", "by", "guards", "reason", "starts", "stops", "tells"
    )
    return (
        f"## {_both(machine.words)}\n\n```mermaid\n{transitions.diagram(machine, 'zh')}\n```\n\n"
        f"```mermaid\n{transitions.diagram(machine, 'en')}\n```\n\n{head}{rows}"
    )


def _clocks(pack: packs.Pack) -> str:
    rows = "".join(
        _row(
            f"`{clock.id}`", _both(clock.words), clock.anchor,
            f"{clock.limit.count} {clock.limit.unit}" if clock.limit else "–",
            f"{clock.extension.count} {clock.extension.unit}" if clock.extension else "–",
            clock.cite or "–", "yes" if clock.sure else "to be confirmed 待确认",
            ", ".join(f"{day:+d} {form}" for day, form in clock.ladder) or "–",
        )
        for clock in pack.clocks.values()
    )  # fmt: skip
    cites = "".join(f"- {key}: {_both(words)}\n" for key, words in pack.cites.items())
    head = _table(
        "clock", "words", "from", "limit", "at most", "source", "established", "reminders"
    )
    return f"## Clocks 时限\n\n{head}{rows}\n{cites}"


def _reasons(pack: packs.Pack) -> str:
    rows = "".join(
        _row(name, one.code, _both(one.words), one.cite or "–", one.leads_to or "–")
        for name, some in pack.reasons.items()
        for one in some
    )
    return f"## Reasons 理由\n\n{_table('list', 'code', 'words', 'source', 'leads to')}{rows}"


def _replies(pack: packs.Pack) -> str:
    rules = pack.replies
    answers = "".join(
        _row(f"`{one.id}`", _both(one.words), one.letter or "–", ", ".join(one.needs) or "–")
        for one in rules.dispositions.values()
    )
    checks = "".join(_row(f"`{key}`", level) for key, level in rules.checks.items())
    ways = "".join(
        _row(f"`{one.id}`", _both(one.words), one.shows or "nothing", one.reasons or "–")
        for one in rules.disclosure.values()
    )
    axes = "".join(
        _row(
            f"`{axis.id}`",
            _both(axis.words),
            "; ".join(f"{_both(one.words)} ({one.counts})" for one in axis.values),
        )
        for axis in rules.evaluation.values()
    )
    rungs = "".join(_row(_both(one.words), one.cite or "–") for one in rules.ladder)
    forms = "".join(
        _row(
            _both(form.words), f"`{axis.id}`", _both(axis.words) + (f" ({axis.weight})" if axis.weight else ""),
            "; ".join(f"{_both(one.words)} ({one.counts})" for one in axis.values), form.cite or "–",
        )
        for form in rules.forms.values()
        for axis in form.axes.values()
    )  # fmt: skip
    parts = [
        f"## Dispositions 办理结果\n\n{_table('disposition', 'words', 'class', 'needs')}{answers}",
        f"## Checks 发出前核对\n\n{_table('check', 'level')}{checks}",
        f"## Disclosure 公开方式\n\n{_table('way', 'words', 'shows', 'reasons')}{ways}",
        f"## Evaluation 评价\n\n{_table('axis', 'words', 'values')}{axes}",
        f"## Ladder 再不满意时\n\n{_table('rung', 'source')}{rungs}" if rungs else "",
        f"## Forms of supervision 督办表\n\n{_table('form', 'axis', 'words', 'values', 'source')}{forms}"
        if forms
        else "",
    ]
    return "\n".join(part for part in parts if part)


def _terms(pack: packs.Pack) -> str:
    rows = "".join(_row(key, words["zh"], words["en"]) for key, words in pack.terms.items())
    return f"## Words 用语\n\n{_table('thing', '中文', 'English')}{rows}"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for pack_id in adapter.shipped():
        (FOLDER / f"{pack_id}.md").write_text(compose(pack_id), "utf-8")


if __name__ == "__main__":
    main()
