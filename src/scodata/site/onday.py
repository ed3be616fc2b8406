"""Who was what on a day: pages that can be read as they are, for the day of the version and the first days of years; any other day with a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby

from markupsafe import Markup

from scodata.layout import Table
from scodata.questions import Holdings, group_texts, holdings, is_dated, positions
from scodata.site.frame import Frame, folder
from scodata.site.press import Page, Press
from scodata.tables import Row


class Days:
    """The pages that say who was what on a day, out of every table of the package whose rows hold for a time."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._tables = [table for table in press.ground.package.tables.values() if table.as_of]
        self._rows = {table.name: list(press.ground.package.rows(table.name)) for table in self._tables}

    def pages(self, language: str) -> Iterator[tuple[str, bytes]]:
        """Every page of a language, and the data for its script; none where no table holds for a time."""
        if not self._tables:
            return
        years = self._years()
        yield self._page(language, self._press.ground.date, years, "day/")
        for year in years:
            yield self._page(language, f"{year}-01-01", years, f"day/{year}/")
        frame = self._press.frame(language, 1)
        data = [_data(frame, table, self._rows[table.name]) for table in self._tables]
        yield (
            f"{folder(self._press.ground.plan, language)}day/days.js",
            f"window.scodataDays={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n".encode(),
        )

    def _years(self) -> list[str]:
        """The years of which anything is certain, the last of them that of the version."""
        last = self._press.ground.date[:4]
        starts = [row[positions(table)["certain"][0]][:4] for table in self._tables for row in self._rows[table.name]]
        first = min((start for start in starts if start), default=last)
        return [str(year) for year in range(int(first) + 1, int(last) + 1)]

    def _page(self, language: str, day: str, years: list[str], path: str) -> tuple[str, bytes]:
        frame = self._press.frame(language, path.count("/"))
        words = frame.words
        labels = {id_: frame.label(id_) for id_ in self._press.ground.contents.entries}
        names, tongues = {id_: label.text for id_, label in labels.items()}, dict(labels.values())
        held = [_grouped(frame, holdings(table, self._rows[table.name], day, names), tongues) for table in self._tables]
        title = words("day_title") if path == "day/" else f"{words('day_title')}: {words.date(day)}"
        page = Page(path, title, title, "day", scripts=(f"{frame.home}day/days.js",))
        return self._press.page("day.html", frame, page, day=day, held=held, years=years)


Group = tuple[tuple[Markup | str, ...], list[tuple[Markup, str]]]
"""What several hold, and who they are, each with the span in which it is possible where it isn't certain."""


def _grouped(frame: Frame, found: Holdings, tongues: Mapping[str, str]) -> tuple[str, list[Group], int]:
    words = frame.words
    groups: list[Group] = []
    for group, members in groupby(found.holdings, key=lambda one: one.group):
        texts = tuple(frame.spoken(text, tongues[text]) if text in tongues else frame.plain(text) for text in group if text)
        groups.append((texts, [(frame.to(one.id), "" if one.certain else words.span(*one.window)) for one in members]))
    return frame.plain(found.title), groups, found.undated


def _data(frame: Frame, table: Table, rows: list[Row]) -> dict[str, object]:
    """What the script needs of a table: who, and their record; the texts of the group, certain and possible days."""
    said, texts = positions(table), group_texts(table)

    def text(position: int, value: str) -> str:
        known = texts.get((position, value))
        return frame.plain(known) if known is not None else frame.label(value).text

    told = [
        [
            text(said["who"][0], row[said["who"][0]]),
            f"{frame.ground.contents.kind_of(row[said['who'][0]])}/{row[said['who'][0]]}",
            [text(position, row[position]) for position in said["group"] if row[position]],
            *(row[position] for position in (*said["certain"], *said["possible"])),
        ]
        for row in rows
        if is_dated(row, said)
    ]
    return {"title": frame.plain(table.title), "rows": sorted(told, key=lambda one: (one[2], one[0]))}
