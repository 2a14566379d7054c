# SPDX-License-Identifier: Apache-2.0
"""The pages as `huiyin serve` serves them: behind their doorway, files of the look and the door for polling before them."""

import gc
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings
from servestatic import ServeStatic

from huiyin.web.site.doorway import Doorway
from huiyin.web.site.wsgi import application as pages


def _headed(headers: MutableMapping[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _before(pages: Any) -> Any:
    from huiyin.web.live.door import Door  # once the applications are loaded

    return Door(pages)


application = Doorway(
    ServeStatic(_before(pages), settings.STATIC_ROOT, "static/", add_headers_function=_headed)
)

gc.collect()
gc.freeze()  # what is loaded stays: no page pays for looking through it again
