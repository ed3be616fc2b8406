"""What machines read of a page: schema.org as JSON-LD, signposting links, Dublin Core; sitemap and robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from scodata.site.frame import Frame, Ground, folder
from scodata.site.plan import KindPlan
from scodata.site.press import media_type, script_data
from scodata.site.values import Atom, Label, address, at_path

CONTEXT = {"@vocab": "https://schema.org/"}
"""Inline, since the address of schema.org's own context would ask for the network."""
MOST_VALUES = 10
"""Values of one property that a record's JSON-LD gives; the record's JSON has them all."""
_PLAIN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
MOST_PLACES = 50_000
"""Addresses that one sitemap may name."""
PROVENANCE = "http://www.w3.org/ns/prov#"


def record_data(frame: Frame, kind: str, value: Mapping[str, Any], label: Label, path: str) -> Markup:
    """A record as schema.org has it: its type and name, and what the layout says of its properties."""
    ground, said = frame.ground, frame.ground.plan.kinds[kind]
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": type_of(said, value),
        "@id": f"{ground.plan.address}{kind}/{value['id']}/",
        "identifier": value["id"],
        "name": label.text,
        "inLanguage": label.language or None,
        "url": frame.address(path) if ground.plan.address else None,
        "sameAs": [template.replace("{value}", str(value[name])) for name, template in ground.plan.links.items() if name in value] or None,
        "isPartOf": {"@type": "Dataset", "name": ground.about["title"], "@id": ground.plan.address or None},
    }
    for name, where in said.schema_org.get("properties", {}).items():
        found = [one for atom in at_path(ground.shapes[kind], value, where.split("/")) if (one := _value(frame, atom)) is not None][:MOST_VALUES]
        if found:
            data[name] = found[0] if len(found) == 1 else found
    return script_data(_stated(data))


def type_of(said: KindPlan, value: Mapping[str, Any]) -> str:
    """The type of a record in schema.org."""
    known: Mapping[str, str] = said.schema_org.get("types", {})
    return known.get(str(value.get(said.schema_org.get("by", ""))), str(said.schema_org["type"]))


def _value(frame: Frame, atom: Atom) -> Any:
    if atom.shape.reference[0]:
        kind = frame.ground.contents.kind_of(str(atom.value))
        type_ = str(frame.ground.plan.kinds[kind].schema_org["type"]) if kind in frame.ground.plan.kinds else "Thing"
        return {"@type": type_, "@id": f"{frame.ground.plan.address}{kind}/{atom.value}/", "name": frame.label(str(atom.value)).text}
    if atom.shape.is_date:
        return atom.value if _PLAIN_DATE.fullmatch(str(atom.value)) else None
    return frame.text(atom) if isinstance(atom.value, str) and not address(atom.value) else atom.value


def _stated(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _stated(value) if isinstance(value, dict) else value for name, value in data.items() if value not in (None, "", [])}


def dataset(frame: Frame, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The catalogue as a Dataset: what Google requires and recommends, with size, media type and checksum of every file."""
    ground, about = frame.ground, frame.ground.about
    return _stated(
        {
            "@context": {**CONTEXT, "prov": PROVENANCE},
            "@type": "Dataset",
            "@id": ground.plan.address,
            "name": about["title"],
            "description": about.get("description"),
            "url": ground.plan.address,
            "identifier": about.get("id") or ground.plan.address,
            "version": about.get("version"),
            "dateModified": ground.date,
            "datePublished": ground.date,
            "keywords": about.get("keywords"),
            "inLanguage": list(ground.plan.languages),
            "license": [licence["path"] for licence in about.get("licenses", ())],
            "creator": [{"@type": "Organization", "name": one["title"]} for one in about.get("contributors", ())],
            "isAccessibleForFree": True,
            "conditionsOfAccess": "public",
            "distribution": [_distribution(ground, file) for file in files],
            "prov:wasGeneratedBy": {"@type": "prov:Activity", "prov:used": ground.plan.repository or "records"},
        }
    )


def _distribution(ground: Ground, file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file["title"],
        "contentUrl": f"{ground.plan.address}{file['path']}",
        "encodingFormat": media_type(file["path"]),
        "contentSize": f"{file['bytes']} B",
        "sha256": file["sum"],
    }


def record_links(frame: Frame, kind: str, value: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Signposting (signposting.org/FAIR): what a record's page is, under which licence, and where it stands as JSON."""
    said = frame.ground.plan.kinds[kind]
    return (
        *([("cite-as", f"{frame.ground.plan.address}{kind}/{value['id']}/", "")] if frame.ground.plan.address else []),
        ("type", f"https://schema.org/{type_of(said, value)}", ""),
        ("type", "https://schema.org/AboutPage", ""),
        *_licences(frame.ground),
        ("describedby", f"{frame.root}{kind}/{value['id']}.json", "application/json"),
        ("collection", frame.home, "text/html"),
    )


def front_links(frame: Frame, files: Iterable[Mapping[str, Any]], others: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    """Signposting of the front page: the files of the dataset, its authors and its licence; and, among the `others`, feeds and calendars to follow."""
    about, where = frame.ground.about, frame.ground.plan.address
    cite = str(about.get("id") or where)
    return (
        *([("cite-as", cite, "")] if cite else []),
        ("type", "https://schema.org/Dataset", ""),
        ("type", "https://schema.org/AboutPage", ""),
        *_licences(frame.ground),
        *(("author", one["path"], "") for one in about.get("contributors", ()) if address(one.get("path", ""))),
        ("describedby", f"{frame.root}datapackage/datapackage.json", "application/json"),
        *(("alternate", f"{frame.root}{file['path']}", media_type(file["path"])) for file in others if file["path"].endswith((".atom", ".ics"))),
        *(("item", f"{where or frame.root}{file['path']}", media_type(file["path"])) for file in files),
    )


def _licences(ground: Ground) -> Iterator[tuple[str, str, str]]:
    yield from (("license", licence["path"], "") for licence in ground.about.get("licenses", ()) if address(licence["path"]))


def dublin_core(ground: Ground, title: str, where: str) -> tuple[tuple[str, str], ...]:
    """The terms of Dublin Core that repositories look for."""
    about = ground.about
    return (
        ("DC.title", title),
        ("DC.identifier", where or title),
        *(("DC.creator", one["title"]) for one in about.get("contributors", ())),
        ("DC.date", ground.date),
        *(("DC.rights", licence["path"]) for licence in about.get("licenses", ())),
    )


def sitemaps(ground: Ground, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sitemap of a site whose address is known (sitemaps.org 0.9), every page in each language; in several files where one can't hold it."""
    plan = ground.plan
    places = [plan.address + folder(plan, language) + path for path in paths for language in plan.languages]
    if len(places) <= MOST_PLACES:
        yield "sitemap.xml", _sitemap("urlset", "url", places, ground.date)
        return
    chunks = [places[start : start + MOST_PLACES] for start in range(0, len(places), MOST_PLACES)]
    names = [f"sitemap-{number}.xml" for number, _ in enumerate(chunks, 1)]
    yield from ((name, _sitemap("urlset", "url", chunk, ground.date)) for name, chunk in zip(names, chunks, strict=True))
    yield "sitemap.xml", _sitemap("sitemapindex", "sitemap", [plan.address + name for name in names], ground.date)


def _sitemap(whole: str, one: str, places: Iterable[str], day: str) -> str:
    lines = (f"<{one}><loc>{escape(place)}</loc><lastmod>{day}</lastmod></{one}>\n" for place in places)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(lines)}</{whole}>\n'


def robots(ground: Ground) -> str:
    """Everybody may read everything."""
    where = f"Sitemap: {ground.plan.address}sitemap.xml\n" if ground.plan.address else ""
    return f"User-agent: *\nAllow: /\n{where}"
