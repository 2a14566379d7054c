# SPDX-License-Identifier: Apache-2.0
"""Problems (RFC 9457): how the API says a refusal: by its code, in the language the program asked for."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors, words

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/docs"
Fault = tuple[str, str]  # where, and an id of why

_WHY = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_long": "long",
    "too_long": "long",
    "string_too_short": "short",
    "too_short": "short",
    "literal_error": "choice",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "date_type": "date",
}


def answer(refusal: HuiyinError, faults: Sequence[Fault] = ()) -> HttpResponse:
    """Give a refusal as a problem document."""
    lang, status = words.language(), doors.status_of(refusal.code)
    said: dict[str, Any] = {
        "type": f"{REFERENCE}#{refusal.code}",
        "title": words.say(f"api.status_{status}", lang),
        "status": status,
        "code": refusal.code,
        "detail": refusal.say(lang),
        "params": refusal.params,
    }
    if faults:
        said["faults"] = [{"field": where, "why": why} for where, why in faults]
    made = HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )
    if status == 401:
        made.headers["WWW-Authenticate"] = 'Bearer realm="huiyin"'
    return made


def unfit(faults: Sequence[Fault]) -> HttpResponse:
    """Say what of a request does not fit; an address that cannot be is one where nothing is."""
    if any(where.startswith("path.") for where, _ in faults):
        return answer(HuiyinError("NOT_FOUND"))
    plain = [(where.partition(".")[2] or where, why) for where, why in faults]
    return answer(invalid(*plain[0]), plain)


def invalid(field: str, why: str) -> HuiyinError:
    """Give the refusal of a field."""
    said = words.say(f"api.why_{why}", words.language())
    return HuiyinError("BODY_INVALID", field=field, why=said)


def faults_of(errors: Sequence[dict[str, Any]]) -> list[Fault]:
    """Give the faults pydantic found: each place once, without the name of the parameter of ours that holds the body."""
    found = []
    for one in errors:
        source, *rest = (str(part) for part in one["loc"])
        if source in ("body", "query") and len(rest) > 1:
            rest = rest[1:]
        found.append((".".join([source, *rest]), _WHY.get(one["type"], "type")))
    return found


def shaped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a method nobody answers be refused like everything else, and no answer be kept on the way."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        made = view(request, *args, **kwargs)
        if made.status_code == 405:
            allowed = made.headers.get("Allow", "")
            made = answer(HuiyinError("METHOD_UNKNOWN", method=request.method or ""))
            made.headers["Allow"] = allowed
        made.headers["Cache-Control"] = "private, no-store"
        return made

    answered.looks_itself = True  # type: ignore[attr-defined]  # see kit.incoming
    return answered
