"""The list of a kind: pages that can be read as they are, and the data with which the page's script searches, filters and sorts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from scodata.layout import Shape
from scodata.site.contents import in_order, sort_key, years
from scodata.site.folding import RULES
from scodata.site.frame import Frame, folder
from scodata.site.press import Page, Press, as_json, cut
from scodata.site.values import Atom

PER_PAGE = 200
"""Rows of one page, without a script."""


class Row(NamedTuple):
    """A row of a list, for the template."""

    id: str
    cells: tuple[tuple[Atom, ...], ...]


class Filter(NamedTuple):
    """A filter of a list: its name in the address, and its title."""

    name: str
    title: str


def pages(press: Press, kind: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the list of a kind."""
    ids = press.ground.contents.of_kind(kind)
    for language in press.ground.plan.languages:
        frame = press.frame(language, 1)
        ordered = in_order(ids, press.ground.contents, press.ground.plan.kinds[kind], language)
        yield from _pages(press, language, kind, ordered)
        yield f"{folder(press.ground.plan, language)}{kind}/rows.js", _rows(frame, kind, ids, ordered)
    yield f"{kind}/names.js", _script(kind, "names", [press.ground.contents.entries[id_].names for id_ in ids])
    yield f"{kind}/index.json", as_json({"kind": kind, "records": [_record(press, id_) for id_ in ids]})


def folding(press: Press) -> bytes:
    """The script that folds what is typed as names were folded when the site was made."""
    data = {"letters": press.ground.contents.letters, "rules": RULES}
    return f"window.scodataFolding={_dumped(data)};\n".encode()


def _pages(press: Press, language: str, kind: str, ordered: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    plan, contents = press.ground.plan, press.ground.contents
    chunks = [ordered[start : start + PER_PAGE] for start in range(0, len(ordered), PER_PAGE)] or [[]]
    for number, chunk in enumerate(chunks, 1):
        frame = press.frame(language, 1 if number == 1 else 2)
        shape, root = press.ground.shapes[kind], frame.root
        scripts = (f"{root}assets/folding.js", f"{root}{kind}/names.js", f"{frame.home}{kind}/rows.js")
        title = frame.plain(shape.title) + (f" ({number})" if number > 1 else "")
        path = f"{kind}/" if number == 1 else f"{kind}/{number}/"
        page = Page(
            path, title, cut(frame.plain(str(shape.schema.get("description", "")))) or title, kind, (("collection", frame.home, "text/html"),), (), scripts
        )
        yield press.page(
            "list.html",
            frame,
            page,
            kind=kind,
            columns=[column_title(frame, shape, column) for column in plan.kinds[kind].columns],
            filters=[Filter(path, column_title(frame, shape, path)) for path in plan.kinds[kind].filters],
            rows=[Row(id_, contents.entries[id_].cells) for id_ in chunk],
            first=min(len(ordered), (number - 1) * PER_PAGE + 1),
            last=(number - 1) * PER_PAGE + len(chunk),
            all=len(ordered),
            pages=len(chunks),
            this=number,
            csv=resource_path(press, kind),
        )


def column_title(frame: Frame, shape: Shape, path: str) -> str:
    """What a column is called: the title of the property at the end of its path."""
    here: Shape | None = shape
    for name in path.split("/"):
        inside = here.items if here is not None and here.form in ("map", "list") else here
        here = inside.named.get(name) if inside is not None else None
    return frame.plain(here.title) if here is not None and here.title else path


def resource_path(press: Press, table: str) -> str:
    """The path of a table's file in the package."""
    return next(str(resource["path"]) for resource in press.ground.about["resources"] if resource["name"] == table)


def _rows(frame: Frame, kind: str, ids: Sequence[str], ordered: Sequence[str]) -> bytes:
    """The rows of a list: id, label and its language, cells as text, what they sort by, and for each filter the positions of its options."""
    entries, said = frame.ground.contents.entries, frame.ground.plan.kinds[kind]
    options = [_options(frame, [entries[id_].filters[position] for id_ in ids]) for position in range(len(said.filters))]
    places = [{value: number for number, (value, _, _) in enumerate(one)} for one in options]
    rows = []
    for id_ in ids:
        entry, label = entries[id_], frame.label(id_)
        chosen = [sorted({place[value] for value, _ in _choices(frame, atoms)}) for place, atoms in zip(places, entry.filters, strict=True)]
        cells = [", ".join(frame.text(atom) for atom in cell) for cell in entry.cells]
        sorts = [next((sort_key(atom) for atom in cell), "") if cell and cell[0].shape.is_date else 0 for cell in entry.cells]
        rows.append([id_, label.text, label.language if label.language != frame.language else "", cells, sorts, chosen])
    shape = frame.ground.shapes[kind]
    positions = {id_: number for number, id_ in enumerate(ids)}
    table = {
        "columns": [[path, column_title(frame, shape, path)] for path in said.columns],
        "filters": [[path, [option[1:] for option in one], [option[0] for option in one]] for path, one in zip(said.filters, options, strict=True)],
        "order": [positions[id_] for id_ in ordered],
        "rows": rows,
    }
    return _script(kind, "table", table)


def _choices(frame: Frame, atoms: Sequence[Atom]) -> Iterator[tuple[str, str]]:
    """The values by which a record can be chosen, with their texts; of dates their years."""
    for atom in atoms:
        if atom.shape.is_date or atom.shape.schema.get("format") == "date":
            yield from ((year, year) for year in years(atom))
        else:
            yield str(atom.value), frame.text(atom)


def _options(frame: Frame, cells: Sequence[Sequence[Atom]]) -> list[tuple[str, str, int]]:
    """The options of a filter: value, text, how many records have it. Years stand with the last first, others by their texts."""
    texts, count, dated = dict[str, str](), Counter[str](), False
    for cell in cells:
        dated = dated or any(atom.shape.is_date for atom in cell)
        choices = dict(_choices(frame, cell))
        texts.update(choices)
        count.update(choices.keys())
    found = [(value, text, count[value]) for value, text in texts.items()]
    return sorted(found, key=lambda option: option[0], reverse=True) if dated else sorted(found, key=lambda option: (option[1].casefold(), option[0]))


def _record(press: Press, id_: str) -> dict[str, Any]:
    entry = press.ground.contents.entries[id_]
    labels = {language: entry.labels[position].text for position, language in enumerate(press.ground.plan.languages)}
    return {
        "id": id_,
        "label": labels,
        **({"start": entry.start} if entry.start else {}),
        **({"end": entry.end} if entry.end else {}),
        "path": f"{entry.kind}/{id_}.json",
    }


def _script(kind: str, name: str, value: Any) -> bytes:
    """A script, since a page that was opened as a file can't read data in another way."""
    return f"((window.scodata??={{}})[{_dumped(kind)}]??={{}}).{name}={_dumped(value)};\n".encode()


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
