"""What a page says of values, records and words, in one language and as links from where the page stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from scodata.layout import Shape
from scodata.ledger import Ledger
from scodata.published import Package
from scodata.site.contents import Contents, Mention
from scodata.site.plan import Plan
from scodata.site.values import Atom, Label, address
from scodata.site.words import Words
from scodata.tables import to_cell

SCHEMAS_SPEAK = "en"
"""The language of the schemas' titles and descriptions, where nothing translates them."""


@dataclass(frozen=True)
class Ground:
    """What all pages rest on. `ledger`: what was released; None where nothing is known of that. `kept`: the versions whose files the site holds."""

    package: Package
    plan: Plan
    contents: Contents
    ledger: Ledger | None = None
    kept: frozenset[str] = frozenset()

    @property
    def shapes(self) -> Mapping[str, Shape]:
        return self.package.layout.shapes

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The descriptor of the package, in which title, version and licences stand."""
        return self.package.descriptor

    @property
    def date(self) -> str:
        """The day of this version."""
        return str(self.about.get("created", ""))[:10]


@dataclass(frozen=True)
class Frame:
    """One language of the site, seen from pages that lie `depth` folders below its root; with `base`, from a page that may appear anywhere."""

    ground: Ground
    language: str
    depth: int
    base: str = ""
    _links: dict[str, Markup] = field(default_factory=dict)
    _titles: dict[str, Markup] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @cached_property
    def root(self) -> str:
        """The way from the page to the root of the site."""
        return self.base or "../" * (self.depth + bool(folder(self.ground.plan, self.language))) or "./"

    @cached_property
    def home(self) -> str:
        """The way from the page to the front page in this language."""
        return f"{self.base}{folder(self.ground.plan, self.language)}" if self.base else "../" * self.depth or "./"

    def title(self, text: str) -> Markup:
        """A title of the schemas, translated where the layout does so, else marked as English."""
        if text not in self._titles:
            translated = self.ground.plan.translations.get(self.language, {}).get(text)
            self._titles[text] = escape(translated) if translated is not None else self.spoken(text, SCHEMAS_SPEAK)
        return self._titles[text]

    def plain(self, text: str) -> str:
        """A title of the schemas as text."""
        return self.ground.plan.translations.get(self.language, {}).get(text, text)

    def label(self, id_: str) -> Label:
        return self.ground.contents.label(id_, self.language)

    def name(self, id_: str) -> Markup:
        """What a record is called, marked with its language where that isn't the page's."""
        return self.spoken(*self.label(id_))

    def spoken(self, text: str, language: str = "") -> Markup:
        if not language or language == self.language:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(language, text)

    def to(self, id_: str) -> Markup:
        """A link to a record; its id alone where there is none."""
        if id_ not in self._links:
            kind, (text, language) = self.ground.contents.kind_of(id_), self.label(id_)
            spoken = Markup(' lang="{}"').format(language) if language and language != self.language else Markup()
            link = Markup('<a href="{}{}/{}/"{}>{}</a>').format(self.home, kind, id_, spoken, text)
            self._links[id_] = link if kind else escape(id_)
        return self._links[id_]

    def atom(self, atom: Atom) -> Markup:
        """A value as a page shows it."""
        shape, value = atom
        if shape.reference[0]:
            return self.to(str(value))
        if isinstance(value, str) and address(value) == value:
            return outward(value, value)
        return self.spoken(self.text(atom), str(shape.schema.get("x-language", "")))

    def text(self, atom: Atom) -> str:
        """A value in words."""
        shape, value = atom
        if shape.reference[0]:
            return self.label(str(value)).text
        if isinstance(value, bool):
            return self.words("yes" if value else "no")
        if shape.is_date or shape.schema.get("format") == "date":
            return self.words.date(str(value))
        return self.plain(shape.titles[value]) if value in shape.titles else to_cell(value)

    def listed(self, atoms: Iterable[Atom]) -> Markup:
        """Values in one line."""
        return Markup(", ").join(self.atom(atom) for atom in atoms)

    def joined(self, parts: Iterable[Markup]) -> Markup:
        """Parts in one line."""
        return Markup(", ").join(parts)

    def marks(self, marks: Iterable[str]) -> Markup:
        """The marks that lead to the sources of the page."""
        return _marks(tuple(marks))

    def mention(self, mention: Mention) -> Markup:
        """That a record names this one: its own date, then what it says in the place that does."""
        said = [self.text(atom) for atom in mention.said]
        here = ", ".join(part for part in (*said, self.words.span(mention.start, mention.end)) if part)
        told = " — ".join(part for part in (self.when(mention.source), here) if part)
        return self.to(mention.source) + (Markup(" <small>{}</small>").format(told) if told else Markup())

    def when(self, id_: str) -> str:
        """The period of a record in words."""
        entry = self.ground.contents.entries.get(id_)
        return self.words.span(entry.start, entry.end) if entry else ""

    def line(self, file: str, line: int) -> str:
        """The address of a line of a record's file; empty where the repository isn't known."""
        plan = self.ground.plan
        return f"{plan.repository}/blob/{quote(plan.branch)}/{quote(file)}#L{line}" if plan.repository and line else ""

    def address(self, path: str) -> str:
        """The address of a page of this language on the web, or its path from the root where the site's address isn't known."""
        return f"{self.ground.plan.address}{folder(self.ground.plan, self.language)}{path}"

    def alternates(self, path: str) -> list[tuple[str, str, str]]:
        """The same page in each language: language, its name, the way to it from here."""
        plan = self.ground.plan
        return [(language, Words(language)("language"), f"{self.root}{folder(plan, language)}{path}") for language in plan.languages]


@lru_cache(maxsize=4096)
def _marks(marks: tuple[str, ...]) -> Markup:
    links = [Markup('<a href="#s{0}">{0}</a>').format(mark) for mark in marks]
    return Markup("<sup>{}</sup>").format(Markup(" ").join(links)) if links else Markup()


def outward(href: str, text: str) -> Markup:
    """A link that leads out of the site."""
    return Markup('<a href="{}" rel="external noopener">{}</a>').format(href, text)


def folder(plan: Plan, language: str) -> str:
    """The folder of a language; none for the first."""
    return "" if language == plan.languages[0] else f"{language}/"
