# SPDX-License-Identifier: Apache-2.0
"""Bodies (承办单位) with their duties, and the roster of people, as the user's own lists give them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can be asked, assigned or answer.

    Attributes:
        name: the full name.
        aliases: other names it goes by ("市卫健委"), longest first in matching.
        duties: its duties (职责), one for each entry, in the words of the duties list.
        kind: party, government, congress, court, enterprise, district … as the list says, else "".
        name_en: an English name, else "".
    """

    name: str
    aliases: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    kind: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person whom the user's roster names.

    Attributes:
        name: the name as written.
        capacity: member, leader, department or staff; "" where the list does not say.
        affiliation: body, sector or post.
    """

    name: str
    capacity: str = ""
    affiliation: str = ""
