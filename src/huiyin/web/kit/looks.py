# SPDX-License-Identifier: Apache-2.0
"""How a reader wants pages to look, as kept in cookies."""

from django.http import HttpRequest

THEME = "huiyin_theme"


def theme_of(request: HttpRequest) -> str:
    """Give the brightness a reader chose: `light`, `dark`, or "" for the system's."""
    chosen = request.COOKIES.get(THEME, "")
    return chosen if chosen in ("light", "dark") else ""
