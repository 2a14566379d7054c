# SPDX-License-Identifier: Apache-2.0
"""Tags every template may use; `/style/` shows each of them in every state."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import loader
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import saving, saying, showing, slots, words
from huiyin.web.kit.listing import Listing

register = template.Library()
Context = Mapping[str, Any]


@register.filter
def said(words: Mapping[str, str], lang: str) -> str:
    """Give the words of a pack in the page's language."""
    return words.get(lang) or words.get("zh") or words.get("en") or ""


register.tag("w", saying.compile_w)


def _lang(context: Context) -> str:
    return str(context.get("lang") or words.language())


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> str:
    """Say a block once more, so that a page's title is also its heading."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    shown: str = mark_safe(block.render(context))  # noqa: S308 - a block escapes its own values
    return shown


@register.simple_tag(takes_context=True)
def slot(context: Context, page: str, row: Any = None) -> SafeString:
    """Show what rooms above lay on this page."""
    held = slots.token.set(str(context.get("csrf_token", "")))
    try:
        return slots.render(page, context["actor"], row, _lang(context))
    finally:
        slots.token.reset(held)


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it is said aloud, without it is decoration."""
    href = f"{static('huiyin/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href
    )


@register.simple_tag(takes_context=True)
def refused(context: Context, refusal: HuiyinError) -> str:
    """Say a refusal in the page's language."""
    return refusal.say(_lang(context))


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, help: str = "", **attrs: Any) -> dict[str, Any]:
    """Show a form's field: label, help, the field with what was typed, and each error with its code."""
    faults = [{"code": fault.code or "", "text": text} for fault, text in _faults(bound)]
    kind = (
        getattr(bound.field.widget, "input_type", "") or type(bound.field.widget).__name__.lower()
    )
    extra = {key.replace("_", "-"): value for key, value in attrs.items()}
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=extra) if extra else bound,
        "help": help or bound.help_text,
        "faults": faults,
        "kind": kind,
        "group": kind in ("radio",)
        or type(bound.field.widget).__name__ == "CheckboxSelectMultiple",
    }


def _faults(bound: BoundField) -> Iterable[tuple[Any, str]]:
    for fault in bound.errors.as_data():
        for text in fault.messages:
            yield fault, text


@register.inclusion_tag("kit/faults.html")
def form_faults(form: Any) -> dict[str, Any]:
    """Show what is wrong with a form as a whole, and how many fields want another look."""
    faults = [
        {"code": fault.code or "", "text": text}
        for fault in form.non_field_errors().as_data()
        for text in fault.messages
    ]
    fields = [bound for bound in form if bound.errors]
    return {"faults": faults, "fields": fields, "lang": words.language()}


@register.inclusion_tag("kit/heads.html", takes_context=True)
def heads(context: Context, listing: Listing) -> dict[str, Any]:
    """Show the heads of a list table."""
    return {"listing": listing, "lang": _lang(context)}


@register.inclusion_tag("kit/filters.html", takes_context=True)
def filters(context: Context, listing: Listing) -> dict[str, Any]:
    """Show the search and the filters above a list."""
    return {"listing": listing, "lang": _lang(context)}


@register.inclusion_tag("kit/views.html", takes_context=True)
def saved_views(context: Context) -> dict[str, Any]:
    """Show the saved views of the list of this page, and the form that keeps it as it is now."""
    request = context["request"]
    actor = context["actor"]
    query = request.GET.urlencode()
    views = list(saving.seen(actor, request.path))
    return {
        "views": [(one, one.user_id == actor.user_id, one.query == query) for one in views],
        "path": request.path,
        "query": query,
        "roles": sorted(
            (role, words.say(f"role.{role}", _lang(context)))
            for role in actor.roles
            if words.has(f"role.{role}")
        ),
        "signed_in": actor.user_id is not None,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "lang": _lang(context),
    }


@register.inclusion_tag("kit/pages.html", takes_context=True)
def pages(context: Context, listing: Listing) -> dict[str, Any]:
    """Show how many there are and the way to the other pages."""
    return {"listing": listing, "lang": _lang(context)}


@register.inclusion_tag("kit/empty.html", takes_context=True)
def empty(
    context: Context, key: str, href: str = "", act: str = "", icon: str = "tray"
) -> dict[str, Any]:
    """Say that there is nothing yet and what to do next; `key` and `act` are keys of words."""
    return {"key": key, "href": href, "act": act, "icon": icon, "lang": _lang(context)}


@register.simple_tag
@lru_cache(4096)
def chip(label: str, tone: str = "", icon: str = "") -> SafeString:
    """Show a state; `tone` is `going`, `done`, `waiting`, `back`, `seal`, or "" for quiet."""
    given = {"going": "half", "done": "full", "waiting": "ring", "back": "back", "seal": "seal"}
    icon = icon or given.get(tone, "dot")
    return _part("kit/chip.html", {"label": label, "tone": tone, "icon": icon})


@register.simple_tag(takes_context=True)
def clock(  # noqa: PLR0913, PLR0917 - the words of a tag are its arguments
    context: Context,
    due_on: date,
    state: str = "running",
    stopped_on: date | None = None,
    on: date | None = None,
    name: str = "",
    provisional: bool = False,
    href: str = "",
) -> SafeString:
    """Show how a clock stands, by icon and words; `href` leads to *why this day*."""
    today = on or timezone.localdate()
    return _clock(
        due_on, today, state, stopped_on, str(name), bool(provisional), href, _lang(context)
    )


@lru_cache(4096)
def _clock(  # noqa: PLR0913, PLR0917 - all that a clock shows
    due_on: date, on: date, state: str, stopped_on: date | None, name: str, provisional: bool, href: str, lang: str
) -> SafeString:  # fmt: skip
    stands = showing.clock(due_on, on=on, state=state, stopped_on=stopped_on)
    more = {"due_on": due_on, "name": name, "provisional": provisional, "href": href, "lang": lang}
    return _part("kit/clock.html", stands | more)


def _part(name: str, said: dict[str, Any]) -> SafeString:
    return mark_safe(loader.get_template(name).render(said))  # noqa: S308 - a template escapes its own values


@register.inclusion_tag("kit/timeline.html", takes_context=True)
def timeline(context: Context, happenings: Sequence[showing.Happening]) -> dict[str, Any]:
    """Show what happened, the latest first as given."""
    return {"happenings": happenings, "lang": _lang(context)}


@register.inclusion_tag("kit/stepper.html", takes_context=True)
def stepper(context: Context, stages: Sequence[showing.Stage]) -> dict[str, Any]:
    """Show the stages and where the matter stands."""
    return {"stages": stages, "lang": _lang(context)}


@register.inclusion_tag("kit/acts.html", takes_context=True)
def acts(context: Context, some: Sequence[showing.ActShown]) -> dict[str, Any]:
    """Show the act bar: what is possible as buttons, what is not with *why not*."""
    can = [act for act in some if act.refused is None]
    cannot = [act for act in some if act.refused is not None]
    token = context.get("csrf_token", "")
    return {"can": can, "cannot": cannot, "lang": _lang(context), "csrf_token": token}


@register.filter
def marked(text: str, marks: Iterable[showing.Mark]) -> SafeString:
    """Give a text with its marks."""
    return showing.marked(text, marks)


@register.filter
def listed(some: Iterable[Any], lang: str) -> str:
    """Say several names one after the other."""
    return words.listed(map(str, some), lang)


@register.filter
def day(value: date | None) -> str:
    """Give a day the same way in both languages: 2026-03-02."""
    return f"{value:%Y-%m-%d}" if value else "—"


@register.filter
def unlocalized(value: float | None) -> str:
    """Give a number as programs read it: no separators, a point before the decimals."""
    return "" if value is None else str(value)


@register.simple_tag(takes_context=True)
def dates(context: Context, start: date | None, end: date | None) -> str:
    """Say from when to when something holds."""
    lang = _lang(context)
    if start and end:
        return f"{day(start)} – {day(end)}"
    if end:
        return words.say("dates.until", lang, day=day(end))
    return (
        words.say("dates.from", lang, day=day(start)) if start else words.say("dates.always", lang)
    )


@register.filter
def get(table: Mapping[str, Any], key: str) -> Any:
    """Give what a table holds under a key."""
    return table.get(key)
