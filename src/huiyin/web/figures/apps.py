# SPDX-License-Identifier: Apache-2.0
from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "huiyin.web.figures"
    label = "figures"

    def ready(self) -> None:
        from huiyin.web.figures import panels
        from huiyin.web.kit import slots

        slots.register("person", 10, panels.person)
        for path, words, icon in (
            ("/figures/", "nav.figures", "half"),
            ("/echo-map/", "nav.echo_map", "board"),
        ):
            slots.offer("nav.handling", slots.Place(path, words, icon, slots.SIGNED_IN))
        slots.offer("nav.knowing", slots.Place("/record/", "duty.title", "ledger", ("member",)))
