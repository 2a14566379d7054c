# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "huiyin.web.site"
    label = "site"

    def ready(self) -> None:
        from huiyin.web.site import wiring

        wiring.wire()
