# SPDX-License-Identifier: Apache-2.0
"""Page (网页): one self-contained html page of a report; nothing on it asks the network for anything."""

import base64
import hashlib
import json
from collections.abc import Callable
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from huiyin.adapters.reports import marking, matrix, reasons, view, words
from huiyin.core.values import echoes, findings

if TYPE_CHECKING:
    import jinja2
    import markupsafe

LANGS = ("zh", "en")
SHOWN_PEOPLE = 12  # speakers in the chart before the rest is folded away


def render(report: echoes.EchoReport, lang: str) -> str:
    """Render a report as one html page; the other language is in it and one click away.

    Errors: none of its own; whatever the sources hold is shown as text, never run.
    Cost: linear in the texts and findings; some 0.1 s for the first page of a process.
    """
    style, script = _part("page.css"), _part("page.js")
    phrases = Phrases(lang)
    body = (
        _environment(phrases)
        .get_template("report.html.j2")
        .render(
            report=report,
            view=view.compose(report),
            lang=lang,
            kinds=tuple(findings.Kind),
            verdicts=tuple(findings.Verdict),
            counts=report.counts(),
            shown_people=SHOWN_PEOPLE,
            csp=_policy(style, script),
            style=style,
            script=script,
            phrases=phrases,
        )
    )
    before, _, after = body.rpartition(_SLOT)  # the last one: a source may hold the same words
    return before + phrases.catalog() + after


class Phrases:
    """Words in the page's language, marked so that the page can say them in the other one too."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._used: dict[str, dict[str, str]] = {}

    def text(self, key: str, **params: words.Value) -> str:
        """Say a key as bare text."""
        self.note(key, {lang: words.catalog()[key][lang] for lang in LANGS})
        return words.say(key, self.lang, **params)

    def mark(self, key: str, **params: words.Value) -> "markupsafe.Markup":
        """Say a key as an element that knows its key."""
        return self._element(key, self.text(key, **params), params)

    def attributes(self, **keys: tuple[str, dict[str, words.Value]] | str) -> "markupsafe.Markup":
        """Say keys as attributes of an element: `aria_label="page.search"`."""
        import markupsafe

        said: list[markupsafe.Markup] = []
        swaps: list[list[object]] = []
        for name, held in keys.items():
            key, params = (held, {}) if isinstance(held, str) else held
            attribute = name.replace("_", "-")
            said.append(markupsafe.Markup('{}="{}"').format(attribute, self.text(key, **params)))
            swaps.append([attribute, key, params])
        held_json = json.dumps(swaps, ensure_ascii=False)
        return markupsafe.Markup(' {} data-a="{}"').format(
            markupsafe.Markup(" ").join(said),
            held_json,
        )

    def reason(self, kind: str, name: str, say: Callable[[str], str]) -> "markupsafe.Markup":
        """Say a reason that has words of its own in both languages."""
        key = f"{kind}:{name}"
        self.note(key, {lang: say(lang) for lang in LANGS})
        return self._element(key, say(self.lang), {})

    def note(self, key: str, said: dict[str, str]) -> str:
        """Take a key along in the page's catalog."""
        self._used[key] = said
        return ""

    def catalog(self) -> str:
        """Give the words the page uses, in both languages, safe inside a script element."""
        held = json.dumps(self._used, ensure_ascii=False, separators=(",", ":"))
        return (
            held.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        )

    def _element(self, key: str, said: str, params: dict[str, words.Value]) -> "markupsafe.Markup":
        import markupsafe

        held = json.dumps(params, ensure_ascii=False) if params else ""
        shape = '<span data-w="{}" data-p="{}">{}</span>' if held else '<span data-w="{}">{}</span>'
        values = (key, held, said) if held else (key, said)
        return markupsafe.Markup(shape).format(*values)  # noqa: S704 - format() escapes


_SLOT = "@@words@@"


def _environment(phrases: Phrases) -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_part),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        w=phrases.mark,
        t=phrases.text,
        attrs=phrases.attributes,
        reason=phrases.reason,
        partial_why=lambda why: partial(reasons.of_finding, why),
        partial_echo=lambda echo: partial(reasons.of_echo, echo),
        partial_evidence=lambda evidence: partial(reasons.of_evidence, evidence),
        partial_candidate=lambda candidate: partial(reasons.of_candidate, candidate),
        body_of=matrix.body_of,
        gist=view.gist,
        language_of=view.language_of,
        verdict_of=view.verdict_of,
        stretches=marking.stretches,
        slot=_SLOT,
    )
    return environment


def _part(name: str) -> str:
    return resources.files(__package__).joinpath("page", name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
