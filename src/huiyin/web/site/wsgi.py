# SPDX-License-Identifier: Apache-2.0
"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
application = get_wsgi_application()
