# SPDX-License-Identifier: Apache-2.0
"""Refusals at the door: the right status, the page kept, the code beside the words."""

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.kit import doors


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("NOT_FOUND", 404),
        ("NOT_ALLOWED", 403),
        ("ILLEGAL_TRANSITION", 409),
        ("CHANGED_MEANWHILE", 409),
        ("GUARD_HAS_LEAD", 409),
        ("REASON_REQUIRED", 422),
        ("ROW_TWICE", 422),
    ],
)
def test_each_refusal_has_its_status(code, status):
    assert doors.status_of(code) == status


@pytest.fixture
def request_():
    request = RequestFactory().get("/x/")
    request.actor = actors.NOBODY
    return request


def test_the_page_the_person_came_from_is_shown_again_with_the_status_of_the_code(request_):
    @doors.answering(
        again=lambda request, refusal, uid: HttpResponse(f"typed {uid} {refusal.code}")
    )
    def view(request, uid):
        raise HuiyinError("CHANGED_MEANWHILE")

    page = view(request_, uid=7)

    assert (page.status_code, page.content) == (409, b"typed 7 CHANGED_MEANWHILE")


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "status"), [("NOT_FOUND", 404), ("NOT_ALLOWED", 403)])
def test_what_is_hidden_gets_the_problem_page_whatever_the_hook(client, request_, code, status):
    @doors.answering(again=lambda request, refusal: HttpResponse("shown"))
    def view(request):
        raise HuiyinError(code, act="x")

    request_.user = type("U", (), {"is_authenticated": False})()
    request_.htmx = True
    page = view(request_)

    assert page.status_code == status
    assert page.headers["HX-Retarget"] == "#messages"
    assert code in page.content.decode()


def test_a_refusal_is_laid_beside_its_field():
    class Form(forms.Form):
        title = forms.CharField()

    form = Form({"title": "x"})
    form.is_valid()
    doors.put(form, HuiyinError("GUARD_HAS_TITLE"), "title")
    doors.put(form, HuiyinError("TERM_MISSING"), "nowhere")

    assert form.errors.as_data()["title"][0].code == "GUARD_HAS_TITLE"
    assert form.non_field_errors().as_data()[0].code == "TERM_MISSING"
