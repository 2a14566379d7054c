# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class DocketConfig(AppConfig):
    name = "huiyin.web.docket"
    label = "docket"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.docket import live

        live.register()
