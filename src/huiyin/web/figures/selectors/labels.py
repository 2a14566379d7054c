# SPDX-License-Identifier: Apache-2.0
"""Labels (名称): the values of an axis in the language of the page, in the words of the session's rules pack."""

from collections.abc import Mapping

from huiyin.core.overview import definitions
from huiyin.web.accounts.models import Body, Sector, Session
from huiyin.web.docket.selectors import shown
from huiyin.web.figures.selectors import facts, sessions
from huiyin.web.kit import ports, words

AXES = ("body", "sector", "category", "kind", "class")
NARROWING = (*AXES, "due_month", "issued_month")


def axis(name: str) -> str:
    """Name an axis."""
    return definitions.axes()[name][words.language()]


def of(name: str, session: Session) -> Mapping[str, str]:
    """Give the names of an axis's values; what belongs nowhere is said to.

    Cost: one query for bodies, sectors and sessions, else none.
    """
    found = {"": words.say("figure.unnamed", words.language())}
    pack = ports.pack(session.pack, session.pack_version)
    if name == "body":
        found |= {str(one.pk): shown.body(one) for one in Body.objects.all()}
    elif name == "sector":
        english = words.language() == "en"
        rows = Sector.objects.all()
        found |= {str(one.pk): (english and one.name_en) or one.name for one in rows}
    elif name == "category":
        found |= {key: shown.label(said) for key, said in pack.categories}
    elif name == "kind":
        found |= {key: shown.label(said) for key, said in pack.kinds.items()}
    elif name == "class":
        found |= {key: f"{key} {shown.label(said)}" for key, said in pack.classes.items()}
    elif name == "disposition":
        found |= {key: shown.label(one.words) for key, one in pack.replies.dispositions.items()}
        found |= {key: shown.say(f"figure.{key}") for key in ("not_answered", "not_itemised")}
    elif name == "session":
        found |= {facts.label(one): shown.session(one) for one in sessions.known()}
    return found
