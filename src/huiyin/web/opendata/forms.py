# SPDX-License-Identifier: Apache-2.0
"""The form for bringing in what another system exported."""

from typing import Any

from django import forms

from huiyin.web.kit import words
from huiyin.web.opendata.foreign import plain
from huiyin.web.opendata.services import bringing


class ForeignForm(forms.Form):
    """Which form, whose proposals they become, and for a table which column is what."""

    form = forms.ChoiceField(label=words.lazy("foreign.form"))
    proposer = forms.CharField(label=words.lazy("foreign.proposer"), max_length=60)
    mapping = forms.CharField(
        label=words.lazy("foreign.mapping"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": len(plain.FIELDS)}),
    )  # fmt: skip
    name = forms.CharField(label=words.lazy("foreign.name"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one, words.say(f"foreign.as_{one}", words.language())) for one in bringing.FORMS
        ]

    def columns(self) -> dict[str, str]:
        """Give the mapping as it was typed: a line for each field, `field = column`."""
        lines = (line.partition("=") for line in self.cleaned_data["mapping"].splitlines())
        return {field.strip(): column.strip() for field, _, column in lines if field.strip()}
