# SPDX-License-Identifier: Apache-2.0
"""One's own account: who one is here, what one may do, and how one signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.kit import doors


@doors.signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    return render(request, "accounts/own.html", {})
