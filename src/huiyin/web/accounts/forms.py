# SPDX-License-Identifier: Apache-2.0
"""Shapes of what people type about accounts; what is allowed is asked in the services."""

from collections.abc import Sequence
from typing import Any

from django import forms

from huiyin.web.accounts import roles, selectors, tokens
from huiyin.web.accounts.services import Term
from huiyin.web.kit import doors, words


def offer(form: forms.BaseForm, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a field of a form what may be chosen in it."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class DayInput(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"

    def __init__(self, **given: Any) -> None:
        super().__init__(format="%Y-%m-%d", **given)


class Dated(forms.Form):
    """From when to when."""

    starts_on = forms.DateField(
        label=words.lazy("roles.starts_on"), required=False, widget=DayInput()
    )
    ends_on = forms.DateField(
        label=words.lazy("roles.ends_on"),
        required=False,
        widget=DayInput(),
        help_text=words.lazy("roles.ends_on_help"),
    )

    def term(self) -> Term:
        """Give the term that was typed."""
        return Term(self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on"))


class GrantForm(Dated):
    """A role for a user."""

    user = forms.CharField(
        label=words.lazy("own.username"),
        widget=forms.TextInput(attrs={"list": "usernames", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=words.lazy("roles.role"))
    body = forms.ChoiceField(
        label=words.lazy("roles.body"), required=False, help_text=words.lazy("roles.body_help")
    )
    field_order = ["user", "role", "body", "starts_on", "ends_on"]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        bodies = selectors.list_bodies(on=doors.today()).values_list("pk", "name")
        offer(self, "role", [("", "—"), *roles.choices()])
        offer(self, "body", [("", "—"), *((str(pk), name) for pk, name in bodies)])

    def clean_user(self) -> int:
        """Find the account by its name."""
        found = selectors.users().filter(username__iexact=self.cleaned_data["user"].strip()).first()
        if found is None:
            raise forms.ValidationError(
                words.say("roles.no_user", words.language()), code="ASSISTANT_UNKNOWN"
            )
        return int(found.pk)


class DelegateForm(Dated):
    """An assistant and what the assistant may do."""

    assistant = forms.CharField(
        label=words.lazy("delegations.assistant"),
        help_text=words.lazy("delegations.assistant_help"),
    )
    may_file = forms.BooleanField(label=words.lazy("delegations.may_file"), required=False)
    field_order = ["assistant", "may_file", "starts_on", "ends_on"]


class AccountForm(forms.Form):
    """The name an account signs in with."""

    username = forms.CharField(label=words.lazy("own.username"), max_length=150)


class ImportForm(forms.Form):
    """A list as a file."""

    kind = forms.ChoiceField(label=words.lazy("import.kind"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=words.lazy("import.file"),
        help_text=words.lazy("import.file_help"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lang = words.language()
        offer(
            self,
            "kind",
            [(kind, words.say(f"import.{kind}", lang)) for kind in ("bodies", "people")],
        )


class TokenForm(forms.Form):
    """What a new token is called, what it may do and for how long."""

    name = forms.CharField(
        label=words.lazy("tokens.name"), help_text=words.lazy("tokens.name_help"), max_length=80
    )
    scopes = forms.MultipleChoiceField(
        label=words.lazy("tokens.scopes"),
        help_text=words.lazy("tokens.scopes_help"),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(label=words.lazy("tokens.days"), initial="30")

    def __init__(self, scopes: Sequence[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lang = words.language()
        offer(self, "days", [(str(n), words.say("tokens.n_days", lang, n=n)) for n in tokens.DAYS])
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one, words.say(f"tokens.does_{one}", lang)) for one in scopes]
        if len(scopes) == 1:
            field.initial = list(scopes)
