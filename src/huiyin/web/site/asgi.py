# SPDX-License-Identifier: Apache-2.0
"""The ASGI application: the live streams, and only these; pages are WSGI. `python -m huiyin.web.site.asgi` serves it."""

import os
import sys

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    django.setup()

from huiyin.web.live import serving, streams

application = streams.Streams()

if __name__ == "__main__":
    serving.run(application, sys.argv[1:])
