# SPDX-License-Identifier: Apache-2.0
"""The style page: every part in every state, so that a change is seen in one place."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors, listing, showing, words

_TEXT = "老城区停车难由来已久。建议市住建局会同街道，在云桥路两侧利用边角地增设公共车位两百个，并引入夜间错时停车。"
_OTHER = "云桥街道入夜后一位难求。建议交通部门在云桥路两侧利用边角地增设公共车位一百五十个，并对老人就医免收首小时费用。"


class _Sample(forms.Form):
    title = forms.CharField(
        label=words.lazy("style.f_title"), help_text=words.lazy("style.f_title_help")
    )
    facts = forms.CharField(
        label=words.lazy("style.f_facts"), widget=forms.Textarea, required=False
    )
    due = forms.DateField(
        label=words.lazy("style.f_day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label=words.lazy("style.f_kind"), choices=[("a", "A"), ("b", "B"), ("c", "C")]
    )
    open = forms.ChoiceField(
        label=words.lazy("style.f_open"),
        choices=[("yes", "✓"), ("no", "—")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=words.lazy("style.f_sure"), required=False)
    file = forms.FileField(label=words.lazy("style.f_file"), required=False)


def page(request: HttpRequest) -> HttpResponse:
    """Show every part."""
    form = _Sample({"title": "", "facts": _TEXT, "kind": "b", "due": "2026-02-31"})
    form.is_valid()
    doors.put(form, HuiyinError("CHANGED_MEANWHILE"))
    today = timezone.localdate()
    context: dict[str, Any] = {
        "form": form,
        "refusal_shown": HuiyinError("GUARD_IN_RETURN_WINDOW"),
        "acts": _acts(),
        "clocks": [(today + dt.timedelta(days=n), "running", None) for n in (42, 3, 0, -3)]
        + [
            (today, "paused", None),
            (today, "stopped", today),
            (today, "stopped", today + dt.timedelta(days=4)),
        ],
        "stages": [
            showing.Stage(words.say(f"style.stage_{n}", words.language()), state)
            for n, state in ((1, "done"), (2, "done"), (3, "now"), (4, "ahead"))
        ],
        "stages_ended": [
            showing.Stage(words.say("style.stage_1", words.language()), "done"),
            showing.Stage(words.say("style.stage_2", words.language()), "stopped", "R10"),
        ],
        "happenings": _happenings(),
        "text": _TEXT,
        "marks": [showing.Mark(11, 53, "ask"), showing.Mark(0, 6, "hit")],
        "left": {
            "title": "第 0012 号",
            "text": _TEXT,
            "marks": [showing.Mark(22, 40, "same"), showing.Mark(44, 50, "other")],
        },
        "right": {
            "title": "第 0047 号",
            "text": _OTHER,
            "marks": [showing.Mark(20, 38, "same"), showing.Mark(43, 55, "other")],
        },
        "people": [
            {
                "name": "陈望舒",
                "note": "民革 · 市规划院",
                "href": "#",
                "chip": "已签",
                "tone": "done",
            },
            {"name": "苏映雪", "note": "教育界", "href": "", "chip": "待答复", "tone": "waiting"},
        ],
        "tabs": [
            {"label": "待审", "href": "#a", "current": True, "n": 12},
            {"label": "已退", "href": "#b", "n": 3},
        ],
        "rows": _rows(request),
        "none": listing.of(request, [], []),
        "chart": _chart(),
        "colours": (
            "paper",
            "sheet",
            "wash",
            "ink",
            "ink-2",
            "rule",
            "rule-2",
            "seal",
            "stone",
            "good",
            "amber",
        ),
        "icons": _ICONS,
    }
    return render(request, "site/style.html", context)


_ICONS = [
    "desk",
    "proposal",
    "pen",
    "examine",
    "merge",
    "board",
    "clock",
    "alert",
    "pause",
    "check",
    "cross",
    "search",
    "body",
    "people",
    "rules",
    "ledger",
    "bell",
    "key",
    "gear",
    "menu",
    "filter",
    "sort",
    "up",
    "down",
    "left",
    "right",
    "plus",
    "file",
    "upload",
    "download",
    "reply",
    "back",
    "tray",
    "person",
    "link",
    "sun",
    "dot",
    "ring",
    "half",
    "full",
    "seal",
]


def _acts() -> list[showing.ActShown]:
    lang = words.language()
    say = words.say
    codes = [("R10", say("style.reason_1", lang)), ("R17", say("style.reason_2", lang))]
    return [
        showing.ActShown("file", say("style.act_file", lang), "#", tone="main"),
        showing.ActShown("open", say("style.act_open", lang), "#", get=True),
        showing.ActShown(
            "refuse", say("style.act_refuse", lang), "#", reason="code", reasons=codes, tone="harsh",
            about=say("style.act_refuse_about", lang),
        ),
        showing.ActShown("assign", say("style.act_assign", lang), "#", refused=HuiyinError("GUARD_HAS_LEAD")),
        showing.ActShown("withdraw", say("style.act_withdraw", lang), "#", refused=HuiyinError("GUARD_SIGNATORIES_AGREE")),
    ]  # fmt: skip


def _happenings() -> list[showing.Happening]:
    lang = words.language()
    at = dt.datetime(2026, 3, 2, 9, 14, tzinfo=dt.UTC)
    say = words.say
    return [
        showing.Happening(at, say("style.act_file", lang), "何启明", tone="seal"),
        showing.Happening(
            at - dt.timedelta(days=2),
            say("style.act_back", lang),
            "沈清",
            say("style.reason_1", lang),
            "back",
        ),
        showing.Happening(
            at - dt.timedelta(days=4),
            say("style.act_submit", lang),
            "陈望舒",
            details=[(say("style.f_title", lang), "关于增设停车位的提案")],
        ),
    ]


def _chart() -> dict[str, Any]:
    lang = words.language()
    rows = [
        (words.say(f"style.stage_{n}", lang), count)
        for n, count in ((1, 312), (2, 288), (3, 208), (4, 96))
    ]
    bars = format_html_join(
        "",
        '<text x="0" y="{}" fill="currentColor" font-size="13">{}</text><rect x="90" y="{}" width="{}" height="12" fill="currentColor" opacity=".75"/>',
        [(24 * n + 11, name, 24 * n, count) for n, (name, count) in enumerate(rows)],
    )
    svg = format_html(
        '<svg viewBox="0 0 420 96" role="img" aria-label="{}">{}</svg>',
        words.say("style.chart", lang),
        bars,
    )
    heads = [words.say("style.stages", lang), words.say("style.col_number", lang)]
    return {"caption": words.say("style.stages", lang), "svg": svg, "heads": heads, "rows": rows}


def _rows(request: HttpRequest) -> listing.Listing:
    columns = [
        listing.Column("style.col_number", "number", number=True),
        listing.Column("style.f_title", "title"),
        listing.Column("style.col_state"),
        listing.Column("style.col_clock", "due"),
    ]
    today = timezone.localdate()
    rows = [
        {
            "number": n,
            "title": title,
            "state": state,
            "tone": tone,
            "due": today + dt.timedelta(days=days),
        }
        for n, title, state, tone, days in (
            (12, "关于在老城区增设停车位的提案", "办理中", "going", 18),
            (31, "关于加装既有住宅电梯的提案", "待签收", "waiting", 2),
            (47, "关于规范河道夜间施工的提案", "申请退办", "back", -3),
        )
    ]
    choice = listing.Filter("state", "style.col_state", [("going", "办理中"), ("back", "申请退办")])
    return listing.of(request, rows, columns, filters=[choice], searchable=True)
