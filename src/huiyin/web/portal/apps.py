# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huiyin.web.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.portal import joining

        joining.join()
