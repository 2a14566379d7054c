# SPDX-License-Identifier: Apache-2.0
"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from huiyin.web.accounts.models import Institution


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the language of the page and the institution it belongs to."""
    lang = "zh" if (translation.get_language() or "zh").startswith("zh") else "en"
    return {
        "lang": lang,
        "institution": Institution.objects.first(),
        "actor": getattr(request, "actor", None),
    }
