# SPDX-License-Identifier: Apache-2.0
"""Rules packs from YAML files: those shipped, and an office's own in a folder beside them."""

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from huiyin.core.docket import pack_merging, pack_reading, packs
from huiyin.core.values import refusals

_VERSION = re.compile(r'^version: "([^"]+)"$', re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@cache
def shipped() -> tuple[str, ...]:
    """Give the ids of the packs that come with the program, the default first."""
    names = sorted(
        entry.name.removesuffix(".yaml")
        for entry in resources.files("huiyin.packs").iterdir()
        if entry.name.endswith(".yaml") and "@" not in entry.name
    )
    return tuple(sorted(names, key=lambda name: name != "cn-cppcc"))


@cache
def load(pack_id: str, version: str = "") -> packs.Pack:
    """Load a shipped pack, in the version named or the present one.

    Errors: `PACK_UNKNOWN`; `PACK_VERSION_UNKNOWN`; `PackFaults` with every fault when the file is not fit for use.
    """
    return parse(shipped_text(pack_id, version))


@cache
def versions(pack_id: str) -> tuple[str, ...]:
    """Give the versions of a shipped pack that a running case may still be under, the present one first.

    A superseded version stays as `<id>@<version>.yaml` beside the present `<id>.yaml` and never changes.
    """
    if pack_id not in shipped():
        return ()
    folder = resources.files("huiyin.packs")
    found = _VERSION.search(folder.joinpath(f"{pack_id}.yaml").read_text("utf-8"))
    present = found[1] if found else ""
    older = (entry.name for entry in folder.iterdir() if entry.name.startswith(f"{pack_id}@"))
    kept = {name.removesuffix(".yaml").partition("@")[2] for name in older}
    return (present, *sorted(kept - {present}, reverse=True))


@cache
def shipped_text(pack_id: str, version: str = "") -> str:
    """Give a shipped pack as it stands in its file.

    Errors: `PACK_UNKNOWN`; `PACK_VERSION_UNKNOWN`.
    """
    if pack_id not in shipped():
        raise refusals.HuiyinError("PACK_UNKNOWN", name=pack_id)
    known = versions(pack_id)
    if version and version not in known:
        raise refusals.HuiyinError("PACK_VERSION_UNKNOWN", name=pack_id, version=version)
    name = pack_id if version in ("", known[0]) else f"{pack_id}@{version}"
    return resources.files("huiyin.packs").joinpath(f"{name}.yaml").read_text("utf-8")


def parse(text: str) -> packs.Pack:
    """Read the text of a pack file; it may extend a shipped pack.

    Errors: `PACK_NOT_YAML` with the line; `PackFaults`.
    """
    return pack_reading.read(_bare(text), _base)


def data_of(text: str) -> Any:
    """Give the whole data of a pack file, with what it takes over from the pack it extends, for comparing two."""
    return pack_merging.resolve(_bare(text), _base)[0]


def _bare(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise refusals.HuiyinError("PACK_NOT_YAML", line=mark.line + 1 if mark else 0) from fault


def _base(name: str) -> Any:
    pack_id, _, version = name.partition("@")
    try:
        return _bare(shipped_text(pack_id, version))
    except refusals.HuiyinError:
        return None


def read_file(path: Path) -> packs.Pack:
    """Read an office's own pack file."""
    return parse(path.read_text("utf-8"))


class Shelf:
    """The packs at hand: those shipped, and an office's own in a folder, each version in a file of its own.

    An own pack stands as `<id>@<version>.yaml`; a case keeps the version it began under.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ids(self) -> tuple[str, ...]:
        """Give the ids of all packs, the shipped ones first."""
        own = {path.name.partition("@")[0] for path in self.folder.glob("*@*.yaml")}
        return (*shipped(), *sorted(own - set(shipped())))

    def load(self, pack_id: str, version: str = "") -> Any:
        """Load a pack; an own one in the version named, else its latest kept.

        Errors: `PACK_UNKNOWN`, `PACK_VERSION_UNKNOWN`, `PackFaults`.
        """
        if pack_id in shipped():
            return load(pack_id, version)
        path = self._own(pack_id, version)
        if path is None and version and self._own(pack_id, ""):
            raise refusals.HuiyinError("PACK_VERSION_UNKNOWN", name=pack_id, version=version)
        return _parsed(path.read_text("utf-8")) if path else load(pack_id, version)

    def text(self, pack_id: str) -> str:
        """Give a pack as it stands in its file."""
        path = self._own(pack_id, "")
        if path:
            return path.read_text("utf-8")
        return shipped_text(pack_id)

    def keep(self, pack_id: str, text: str) -> None:
        """Keep an own pack; a version that is kept never changes.

        Errors: `PACK_SHIPPED` for the id of a shipped pack, `PACK_VERSION_KEPT` for a version that says otherwise.
        """
        if pack_id in shipped():
            raise refusals.HuiyinError("PACK_SHIPPED", name=pack_id)
        version = parse(text).version
        path = self.folder / f"{pack_id}@{version}.yaml"
        if path.exists() and path.read_text("utf-8") != text:
            raise refusals.HuiyinError("PACK_VERSION_KEPT", name=pack_id, version=version)
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".part")
        fresh.write_text(text, "utf-8")
        fresh.replace(path)

    def _own(self, pack_id: str, version: str) -> Path | None:
        if not _PLAIN.fullmatch(pack_id) or (version and not _PLAIN.fullmatch(version)):
            return None
        if pack_id in shipped():
            return None
        found = sorted(
            self.folder.glob(f"{pack_id}@{version or '*'}.yaml"),
            key=lambda one: one.stat().st_mtime,
        )
        return found[-1] if found else None


@cache
def _parsed(text: str) -> Any:
    return parse(text)
