# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "huiyin.web.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.web.replies import joining

        joining.join()
