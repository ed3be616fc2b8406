"""The records of a catalogue, counted as they stream by."""

from __future__ import annotations

from datetime import date

from scodata import tables
from scodata.catalogue import Catalogue
from scodata.coverage.count import Coverage, cited
from scodata.coverage.figures import Figures, figures
from scodata.examination import examine_all
from scodata.ground import surveyed


def stats(catalogue: Catalogue) -> Figures:
    """How much the catalogue covers; raises `ScodataError` where its own files have problems."""
    ground = surveyed(catalogue)
    report = Coverage(ground.layout.tables)
    known = ground.layout.shapes
    citations = {kind: next((name for name, shape in root.properties if "x-citations" in shape.schema), "") for kind, root in known.items()}
    numbered = {kind: [name for name, shape in root.properties if "x-edition" in shape.schema] for kind, root in known.items()}
    for some in examine_all(ground):
        facts, good = some.index.facts, {record.id: record for record in some.records if not record.is_redirect}
        earliest = {id_: date.fromordinal(start) for id_, _, start, _ in facts.get("periods", ()) if start}
        for record in good.values():
            sources = cited(record.value, citations[record.kind])
            report.add(record.kind, tables.rows(ground.layout.branches, record), sources, earliest.get(record.id))
            report.members.update(id_ for name in numbered[record.kind] for id_ in record.value.get(name, ()))
        report.add_editions(edition for edition in facts.get("editions", ()) if edition[0] in good)
    return figures(report, ground.manifest.value["title"])
