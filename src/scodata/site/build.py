"""The whole site of a package: a survey of all records, then page after page; no more of a record is held than the survey keeps."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from scodata.layout.tables import LINEAGE
from scodata.problems import ScodataError
from scodata.processes import in_order, several
from scodata.published import Package, is_inside
from scodata.site import changes, feeds, front, kept, lists, machine, records
from scodata.site.contents import survey
from scodata.site.downloads import Offer, Offered, offered
from scodata.site.frame import Ground
from scodata.site.plan import Asked, Plan
from scodata.site.press import PARTS, Press

ENOUGH = 400
"""Records from which on a second process pays for its start."""
CHUNK = 50
"""Records that a process makes pages of before it takes the next."""
TAKEN = ("search", "assets", "downloads", "datapackage", "v", kept.LATEST)
"""Folders of a site beside its parts."""
Progress = Callable[[int, int], None]
"""Told how many records are done, of how many."""


class Task(NamedTuple):
    """A record of which pages are to be made: its kind and value, its file, and the lines at which its parts begin, by JSON Pointer."""

    kind: str
    value: Mapping[str, Any]
    file: str
    lines: Mapping[str, int]


def build(package: Package, plan: Plan, target: Path, asked: Asked, docs: Mapping[str, str], progress: Progress | None = None) -> int:
    """Writes the whole site into an empty folder, and gives the number of its files.

    `docs` are the pages of the handbook in Markdown, by their paths. Raises `ScodataError` where the package's tables don't make records,
    and where its occasions are for a calendar and the library for that isn't installed.
    """
    taken = {*PARTS, *TAKEN, *plan.languages} & set(package.layout.shapes)
    if taken:
        raise ScodataError(f"a kind called `{min(taken)}` would stand where the site has a page of its own")
    ground = Ground(package, plan, survey(package, plan), asked.ledger, frozenset(asked.releases))
    writer = Writer(target)
    offer = offered(package, plan, asked.files, writer)
    found = dict(feeds.files(ground))
    press = Press(ground, tuple(found), bool(docs), asked.is_for_disk)
    of_versions = kept.keep(ground, asked.releases, writer.stream)
    for name, data in chain(found.items(), _pages(press, offer, of_versions, docs)):
        writer(name, data)
    return writer.count + _write_records(press, target, progress)


class Writer:
    """Writes files below a folder; raises `ScodataError` for a name that leads out of it."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._made: set[str] = set()
        self.count = 0

    def __call__(self, name: str, data: bytes) -> None:
        self.stream(name, (data,))

    def stream(self, name: str, blocks: Iterable[bytes]) -> None:
        """Writes a file block by block."""
        if not is_inside(name):
            raise ScodataError(f"`{name[:80]}` would lie outside of the site")
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            (self._target / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        with open(self._target / name, "wb") as file:
            file.writelines(blocks)
        self.count += 1


def _pages(press: Press, offer: Offered, of_versions: Mapping[str, list[Offer]], docs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file that isn't a record's."""
    ground = press.ground
    yield from _assets()
    yield "assets/folding.js", lists.folding(press)
    paths = [""]
    for kind in ground.shapes:
        yield from lists.pages(press, kind)
    for name, data in chain(front.pages(press, offer, docs), _of_versions(press, of_versions)):
        yield name, data
        if name.endswith("/index.html") and not name.startswith((f"{kept.LATEST}/", *(f"{language}/" for language in ground.plan.languages))):
            paths.append(name.removesuffix("index.html"))
    if ground.plan.address:
        paths += [f"{kind}/" for kind in ground.shapes] + [f"{entry.kind}/{id_}/" for id_, entry in ground.contents.entries.items()]
        yield from ((name, text.encode()) for name, text in machine.sitemaps(ground, paths))
    yield "robots.txt", machine.robots(ground).encode()


def _of_versions(press: Press, of_versions: Mapping[str, list[Offer]]) -> Iterator[tuple[str, bytes]]:
    """What tells of releases, where anything is known of them."""
    if press.ground.ledger is not None:
        for language in press.ground.plan.languages:
            yield from changes.pages(press, language)
            yield from kept.pages(press, language, of_versions)
        yield "versions.json", kept.versions(press.ground)


def _assets() -> Iterator[tuple[str, bytes]]:
    for file in sorted((files("scodata.site") / "assets").iterdir(), key=lambda one: one.name):
        if file.is_file():
            yield f"assets/{file.name}", file.read_bytes()


def _write_records(press: Press, target: Path, progress: Progress | None) -> int:
    """Writes the pages of all records, on every processor where there is enough work."""
    tasks, total = _tasks(press.ground.package), len(press.ground.contents.entries) + len(press.ground.contents.retired)
    chunks = iter(lambda: list(islice(tasks, CHUNK)), [])
    if forked := several(total, ENOUGH):
        gc.freeze()  # what the processes inherit stays shared
    done = written = 0
    for records_, files_ in in_order(partial(_write_chunk, press, target), chunks, "writes pages", forked=forked):
        done, written = done + records_, written + files_
        if progress:
            progress(done, total)
    return written


def _write_chunk(press: Press, target: Path, chunk: list[Task]) -> tuple[int, int]:
    """Writes the pages of some records, and gives how many records and files these are."""
    writer = Writer(target)
    for task in chunk:
        for name, data in records.pages(press, *task):
            writer(name, data)
    return len(chunk), writer.count


def _tasks(package: Package) -> Iterator[Task]:
    """Every record with where it is written; the table that says so stands in the order of the records, as all tables do."""
    rows = package.rows(LINEAGE) if LINEAGE in package.tables else iter(())
    columns = [column.name for column in package.tables[LINEAGE].columns] if LINEAGE in package.tables else []
    record, file, line, pointer = (columns.index(name) if columns else 0 for name in ("record_id", "file", "line", "pointer"))
    head = next(rows, None)
    for kind, value in package.records():
        lines: dict[str, int] = {}
        name = ""
        while head is not None and head[record] == value["id"]:
            name = head[file]
            lines.setdefault(head[pointer], int(head[line]))
            head = next(rows, None)
        yield Task(kind, value, name, lines)
    if head is not None:
        raise ScodataError(f"the rows of `{LINEAGE}` from `{head[record]}` on belong to no record, or stand in another order than the records")
