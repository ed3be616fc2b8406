"""The pages of one record, in each language, and its JSON; and those of a retired id, which lead on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from scodata.site import history, machine
from scodata.site.body import Body, body
from scodata.site.contents import Mention, earliest
from scodata.site.frame import Frame, outward
from scodata.site.press import Page, Press, as_json, cut
from scodata.site.values import Label, best
from scodata.tables import retired_as

MOST = 9
"""Records of one group that are listed on the page of the record to which they refer; the others have a page of their own."""
PER_PAGE = 500
"""References on one page of their own."""


class Group(NamedTuple):
    """Records of one kind that name a record in one way: those shown on its page, how many there are, and where the others stand."""

    title: Markup
    shown: list[Mention]
    all: int
    more: str


def pages(press: Press, kind: str, value: Mapping[str, Any], file: str, lines: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Every file of a record, with its path below the root of the site."""
    if "redirect" in value:
        yield from _retired(press, kind, value)
    else:
        told = body(press.ground.shapes[kind], value, press.ground.plan.kinds[kind], lines)
        mentions = _sorted(press, value["id"])
        for language in press.ground.plan.languages:
            yield _record(press, press.frame(language, 2), kind, value, file, told, mentions)
            if any(len(group) > MOST for group in mentions.values()):
                yield from _references(press, language, kind, value["id"], mentions)
    yield from _histories(press, kind, value["id"])
    yield f"{kind}/{value['id']}.json", as_json({"kind": kind, **value})


_Mentions = Mapping[tuple[str, tuple[str, ...]], list[Mention]]


def _sorted(press: Press, id_: str) -> _Mentions:
    """What refers to a record, by the kind and the place that names it, each in the order of time."""
    contents, kinds = press.ground.contents, list(press.ground.shapes)
    found = contents.mentions.get(id_, [])

    def when(mention: Mention) -> tuple[str, str]:
        entry = contents.entries[mention.source]
        return earliest(mention.start, mention.end) or earliest(entry.start, entry.end) or "9999", mention.source

    def group(mention: Mention) -> tuple[int, tuple[str, ...]]:
        return kinds.index(contents.entries[mention.source].kind), mention.titles

    ordered = sorted(found, key=lambda mention: (group(mention), when(mention)))
    return {(kinds[position], titles): list(ones) for (position, titles), ones in groupby(ordered, key=group)}


def _group_title(frame: Frame, kind: str, titles: tuple[str, ...]) -> Markup:
    way = Markup(" › ").join(frame.title(title) for title in titles)
    return frame.title(frame.ground.shapes[kind].title) + Markup(": ") + way


def _record(press: Press, frame: Frame, kind: str, value: Mapping[str, Any], file: str, told: Body, mentions: _Mentions) -> tuple[str, bytes]:
    id_ = value["id"]
    path = f"{kind}/{id_}/"
    label = best([one for one, _ in told.labels], frame.language)
    groups = [Group(_group_title(frame, *key), ones[:MOST], len(ones), "references/" if len(ones) > MOST else "") for key, ones in mentions.items()]
    return press.page(
        "record.html",
        frame,
        _head(frame, kind, value, label, path),
        kind=kind,
        id=id_,
        label=label,
        label_marks=next(marks for one, marks in told.labels if one == label),
        others=[(one, marks) for one, marks in told.labels if one != label],
        when=frame.when(id_),
        body=told,
        toc=_toc(frame, told, groups),
        referring=groups,
        source_facts={cited.id: _source(frame, cited.id) for cited in told.cited},
        citation=_citation(frame, label, path),
        file=file,
        report=_report(frame, kind, id_, file, path),
        **_history(frame, id_),
    )


def _history(frame: Frame, id_: str) -> dict[str, Any]:
    """What releases did to a record, for its own page; and how many did, where that page shows fewer. None of it where nothing is known of releases."""
    ledger = frame.ground.ledger
    count = len(ledger.history(id_)) if ledger is not None else 0
    return {"history": history.steps(frame, id_) if ledger is not None else None, "history_all": count if count > history.SHOWN else 0}


def _histories(press: Press, kind: str, id_: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a history that is too long for the page of its record."""
    if press.ground.ledger is None or len(press.ground.ledger.history(id_)) <= history.SHOWN:
        return
    for language in press.ground.plan.languages:
        frame = press.frame(language, 3)
        label = frame.label(id_)
        title = frame.words("history_of", label=label.text)
        yield press.page(
            "history.html", frame, Page(f"{kind}/{id_}/history/", title, cut(title), kind), kind=kind, id=id_, history=history.steps(frame, id_, whole=True)
        )


def _head(frame: Frame, kind: str, value: Mapping[str, Any], label: Label, path: str) -> Page:
    said = (frame.plain(frame.ground.shapes[kind].title), label.text, frame.when(value["id"]))
    return Page(
        path,
        label.text,
        cut(". ".join(part for part in said if part)),
        kind,
        machine.record_links(frame, kind, value),
        machine.dublin_core(frame.ground, label.text, frame.address(path)),
        jsonld=machine.record_data(frame, kind, value, label, path),
    )


def _toc(frame: Frame, told: Body, groups: list[Group]) -> list[tuple[str, Markup]]:
    parts = [(part.anchor, frame.title(part.title)) for part in told.parts]
    rest = (("disagreements", told.disputes), ("referring", groups), ("sources", told.cited), ("history", frame.ground.ledger))
    return [*parts, *((anchor, escape(frame.words(anchor))) for anchor, there in rest if there)]


def _source(frame: Frame, id_: str) -> Markup:
    """What is said of a source beside its name: the cells of its list, and the original."""
    entry = frame.ground.contents.entries.get(id_)
    if entry is None:
        return Markup()
    cells = [frame.listed(cell) for cell in entry.cells if cell]
    return Markup(" · ").join((*cells, *([outward(entry.url, frame.words("source_original"))] if entry.url else [])))


def _citation(frame: Frame, label: Label, path: str) -> str:
    about = frame.ground.about
    said = frame.words("cite_pattern", label=label.text, title=about["title"], version=about["version"], date=frame.words.date(frame.ground.date))
    return f"{said} {frame.address(path)}" if frame.ground.plan.address else said


def _report(frame: Frame, kind: str, id_: str, file: str, path: str) -> str:
    plan, words = frame.ground.plan, frame.words
    if not plan.repository:
        return ""
    body_ = words("report_body", kind=kind, id=id_, address=frame.address(path), file=file, version=frame.ground.about["version"])
    return f"{plan.repository}/issues/new?title={quote(words('report_title', kind=kind, id=id_))}&body={quote(body_)}"


def _references(press: Press, language: str, kind: str, id_: str, mentions: _Mentions) -> Iterator[tuple[str, bytes]]:
    """The pages of all that refers to a record."""
    flat = [(key, mention) for key, ones in mentions.items() for mention in ones]
    chunks = [flat[start : start + PER_PAGE] for start in range(0, len(flat), PER_PAGE)]
    for number, chunk in enumerate(chunks, 1):
        frame = press.frame(language, 3 if number == 1 else 4)
        label = frame.label(id_)
        groups = [
            (_group_title(frame, *key), len(mentions[key]), [mention for _, mention in pairs])  #
            for key, pairs in groupby(chunk, key=lambda pair: pair[0])
        ]
        path = f"{kind}/{id_}/references/" if number == 1 else f"{kind}/{id_}/references/{number}/"
        title = frame.words("referring_to", label=label.text) + (f" ({number})" if number > 1 else "")
        yield press.page(
            "references.html", frame, Page(path, title, cut(title), kind), kind=kind, id=id_, label=label, groups=groups, pages=len(chunks), this=number
        )


def _retired(press: Press, kind: str, value: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    successors = value["redirect"].get("to", [])
    for language in press.ground.plan.languages:
        frame = press.frame(language, 2)
        title = frame.words(f"retired_{retired_as(successors)}")
        page = Page(f"{kind}/{value['id']}/", title, title, kind, metas=(("robots", "noindex"),))
        told = {"successors": successors, "reason": value["redirect"].get("reason", ""), **_history(frame, value["id"])}
        yield press.page("retired.html", frame, page, kind=kind, id=value["id"], **told)
