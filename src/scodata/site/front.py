"""The pages that are there once: the front page, the search, the downloads, the dictionary, the handbook, and the one for what isn't there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from scodata.site import changes, handbook, machine, onday, pictures
from scodata.site.contents import earliest
from scodata.site.downloads import Offer, Offered
from scodata.site.frame import Frame
from scodata.site.lists import resource_path
from scodata.site.press import Page, Press, cut, media_type, script_data

LATEST = 6
"""Records that the front page shows as the latest."""


def pages(press: Press, offer: Offered, docs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every page of which there is one in each language."""
    drawn = pictures.drawn(press)
    days = onday.Days(press)
    for language in press.ground.plan.languages:
        yield _front(press, language, offer, drawn)
        yield _search(press, language)
        yield _data(press, language, offer)
        yield from _dictionary(press, language)
        yield from pictures.pages(press, language, drawn)
        yield from days.pages(language)
        yield from handbook.pages(press, language, docs)
        yield _lost(press, language)


def _front(press: Press, language: str, offer: Offered, drawn: pictures.Drawn) -> tuple[str, bytes]:
    ground, frame = press.ground, press.frame(language, 0)
    about = ground.about
    kinds = [resource_path(press, kind) for kind in ground.shapes]
    get = [offer.archive, *offer.others, *(one for one in offer.package if one.title == "datapackage.json" or one.title in kinds)]
    told = [one.told for one in offer.all()]
    page = Page(
        "",
        frame.plain(str(about["title"])),
        cut(frame.plain(str(about.get("description", about["title"])))),
        links=machine.front_links(frame, told[:10], [one.told for one in offer.others]),
        metas=machine.dublin_core(ground, str(about["title"]), ground.plan.address),
        jsonld=script_data(machine.dataset(frame, [one.told for one in get])),
    )
    counts = {kind: len(ground.contents.of_kind(kind)) for kind in ground.shapes}
    return press.page(
        "front.html",
        frame,
        page,
        counts=counts,
        answers=_answers(frame, drawn),
        get=get,
        archive=offer.archive,
        citation=citation(frame),
        latest=_latest(press),
        last=changes.last(frame),
    )


def _answers(frame: Frame, drawn: pictures.Drawn) -> list[tuple[str, str]]:
    asked = [("day/", frame.words("day_title"))] if frame.ground.plan.periods else []
    return [*((f"pictures/{name}/", title) for name, title in pictures.titles(frame, drawn)), *asked]


def _latest(press: Press) -> list[tuple[str, list[str]]]:
    """Of each kind on the timeline, the records of the last days up to that of the version."""
    found = []
    for kind in press.ground.plan.timeline:
        days = {id_: earliest(entry.start, entry.end) for id_, entry in press.ground.contents.entries.items() if entry.kind == kind}
        past = [id_ for id_, day in days.items() if day and day <= press.ground.date]
        found.append((kind, sorted(past, key=lambda id_: (days[id_], id_), reverse=True)[:LATEST]))
    return [(kind, ids) for kind, ids in found if ids]


def citation(frame: Frame) -> str:
    """How the whole is cited."""
    about = frame.ground.about
    authors = ", ".join(str(one["title"]) for one in about.get("contributors", ()))
    said = frame.words("cite_dataset", authors=authors, title=about["title"], version=about["version"], date=frame.words.date(frame.ground.date))
    where = about.get("id") or frame.ground.plan.address
    return f"{said} {where}" if where else said


def _search(press: Press, language: str) -> tuple[str, bytes]:
    frame = press.frame(language, 1)
    lists = [path for kind in press.ground.shapes for path in (f"{frame.root}{kind}/names.js", f"{frame.home}{kind}/rows.js")]
    title = frame.words("search_all")
    return press.page("search.html", frame, Page("search/", title, title, "search", scripts=(f"{frame.root}assets/folding.js", *lists)))


def _data(press: Press, language: str, offer: Offered) -> tuple[str, bytes]:
    frame = press.frame(language, 1)
    words = frame.words
    tables = [one for one in offer.package if one.rows]
    rest: list[Offer] = [offer.archive, *offer.others, *(one for one in offer.package if not one.rows)]
    page = Page(
        "data/",
        words("data"),
        words("package_hint"),
        "data",
        links=tuple(("item", f"{frame.root}{one.path}", media_type(one.path)) for one in rest[:1]),
    )
    return press.page(
        "data.html", frame, page, groups=[(words("package"), rest), (words("tables"), tables)], citation=citation(frame), versions=changes.versions(frame)
    )


def _dictionary(press: Press, language: str) -> Iterator[tuple[str, bytes]]:
    tables, words = press.ground.package.tables, press.frame(language, 1).words
    yield press.page(
        "dictionary.html",
        press.frame(language, 1),
        Page("dictionary/", words("dictionary"), words("dictionary"), "dictionary"),
        table=None,
        tables=tables.values(),
    )
    for table in tables.values():
        frame = press.frame(language, 2)
        title = f"{words('dictionary')}: {frame.plain(table.title)}"
        values: dict[str, Any] = {
            "keys": {key.columns[0]: key.table for key in table.foreign_keys if len(key.columns) == 1},
            "csv": resource_path(press, table.name),
        }
        page = Page(f"dictionary/{table.name}/", title, cut(frame.plain(table.description)) or title, "dictionary")
        yield press.page("dictionary.html", frame, page, table=table, **values)


def _lost(press: Press, language: str) -> tuple[str, bytes]:
    """The page that a server gives for whatever isn't there, at any depth; so its links begin at the root of the server where that is known."""
    frame = Frame(press.ground, language, 0, urlsplit(press.ground.plan.address).path)
    title = frame.words("not_found")
    return press.page("lost.html", frame, Page("404.html", title, title, metas=(("robots", "noindex"),), everywhere=False))
