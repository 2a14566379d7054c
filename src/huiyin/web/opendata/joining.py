# SPDX-License-Identifier: Apache-2.0
"""Joining the house (接入): the place of open data in the navigation."""

from huiyin.web.kit import slots


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    slots.offer("nav.knowing", slots.Place("/data/", "nav.data", "download"))
    office = ("clerk", "reviewer", "committee")
    slots.offer("nav.handling", slots.Place("/data/bring-in/", "nav.foreign", "upload", office))
