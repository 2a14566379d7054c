# SPDX-License-Identifier: Apache-2.0
"""The pages of the rules packs: read one, hold it against another, try a date through it, bring one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.calendar import deadlines, workdays
from huiyin.core.docket import comparing, pack_reading, transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import forms as account_forms
from huiyin.web.kit import doors, ledger, ports, words
from huiyin.web.site import explaining

_LARGEST = 1_000_000


class TryForm(forms.Form):
    """A date to be tried through a clock."""

    clock = forms.ChoiceField(label=words.lazy("packs.clock"))
    anchor = forms.DateField(label=words.lazy("packs.anchor_day"), widget=account_forms.DayInput())
    pause_from = forms.DateField(
        label=words.lazy("packs.pause_from"), required=False, widget=account_forms.DayInput()
    )
    pause_to = forms.DateField(
        label=words.lazy("packs.pause_to"), required=False, widget=account_forms.DayInput()
    )

    def __init__(self, *given: Any, pack: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lang = words.language()
        some = [
            (key, explaining.said(one.words, lang)) for key, one in pack.clocks.items() if one.limit
        ]
        account_forms.offer(self, "clock", some)

    def clean(self) -> dict[str, Any]:
        """Keep the pause in order."""
        given = super().clean() or {}
        start, end = given.get("pause_from"), given.get("pause_to")
        if start and end and end < start:
            doors.put(self, HuiyinError("DATES_REVERSED"), "pause_to")
        return given


class PackForm(forms.Form):
    """An own pack as a file or as text."""

    file = forms.FileField(
        label=words.lazy("packs.file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    text = forms.CharField(
        label=words.lazy("packs.text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )


def packs(request: HttpRequest) -> HttpResponse:
    """List the packs at hand."""
    some = [ports.pack(one) for one in ports.pack_ids()]
    context = {"packs": some, "may_add": doors.actor_of(request).has("policy_admin")}
    return render(request, "site/packs.html", context)


@doors.answering
def pack(request: HttpRequest, pack_id: str) -> HttpResponse:
    """Show a pack, and try a date through it where one is given."""
    one = ports.pack(pack_id)
    lang = words.language()
    form = TryForm(request.GET if "clock" in request.GET else None, pack=one)
    tried = _tried(one, form.cleaned_data, lang) if form.is_bound and form.is_valid() else None
    context = _shown(one, lang) | {
        "form": form,
        "tried": tried,
        "others": [key for key in ports.pack_ids() if key != pack_id],
    }
    return render(request, "site/pack.html", context)


def _shown(one: Any, lang: str) -> dict[str, Any]:
    clocks = explaining.clocks(one, lang)
    return {
        "pack": one,
        "machines": [
            {
                "machine": machine,
                "acts": explaining.acts(one, machine, lang),
                "table": _table(machine),
            }
            for machine in one.machines.values()
        ],
        "clocks": clocks,
        "unsure": sum(not row.clock.sure for row in clocks),
        "cites": [
            (key, explaining.said(name, lang) if isinstance(name, dict) else name)
            for key, name in one.cites.items()
        ],
    }


def _table(machine: Any) -> list[dict[str, Any]]:
    table = transitions.table(machine)
    return [
        {
            "act": act,
            "cells": [{"to": table[state, act.id], "state": state} for state in machine.states],
        }
        for act in machine.acts.values()
    ]


def _tried(one: Any, given: dict[str, Any], lang: str) -> dict[str, Any]:
    clock = one.clocks[given["clock"]]
    pauses = [workdays.Pause(given["pause_from"], given["pause_to"])] if given["pause_from"] else []
    due = deadlines.due(
        anchor=given["anchor"],
        limit=clock.limit,
        calendar=ports.calendar(),
        pauses=pauses,
        today=doors.today(),
    )
    row = next(row for row in explaining.clocks(one, lang) if row.clock is clock)
    return {
        "due": due,
        "steps": explaining.steps(due, lang),
        "row": row,
        "late": due.day < doors.today(),
    }


@doors.answering
def compare(request: HttpRequest, pack_id: str) -> HttpResponse:
    """Hold a pack against another."""
    other = request.GET.get("with", "")
    ours, theirs = ports.pack(pack_id), ports.pack(other)
    found = comparing.differences(
        ports.pack_data(ports.pack_text(pack_id)), ports.pack_data(ports.pack_text(other))
    )
    groups: dict[str, list[Any]] = {}
    for one in found:
        groups.setdefault(one.path.partition(".")[0], []).append(one)
    context = {"ours": ours, "theirs": theirs, "groups": groups, "n": len(found)}
    return render(request, "site/pack_compare.html", context)


@doors.needing("policy_admin")
def new(request: HttpRequest) -> HttpResponse:
    """Check an own pack; keep it once the administrator of policy confirms."""
    form = PackForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "site/pack_new.html", {"form": form})
    lang = words.language()
    context: dict[str, Any] = {"form": form}
    try:
        text = _text_of(form)
        one = ports.parse_pack(text)
        if "keep" in request.POST:
            _keep(request, one, text)
            messages.success(
                request, words.say("packs.kept", lang, name=one.id, version=one.version)
            )
            return redirect("pack", pack_id=one.id)
        context |= {"checked": one, "text": text, **_shown(one, lang)}
        context["form"] = PackForm(initial={"text": text})
        return render(request, "site/pack_new.html", context)
    except HuiyinError as refusal:
        doors.put(form, refusal)
    except pack_reading.PackFaults as found:
        context["faults"] = explaining.faults(found.faults, lang)
    return render(request, "site/pack_new.html", context, status=422)


def _text_of(form: PackForm) -> str:
    file = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["text"]).replace("\r\n", "\n")
    if file.size > _LARGEST:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=_LARGEST // 1_000_000)
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise HuiyinError("ENCODING_UNKNOWN") from fault


def _keep(request: HttpRequest, one: Any, text: str) -> None:
    with transaction.atomic():
        ports.keep_pack(one.id, text)
        actor = doors.actor_of(request)
        after = {"pack": one.id, "version": one.version}
        entry = ledger.Entry(
            act="pack.kept", kind="pack", object_id=0, actor_id=actor.user_id, after=after
        )
        ledger.write(entry, at=doors.now())
