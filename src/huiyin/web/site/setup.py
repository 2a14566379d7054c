# SPDX-License-Identifier: Apache-2.0
"""The set-up page: what opens instead of everything while the store is empty."""

import datetime as dt
import os
import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import forms as account_forms
from huiyin.web.accounts import imports, setting_up
from huiyin.web.accounts.models import Institution
from huiyin.web.kit import doors, ports, words
from huiyin.web.site import explaining

_OPEN = ("/setup/", "/static/", "/display/", "/style/", "/packs/", "/favicon.ico", "/api/")
_ADMINISTRATORS = ("accounts_admin", "policy_admin", "auditor")


def is_trusted(request: HttpRequest) -> bool:
    """Tell whether a request may set the store up: it comes from this machine, or bears the key that lies on it."""
    if request.META.get("REMOTE_ADDR", "") in ("127.0.0.1", "::1"):
        return "HTTP_X_FORWARDED_FOR" not in request.META or _bears_key(request)
    return _bears_key(request)


def _bears_key(request: HttpRequest) -> bool:
    kept = settings.HOME / "setup-key"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(9))
    return secrets.compare_digest(
        request.GET.get("key", "").encode(), kept.read_text().strip().encode()
    )


def _ask_key(request: HttpRequest) -> HttpResponse:
    context = {"asked": "key" in request.GET, "place": str(settings.HOME / "setup-key")}
    return render(request, "site/setup_key.html", context, status=403)


class SetUpMiddleware:
    """Lead every page to the set-up while the store is empty."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        institution = Institution.objects.first()
        request.institution = institution  # type: ignore[attr-defined]  # the page's context asks no second time
        if institution is None and not request.path.startswith(_OPEN) and setting_up.is_empty():
            return redirect("setup")
        return self.answer(request)


class SetUpForm(forms.Form):
    """What the set-up asks; the second and third administrator may come later."""

    name = forms.CharField(
        label=words.lazy("setup.name"), max_length=120, help_text=words.lazy("setup.name_help")
    )
    name_en = forms.CharField(label=words.lazy("setup.name_en"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=words.lazy("setup.language"),
        choices=[("zh", "中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    pack = forms.ChoiceField(label=words.lazy("setup.pack"))
    term = forms.IntegerField(label=words.lazy("setup.term"), min_value=1, max_value=99)
    term_opens_on = forms.DateField(
        label=words.lazy("setup.opens_on"), widget=account_forms.DayInput()
    )
    term_closes_on = forms.DateField(
        label=words.lazy("setup.closes_on"), widget=account_forms.DayInput()
    )
    session = forms.IntegerField(label=words.lazy("setup.session"), min_value=1, max_value=99)
    opens_on = forms.DateField(label=words.lazy("setup.opens_on"), widget=account_forms.DayInput())
    closes_on = forms.DateField(
        label=words.lazy("setup.closes_on"), widget=account_forms.DayInput()
    )
    submission_opens_on = forms.DateField(
        label=words.lazy("setup.submission_opens_on"), widget=account_forms.DayInput()
    )
    submission_deadline_on = forms.DateField(
        label=words.lazy("setup.submission_deadline_on"),
        widget=account_forms.DayInput(),
        help_text=words.lazy("setup.deadline_help"),
    )
    bodies = forms.FileField(
        label=words.lazy("setup.bodies"),
        required=False,
        help_text=words.lazy("import.file_help"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    people = forms.FileField(
        label=words.lazy("setup.people"),
        required=False,
        help_text=words.lazy("import.file_help"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lang = words.language()
        choices = [(key, explaining.said(ports.pack(key).words, lang)) for key in ports.pack_ids()]
        account_forms.offer(self, "pack", choices)
        for role in _ADMINISTRATORS:
            needed = role == "accounts_admin"
            self.fields[f"{role}_name"] = forms.CharField(
                label=words.say("setup.admin_name", lang), max_length=60, required=needed
            )
            self.fields[f"{role}_user"] = forms.CharField(
                label=words.say("own.username", lang), max_length=150, required=needed
            )
            self.fields[f"{role}_password"] = forms.CharField(
                label=words.say("own.password", lang), required=needed, strip=False,
                widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the whole of an administrator where a part is given, and for days in order."""
        given = super().clean() or {}
        for role in _ADMINISTRATORS[1:]:
            parts = [f"{role}_name", f"{role}_user", f"{role}_password"]
            if any(given.get(part) for part in parts):
                for part in parts:
                    if not given.get(part) and part not in self.errors:
                        self.add_error(
                            part,
                            forms.ValidationError(
                                self.fields[part].error_messages["required"], code="required"
                            ),
                        )
        for start, end in (
            ("term_opens_on", "term_closes_on"),
            ("opens_on", "closes_on"),
            ("submission_opens_on", "submission_deadline_on"),
        ):
            if given.get(start) and given.get(end) and given[end] < given[start]:
                doors.put(self, HuiyinError("DATES_REVERSED"), end)
        return given

    def administrators(self) -> list[dict[str, Any]]:
        """Give the fields of each administrator, for the page."""
        lang = words.language()
        return [
            {
                "label": words.say(f"role.{role}", lang),
                "about": words.say(f"setup.about_{role}", lang),
                "fields": [self[f"{role}_{part}"] for part in ("name", "user", "password")],
            }
            for role in _ADMINISTRATORS
        ]


def _first(today: dt.date) -> dict[str, Any]:
    """Give what most institutions would type."""
    year = today.year
    return {
        "language": words.language(), "pack": ports.pack_ids()[0], "term": 1, "session": 1, "term_opens_on": dt.date(year, 1, 1),
        "term_closes_on": dt.date(year + 4, 12, 31), "opens_on": today, "closes_on": today + dt.timedelta(days=7),
        "submission_opens_on": today, "submission_deadline_on": today + dt.timedelta(days=5),
    }  # fmt: skip


@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Ask what is needed, and set the store up."""
    if not setting_up.is_empty():
        return redirect("/")
    if not is_trusted(request):
        return _ask_key(request)
    form = SetUpForm(request.POST or None, request.FILES or None, initial=_first(doors.today()))
    previews: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        lists, previews = _lists(form)
        if not any(one["bad"] for one in previews) and not form.errors:
            try:
                user = setting_up.set_up(_given(form.cleaned_data, lists), now=doors.now())
            except HuiyinError as refusal:
                doors.put(
                    form,
                    refusal,
                    "accounts_admin_password" if refusal.code == "PASSWORD_WEAK" else None,
                )
            else:
                login(request, user, backend="django.contrib.auth.backends.ModelBackend")
                messages.success(request, words.say("setup.done", words.language()))
                return redirect("/")
    faulty = bool(form.errors) or any(one["bad"] for one in previews)
    return render(
        request, "site/setup.html", _shown(request, form, previews), status=422 if faulty else 200
    )


def _shown(request: HttpRequest, form: SetUpForm, previews: list[dict[str, Any]]) -> dict[str, Any]:
    lang = words.language()
    packs = [ports.pack(key) for key in ports.pack_ids()]
    return {
        "form": form,
        "previews": [one for one in previews if one["bad"]],
        "packs": [{"pack": one, "clocks": explaining.clocks(one, lang)} for one in packs],
        "chosen_pack": form["pack"].value(),
        "has_demo": ports.has_demo_city(),
        "key": request.GET.get("key", ""),
    }


def _lists(form: SetUpForm) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    lists: dict[str, Any] = {}
    previews = []
    for kind in ("bodies", "people"):
        file = form.cleaned_data.get(kind)
        if file is None:
            continue
        try:
            plan = imports.plan(kind, ports.table(file.name, file.read()))
        except HuiyinError as refusal:
            doors.put(form, refusal, kind)
            continue
        says = [
            {"row": one, "says": HuiyinError(one.code).say(words.language())} for one in plan.bad
        ]
        previews.append({"plan": plan, "bad": says, "file_name": file.name})
        lists[kind] = plan.rows
    return lists, previews


def _given(typed: dict[str, Any], lists: dict[str, Any]) -> setting_up.SetUp:
    zone = timezone.get_current_timezone()
    opens = dt.datetime.combine(typed["submission_opens_on"], dt.time.min, zone)
    closes = dt.datetime.combine(typed["submission_deadline_on"], dt.time(23, 59, 59), zone)
    accounts = [
        setting_up.FirstAccount(
            role, typed[f"{role}_user"], typed[f"{role}_name"], typed[f"{role}_password"]
        )
        for role in _ADMINISTRATORS
        if typed[f"{role}_user"]
    ]
    plain = (
        "name",
        "name_en",
        "pack",
        "language",
        "term",
        "term_opens_on",
        "term_closes_on",
        "session",
        "opens_on",
        "closes_on",
    )
    return setting_up.SetUp(
        **{key: typed[key] for key in plain},
        submission_opens_at=opens,
        submission_deadline=closes,
        accounts=accounts,
        lists=lists,
    )


@require_POST
@doors.answering
def demo(request: HttpRequest) -> HttpResponse:
    """Fill the empty store with the fictional city and show its sign-ins."""
    if not setting_up.is_empty():
        raise HuiyinError("ALREADY_SET_UP")
    if not is_trusted(request):
        return _ask_key(request)
    if not ports.has_demo_city():
        raise HuiyinError("NOT_FOUND")
    return render(request, "site/setup_demo.html", {"sign_ins": ports.demo_city()})
