# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "huiyin.web.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.meetings import joining

        joining.join()
