"""What `scodata serve` shows: the site of a catalogue as its files are now, made again whenever one of them changes."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from scodata import pipeline, site
from scodata.catalogue import INPUTS, Catalogue, files
from scodata.ledger import read_ledger
from scodata.problems import Problem, ScodataError
from scodata.published import open_package
from scodata.site.server import address, server

EVERY = 1.0
"""Seconds between two looks at the files."""
Told = Callable[[str, list[Problem]], None]
"""Told what happened, with the problems that stand in the way."""


class Preview:
    """The site of a catalogue in a folder of its own, which vanishes with `close`. One that can't be made leaves the one before in place."""

    def __init__(self, catalogue: Catalogue, tell: Told) -> None:
        self._catalogue = catalogue
        self._tell = tell
        self._scratch = Path(tempfile.mkdtemp(prefix="scodata-"))
        self._seen: frozenset[tuple[str, int, int]] = frozenset()
        self.folder = self._scratch / "0"

    def refresh(self) -> bool:
        """Makes the site again where any file has changed since; gives whether there is a new one."""
        now = frozenset(_stamps(self._catalogue))
        if now == self._seen:
            return False
        self._seen = now
        built = pipeline.build(self._catalogue, self._scratch / "datapackage")
        if not built.tables:
            self._tell("the site is as it was: the catalogue has problems", built.verdict.problems)
            return False
        return self._make()

    def _make(self) -> bool:
        layout = self._catalogue.root / site.LAYOUT
        target = self._scratch / str(int(self.folder.name) + 1)
        package = open_package(self._scratch / "datapackage", trusted=True)
        made = site.make(package, target, site.Asked(layout if layout.exists() else None, ledger=read_ledger(self._catalogue)))
        if made.problems:
            self._tell(f"the site is as it was: {site.LAYOUT} has problems", list(made.problems))
            return False
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = target
        self._tell(f"made {made.count:,} files", [])
        return True

    def close(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)


def serve(catalogue: Catalogue, port: int, tell: Told) -> None:
    """Shows the site until it is interrupted. Raises `ScodataError` where the port is taken, or the first site can't be made."""
    preview = Preview(catalogue, tell)
    try:
        with server(lambda: preview.folder, port) as listening:
            if not preview.refresh():
                raise ScodataError("there is no site to show yet: mend the problems first")
            tell(f"{address(listening)} shows it; Ctrl-C ends it", [])
            thread = threading.Thread(target=listening.serve_forever, daemon=True)
            thread.start()
            _watch(preview, tell)
    finally:
        preview.close()


def _watch(preview: Preview, tell: Told) -> None:
    """Looks at the files again and again, until it is interrupted."""
    pause = threading.Event()
    while not pause.wait(EVERY):
        try:
            preview.refresh()
        except ScodataError as error:
            tell(str(error), [])


def _stamps(catalogue: Catalogue) -> Iterator[tuple[str, int, int]]:
    """The files that a site is made of, with the times of their last change and their sizes."""
    for name in (*INPUTS, site.LAYOUT, "docs"):
        path = catalogue.root / name
        for one in files(path, name) if path.is_dir() else [name] if path.exists() else []:
            try:
                stat = (catalogue.root / one).stat()
            except OSError:
                continue
            yield one, stat.st_mtime_ns, stat.st_size
