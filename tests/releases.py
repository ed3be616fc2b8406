"""A catalogue with a history: the library, released three times in a repository of its own. `python tests/releases.py DIR` makes it, with its site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scodata import Catalogue, catalogue
from scodata.release import release

LIBRARY = Path(__file__).parent / "catalogues" / "library"
SAGAS, SNORRI = "records/books/sagas.yaml", "records/authors/snorri.yaml"
NEW = "title: {is: Hávamál, sv: Den höges sång}\ntype: saga\nauthor: snorri\n"
LAYOUT = "languages: [en, ru, zh]\naddress: https://example.org/sagas/\nrepository: https://example.org/code\n"


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


class History:
    """Writes a history, release after release."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(LIBRARY, root)
        self.change("scodata.yaml", "doi: 10.5555/sagas.2.1.0\n", "")  # each version has its own
        self.write(".gitignore", "dist/\nsite/\n.datapackage.*\n.site.*\n")
        self.write("site.yaml", LAYOUT)
        git(root, "init", "-q", "-b", "main")
        git(root, "config", "user.name", "Test")
        git(root, "config", "user.email", "test@example.org")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, good: str, bad: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert good in text
        self.write(name, text.replace(good, bad, 1))

    def note(self, records: str, change: str, text: str, pointer: str = "") -> None:
        where = f", pointer: {pointer}" if pointer else ""
        self.write(f"changes/{records}.yaml", f"notes:\n  - {{records: [{records}]{where}, change: {change}, text: {text}}}\n")

    def release(self, day: str, version: str | None = None) -> None:
        built = Catalogue(self.root).build()
        assert built.verdict.is_clean, built.verdict.problems
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "change")
        release(catalogue.find(self.root), day, version)


def make(root: Path) -> Path:
    """1.0.0, then 1.1.0 and 1.2.0 on one day: records are added, changed, explained, moved and withdrawn."""
    history = History(root)
    history.release("2024-03-01", "1.0.0")

    history.change(SAGAS, "pages: 312", "pages: 313")
    history.change(SAGAS, "end_date: 2003-06-30", "end_date: 2003-07-01")
    history.change(SAGAS, '[kings, "no", vikings]', "[kings, vikings]")
    history.note("sagas", "corrected", "It was *miscounted* <b>twice</b>.", "/pages")
    history.write("records/books/poem.yaml", f"id: poem\n{NEW}")
    history.write("records/books/leaflet.yaml", "id: leaflet\ntitle: {is: Bæklingur}\ntype: catalogue\n")
    history.release("2024-04-01")

    history.change(SAGAS, "pages: 313", "pages: 314")
    history.write("records/books/poem.yaml", "id: poem\nredirect: {to: [poems], reason: There are many.}\n")
    history.write("records/books/poems.yaml", f"id: poems\n{NEW}")
    history.write("records/books/leaflet.yaml", "id: leaflet\nredirect: {reason: It was no book.}\n")
    history.change(SNORRI, "name: Snorri Sturluson", "name: Snorri Sturlusonur")
    history.note("snorri", "updated", "He is called otherwise now.")
    history.release("2024-04-01")
    return root


if __name__ == "__main__":
    from scodata.cli import main

    place = Path(sys.argv[1]).absolute()
    shutil.rmtree(place, ignore_errors=True)
    make(place)
    os.chdir(place)
    main(["site"])
