"""Pages out of templates: everything is escaped for where it stands, unless it was made as markup here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scodata.site.body import letter
from scodata.site.frame import SCHEMAS_SPEAK, Frame, Ground, folder, outward

PARTS = ("pictures", "day", "data", "changes", "dictionary", "handbook")
"""The sections of a site beside its lists and its search, in the order of the menu; changes and the handbook only where there are some."""
_TO_FOLDER = re.compile(r' (?:href|action)="(?![a-z]+:|/)[^"?#]*/(?=["?#])')
"""The way to a folder in a link of a template; one that leads out of the site has a scheme."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
    "md": "text/markdown",
    "sqlite": "application/vnd.sqlite3",
    "atom": "application/atom+xml",
    "ics": "text/calendar",
}


def media_type(path: str) -> str:
    """The media type of a file by the end of its name."""
    return MEDIA_TYPES.get(path.rsplit(".", 1)[-1], "application/octet-stream")


@dataclass(frozen=True)
class Page:
    """What the head of a page says. `path` is that of the page below the folder of its language; `everywhere`: there is one in each language.

    `canonical` is the path of the page that this one repeats, where it does.
    """

    path: str
    title: str
    description: str
    section: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    scripts: tuple[str, ...] = ()
    jsonld: Markup = field(default_factory=Markup)
    everywhere: bool = True
    canonical: str = ""

    @property
    def depth(self) -> int:
        return self.path.count("/")


Files = Callable[[str, bytes], None]
"""Takes a file by its path below the root of the site."""


@dataclass(frozen=True)
class Press:
    """Makes the pages of one site, which offers these `feeds`."""

    ground: Ground
    feeds: tuple[str, ...] = ()
    has_handbook: bool = False
    is_for_disk: bool = False

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("scodata.site"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, auto_reload=False
        )
        plan = self.ground.plan
        environment.globals.update(
            about={**self.ground.about, "licenses": [{"title": one["name"], **one} for one in self.ground.about.get("licenses", ())]},
            plan=plan,
            ground=self.ground,
            shapes=self.ground.shapes,
            parts=[part for part in PARTS if {"handbook": self.has_handbook, "changes": self.ground.ledger is not None}.get(part, True)],
            feeds=[(name, media_type(name)) for name in self.feeds],
            schemas_speak=SCHEMAS_SPEAK,
            outward=outward,
            letter=letter,
            folder=lambda language: folder(plan, language),
        )
        return environment

    @cached_property
    def _frames(self) -> dict[tuple[str, int], Frame]:
        return {}

    def frame(self, language: str, depth: int) -> Frame:
        """The frame of a language, for pages of one depth."""
        if (language, depth) not in self._frames:
            self._frames[language, depth] = Frame(self.ground, language, depth)
        return self._frames[language, depth]

    def page(self, template: str, frame: Frame, page: Page, **values: Any) -> tuple[str, bytes]:
        """A page, with its path below the root of the site."""
        text = self._environment.get_template(template).render(f=frame, w=frame.words, page=page, **values)
        if self.is_for_disk:
            text = _TO_FOLDER.sub(r"\g<0>index.html", text)
        name = page.path if page.path.endswith(".html") else f"{page.path}index.html"
        return f"{folder(self.ground.plan, frame.language)}{name}", text.encode()


def script_data(value: Any) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element or begin another (HTML, section 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def as_json(value: Mapping[str, Any]) -> bytes:
    """A file of JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def cut(text: str, most: int = 160) -> str:
    """The beginning of a text, for a description of a page."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
