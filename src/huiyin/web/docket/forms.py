# SPDX-License-Identifier: Apache-2.0
"""Forms of the docket."""

from typing import Any

from django import forms
from django.http import QueryDict

from huiyin.core.docket import packs
from huiyin.web.accounts.models import Body
from huiyin.web.docket import models
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services.drafting import Ask
from huiyin.web.kit import incoming, words

ASKS_MOST = 60


class LaterField(forms.CharField):
    """Words that are needed when the draft is handed in, not before."""

    def validate(self, value: Any) -> None:
        """Let it be empty for now."""


class DraftForm(forms.Form):
    """The parts of a draft other than its suggestions; everything may be empty until it is handed in."""

    title = LaterField(
        label=words.lazy("draft.title"), help_text=words.lazy("draft.title_help"), max_length=200
    )
    kind = forms.ChoiceField(label=words.lazy("docket.kind"))
    collective = forms.CharField(
        label=words.lazy("draft.collective"),
        help_text=words.lazy("draft.collective_help"),
        max_length=120,
        required=False,
    )
    category = forms.ChoiceField(label=words.lazy("docket.category"), required=False)
    facts = LaterField(
        label=words.lazy("matter.facts"),
        help_text=words.lazy("draft.facts_help"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    analysis = forms.CharField(
        label=words.lazy("matter.analysis"),
        help_text=words.lazy("draft.analysis_help"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    disclosure = forms.ChoiceField(label=words.lazy("docket.disclosure"), widget=forms.RadioSelect)
    disclosure_reason = forms.CharField(
        label=words.lazy("draft.disclosure_reason"),
        help_text=words.lazy("draft.disclosure_reason_help"),
        max_length=300,
        required=False,
    )
    masked = forms.BooleanField(label=words.lazy("draft.masked"), required=False)

    def __init__(self, pack: packs.Pack, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": [(key, shown.label(said)) for key, said in pack.kinds.items()],
            "category": [("", words.lazy("act.choose")), *((key, shown.label(said)) for key, said in pack.categories)],
            "disclosure": [("yes", words.lazy("docket.open")), ("title", words.lazy("docket.title_only")), ("no", words.lazy("docket.closed"))],
        }  # fmt: skip
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]


def initial_of(row: models.Proposal) -> dict[str, Any]:
    """Give what a draft holds as the form shows it."""
    return {name: getattr(row, name) for name in DraftForm.base_fields}


def asks_of(data: QueryDict) -> list[Ask]:
    """Read the rows of suggestions; rows without text are kept out."""
    texts = data.getlist("ask")[:ASKS_MOST]
    more = {
        name: data.getlist(f"ask_{name}") for name in ("start", "end", "addressee", "provenance")
    }

    def at(name: str, n: int) -> str:
        return more[name][n].strip() if n < len(more[name]) else ""

    found = []
    for n, text in enumerate(texts):
        start, end = incoming.whole(at("start", n)), incoming.whole(at("end", n))
        spanned = start is not None and end is not None and start < end
        found.append(
            Ask(
                text.strip(), start if spanned else None, end if spanned else None, at("addressee", n)[:120],
                "split" if spanned and at("provenance", n) == "split" else "typed",
            )
        )  # fmt: skip
    return found


def wished_of(data: QueryDict) -> list[int]:
    """Read the bodies the proposer wishes for, among those that live."""
    asked = [pk for one in data.getlist("wish") if (pk := incoming.whole(one))]
    living = set(Body.objects.filter(pk__in=asked, valid_to=None).values_list("pk", flat=True))
    return [one for one in asked if one in living]


def body_of(data: QueryDict, name: str) -> Body | None:
    """Read a body that is chosen by its id, or None."""
    return Body.objects.filter(pk=incoming.whole(data.get(name, "")) or 0).first()
