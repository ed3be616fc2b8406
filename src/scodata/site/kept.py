"""The files of released versions: each version under an address that never changes, the newest also under one that moves; and `versions.json`.

Static hosting can't redirect, and not every host follows links between files, so what is found under two addresses lies there twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from markupsafe import Markup

from scodata.ledger import Entry
from scodata.published import open_package
from scodata.site.downloads import Offer, size
from scodata.site.frame import Ground
from scodata.site.press import Page, Press, as_json

LATEST = "latest"
UNPACKED = "datapackage"
"""The folder below a version in which its package lies unpacked."""


Write = Callable[[str, Iterable[bytes]], None]
"""Writes the blocks of a file to a path below the root of the site."""
BLOCK = 2**20
"""Bytes that are read at once."""


def keep(ground: Ground, releases: Mapping[str, Path], write: Write) -> dict[str, list[Offer]]:
    """Copies the files of versions, and says by folder what there is to download in it. `releases` are folders that were held against the ledger."""
    found = {f"v/{version}/": list(_copied(folder, f"v/{version}/", write)) for version, folder in releases.items()}
    newest = ground.ledger.newest if ground.ledger is not None else None
    if newest is not None and newest.version in releases:
        found[f"{LATEST}/"] = [*_copied(releases[newest.version], f"{LATEST}/", write), _nameless(releases[newest.version], ground, write)]
    return found


def _copied(folder: Path, base: str, write: Write) -> Iterator[Offer]:
    archive = folder / f"{folder.name}.zip"
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        with open(path, "rb") as file:
            yield _offer(f"{base}{name}", name, file, write)
    open_package(archive, trusted=True)  # judged before it is unpacked
    with ZipFile(archive) as packed:
        for name in sorted(packed.namelist()):
            with packed.open(name) as file:
                yield _offer(f"{base}{UNPACKED}/{name}", f"{UNPACKED}/{name}", file, write)


def _nameless(folder: Path, ground: Ground, write: Write) -> Offer:
    """The archive of the newest version under a name without a version, which stays as well."""
    name = f"{ground.about['name']}.zip"
    with open(folder / f"{folder.name}.zip", "rb") as file:
        return _offer(f"{LATEST}/{name}", name, file, write)


def _offer(path: str, title: str, file: IO[bytes], write: Write) -> Offer:
    digest, count = hashlib.sha256(), 0

    def blocks() -> Iterator[bytes]:
        nonlocal count
        while block := file.read(BLOCK):
            digest.update(block)
            count += len(block)
            yield block

    write(path, blocks())
    return Offer(path, title, size(count), count, "", digest.hexdigest())


def pages(press: Press, language: str, kept: Mapping[str, list[Offer]]) -> Iterator[tuple[str, bytes]]:
    """A page of files for each version, and for the newest under the address that moves, which names the one that stays as the true one."""
    newest = press.ground.ledger.newest if press.ground.ledger is not None else None
    for base, offers in kept.items():
        moves = base == f"{LATEST}/"
        version = newest.version if moves and newest is not None else base.split("/")[1]
        frame = press.frame(language, base.count("/"))
        own = f"v/{version}/"
        title = frame.words("version_title", version=version)
        hint = Markup(frame.words("latest_hint", link="{}")).format(Markup('<a href="{}{}">{}</a>').format(frame.home, own, own))
        groups = [
            (frame.words("release_files"), [one for one in offers if not one.title.startswith(f"{UNPACKED}/")]),
            (frame.words("unpacked"), [one for one in offers if one.title.startswith(f"{UNPACKED}/")]),
        ]
        page = Page(base, title, title, "changes", canonical=own)
        yield press.page("files.html", frame, page, hint=hint if moves else frame.words("version_hint"), groups=groups)


def versions(ground: Ground) -> bytes:
    """`versions.json`: every released version, the newest first, with its address, and whether its files are there."""
    ledger = ground.ledger
    newest = ledger.newest if ledger is not None else None
    told = {
        "name": ground.about["name"],
        "latest": newest.version if newest is not None else None,
        "versions": [_version(ground, entry) for entry in reversed(ledger.entries)] if ledger is not None else [],
    }
    return as_json(told)


def _version(ground: Ground, entry: Entry) -> dict[str, object]:
    return {
        "version": entry.version,
        "date": entry.date,
        "level": entry.level,
        "previous": entry.previous or None,
        "candidate": entry.is_candidate,
        "descriptor": entry.descriptor,
        "rows": sum(entry.tables.values()),
        "address": f"{ground.plan.address}v/{entry.version}/",
        "available": entry.version in ground.kept,
    }
