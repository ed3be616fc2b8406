"""The records of a catalogue, looked at for what is old or open in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from scodata.ages.gather import Ages
from scodata.ages.worklist import Worklist, worklist
from scodata.catalogue import Catalogue
from scodata.documents import read
from scodata.examination import examine_all
from scodata.ground import surveyed
from scodata.layout.sites import Steps
from scodata.problems import ScodataError, near


def stale(catalogue: Catalogue, on: date, older_than: int, kinds: Sequence[str] = ()) -> Worklist:
    """What to look at again on a day, with the lines to open; raises `ScodataError` for a kind that isn't there, or where its own files have problems."""
    ground = surveyed(catalogue)
    if unknown_kind := next((kind for kind in kinds if kind not in ground.layout.shapes), None):
        raise ScodataError(f"there is no kind {unknown_kind}; {near(unknown_kind, ground.layout.shapes) or 'there are ' + ', '.join(ground.layout.shapes)}")
    found = Ages(ground.manifest.value["title"])
    for some in examine_all(ground):
        for record in (record for record in some.records if not record.is_redirect):
            found.add(ground.layout.shapes[record.kind], record)
    listed = worklist(found, on, older_than, kinds)
    return listed.placed(dict(_lines(catalogue, ((item.file, item.path) for items in listed.lists.values() for item in items))))


def _lines(catalogue: Catalogue, places: Iterable[tuple[str, Steps]]) -> Iterator[tuple[tuple[str, Steps], int]]:
    """The line of each place; each file is read once more, for the few that are listed."""
    for name, ones in groupby(sorted(set(places), key=lambda place: place[0]), key=lambda place: place[0]):
        document, _ = read(f"{catalogue.root}/{name}", name)
        yield from ((place, document.place(place[1], key=True).line if document else 1) for place in ones)
