# SPDX-License-Identifier: Apache-2.0
"""The peer of the benchmarks: a bare Django page that lists 50 rows of the same table, with no person and no rights."""

import os
from pathlib import Path

import dj_database_url
import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF="tools.bare_list", SECRET_KEY=os.urandom(8).hex(), INSTALLED_APPS=[], MIDDLEWARE=[], USE_TZ=True,
    DATABASES={"default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{Path(os.environ['HUIYIN_HOME'], 'huiyin.sqlite3')}", conn_max_age=60
    )},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)  # fmt: skip
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=24)
    receipt_no = models.CharField(max_length=24)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        db_table = "docket_proposal"
        managed = False


_PAGE = Engine().from_string(
    "<!doctype html><title>list</title><table>{% for row in rows %}<tr><td>{{ row.receipt_no }}<td><a href='/{{ row.pk }}/'>{{ row.title }}</a>"
    "<td>{{ row.state }}<td>{{ row.received_at|date:'Y-m-d' }}{% endfor %}</table>"
)


def page(request: HttpRequest) -> HttpResponse:
    said = _PAGE.render(Context({"rows": Row.objects.order_by("-id")[:50]})).encode()
    return HttpResponse(said, headers={"Content-Length": str(len(said))})


urlpatterns = [path("", page)]
application = get_wsgi_application()
