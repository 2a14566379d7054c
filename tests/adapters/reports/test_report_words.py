# SPDX-License-Identifier: Apache-2.0
import re
from pathlib import Path

from huiyin.adapters.reports import words
from huiyin.core.values import findings

HOME = Path(words.__file__).parent
ENUMERATED = {  # sections whose keys come from an enumeration or an id, not from the code's own text
    "kind": {str(one) for one in findings.Kind},
    "verdict": {str(one) for one in findings.Verdict},
    "part": {str(one) for one in findings.PartKind},
    "capacity": {str(one) for one in findings.Capacity},
    "cell": {"answered", "partly", "acknowledged", "assigned", "lead", "joint"},
    "position": {"accepted", "partly", "rejected", "considering"},
    "role": {"lead", "joint"},
}


def test_every_key_speaks_both_languages_with_the_same_values():
    for key, entry in words.catalog().items():
        assert set(entry) == {"zh", "en"}, key
        assert all(entry.values()), key
        holes = [set(re.findall(r"\{(\w+)\}", said)) for said in entry.values()]
        assert holes[0] == holes[1], key


def test_every_enumeration_is_worded_completely():
    for section, wanted in ENUMERATED.items():
        held = {key.split(".")[1] for key in words.catalog() if key.startswith(f"{section}.")}
        assert held == wanted, section


def test_no_key_is_unused():
    code = "\n".join(
        path.read_text("utf-8") for path in HOME.rglob("*") if path.suffix in {".py", ".j2", ".js"}
    )
    columns = {f"field.{name}" for name in re.findall(r'"(\w+)", \d+\)', code)}
    columns |= {f"field.{name}" for name in re.findall(r'\("(\w+)", finding\.', code)}
    columns |= {f"field.{name}" for name in ("number", "speaker", "suggestions", "verdict")}
    unused = [
        key
        for key in words.catalog()
        if key.split(".")[0] not in ENUMERATED and f'"{key}"' not in code and key not in columns
    ]

    assert unused == []


def test_braces_in_a_value_are_not_filled_again():
    assert (
        words.say("why.cued", "en", rule="{cue}", cue="{rule}")
        == "rule “{cue}”, set off by “{rule}”"
    )
