"""A new catalogue out of a template: schemas, an example of each kind, a derived table, editor settings, CI and a README; it validates and builds at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from scodata import generated
from scodata.clock import today
from scodata.problems import ScodataError
from scodata.schemas import read_schemas
from scodata.schemas.bundled import FOLDER, bundles


def plant(folder: Path, title: str) -> list[str]:
    """Writes a new catalogue of this title into a folder that is empty or doesn't exist; gives the names of the files.

    Its date is today's, or that of `SOURCE_DATE_EPOCH`. Raises `ScodataError` where the folder holds something, or can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScodataError(f"{folder} isn't empty, and nothing in it would be touched; name a new folder")
    title = " ".join(title.split())
    words = {"@title@": title, "@quoted@": json.dumps(title, ensure_ascii=False), "@name@": named(title), "@date@": today()}
    files = dict(_files(resources.files("scodata") / "template", ""))
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(re.sub("@[a-z]+@", lambda word: words[word[0]], text), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScodataError(f"can't write {folder}: {(error.strerror or 'unknown error').lower()}") from error
    return sorted([*files, *_bundle(folder, files)])


def _bundle(folder: Path, files: Iterable[str]) -> list[str]:
    """Writes the bundled schemas of the kinds that have records."""
    kinds = sorted({name.split("/")[1] for name in files if name.startswith("records/")})
    schemas, _ = read_schemas(folder / "schemas", "schemas")
    return generated.write(folder, FOLDER, bundles(schemas, kinds))


def named(title: str) -> str:
    """A title as the name of a package: lower-case Latin letters and digits, with hyphens between the words."""
    from anyascii import anyascii

    words = re.findall(r"[a-z0-9]+", anyascii(title).lower())
    return "-".join(words)[:64].strip("-") or "catalogue"


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    """The files of the template by name; `dot_` stands for the dot with which hidden files begin."""
    for entry in folder.iterdir():
        name = above + entry.name.replace("dot_", ".", 1)
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")
