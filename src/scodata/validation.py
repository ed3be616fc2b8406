"""The gate: documents become records, or problems. There is no other way to make a `Record`."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scodata.catalogue import MARK, RELEASED, Catalogue, files, id_of
from scodata.documents import Document, read
from scodata.documents.codes import SYNTAX
from scodata.documents.mends import mended
from scodata.documents.reader import load, text_of
from scodata.findings import Distant, Draft, Known
from scodata.layout import Layout, Shape, lay_out
from scodata.layout.build import DERIVED, below
from scodata.layout.shapes import Shaper
from scodata.layout.sites import Steps, items
from scodata.layout.tables import RECORDS
from scodata.phrases import read_phrases
from scodata.problems import Code, Place, Problem, ScodataError, blocks, near, to_pointer
from scodata.records import Entry, Index, Listing, Record
from scodata.rules import CATALOGUE_RULES, GATHERERS, RECORD_RULES, permanence
from scodata.schemas import Bench, Judge, Schemas, Where, files_named, lint, own, own_judge, read_schemas
from scodata.schemas.codes import NO_SCHEMA

ID_TWICE = Code(
    "R302",
    "id-not-unique",
    """Two files have one name, so two records would have one id.

Why: a reference could mean either.

Mend: rename one of them, in the file too; or merge them, if they are the same thing.

Example: `records/books/sagas.yaml` and `records/authors/sagas.yaml`.""",
)
STRAY = Code(
    "R310",
    "stray-file",
    """A file below `records/` that is no record.

Why: a record in the wrong folder or with the wrong ending would be left out in silence.

Mend: move it to the folder of its kind, give it the ending `.yaml`, or take it out of `records/`.

Example: `records/books/sagas.yml`.""",
)
HIDDEN = Code(
    "R313",
    "hidden-file",
    """A hidden file or folder below `records/`; it is passed over.

Why: nothing is left out in silence.

Mend: delete it, or take it out of `records/`. Most often an editor or a file manager left it there.

Example: `records/books/.sagas.yaml.swp`.""",
    "warning",
)
OTHER_LANGUAGES = Code(
    "C511",
    "languages-differ",
    """`scodata.yaml` lists other languages than the schemas have columns for.

Why: the languages are those of the schemas' language maps; a list that says otherwise would mislead.

Mend: correct the list, or the schemas.

Example: `languages: [fi]`, where the schemas have `fi` and `sv`.""",
)


@dataclass(frozen=True)
class Ground:
    """What stands before the first record is read: what the catalogue is, its kinds and their shapes, and which files there are."""

    catalogue: Catalogue
    manifest: Document
    layout: Layout
    listing: Listing
    names: tuple[str, ...]
    judges: Mapping[str, Judge]
    redirect_shape: Shape
    known: Known
    numbers: Mapping[Shape, int] = field(repr=False)
    wanted: Mapping[str, frozenset[str]] = field(repr=False)


@dataclass(frozen=True)
class Examined:
    """One file, examined: its record, if it is one and is wanted; its entry in the index, if it could be read; and its problems."""

    record: Record | None
    entry: Entry | None
    problems: tuple[Problem, ...]


def survey(catalogue: Catalogue) -> tuple[Ground | None, list[Problem]]:
    """Reads `scodata.yaml`, the schemas and the phrases, and lists the records. No ground where any of these can't be used."""
    manifest, problems = _manifest(catalogue)
    schemas, unread = read_schemas(catalogue.schemas, "schemas")
    derivations, unread_too = read_schemas(catalogue.derived, "derived")
    together = Schemas({**schemas.files, **{f"{DERIVED}{name}": document for name, document in derivations.files.items()}})
    bench, found = lint(together) if not (unread or unread_too) else (None, [])
    problems += [*unread, *unread_too, *found]
    if manifest is None or bench is None or problems:
        return None, problems
    kinds, derived = manifest.value["kinds"], manifest.value.get("derived", ())
    layout, found = lay_out(together, kinds, manifest, derived)
    problems += found
    problems += _unlisted(schemas, kinds)
    problems += _unlisted(derivations, derived)
    problems += _languages(manifest, layout)
    if problems:
        return None, problems
    files, stray = _files(catalogue, kinds)
    twice = list(_twice(catalogue, files))
    kinds_of = {id_: catalogue.kind_of(name) for id_, name in files}
    listing = Listing(kinds_of, dict(files), frozenset(problem.record for problem in twice))
    released, unread = _released(catalogue)
    _, unreadable = read_phrases(catalogue.phrases, layout.shapes)
    ground = _ground(catalogue, manifest, bench, layout, listing, tuple(name for _, name in files), tuple(released))
    return ground, [*stray, *twice, *unread, *unreadable]


def surveyed(catalogue: Catalogue) -> Ground:
    """The ground of a catalogue whose own files are good; raises `ScodataError` where they aren't."""
    ground, _ = survey(catalogue)
    if ground is None:
        raise ScodataError("scodata.yaml or the schemas have problems: run scodata validate")
    return ground


def _ground(
    catalogue: Catalogue, manifest: Document, bench: Bench, layout: Layout, listing: Listing, names: tuple[str, ...], released: tuple[tuple[str, int], ...]
) -> Ground:
    redirect = Shaper(own()).shape(Where("redirect.json"))
    assert redirect is not None, "the program's own schema has a shape"
    references = tuple(shape for root in (*layout.shapes.values(), redirect) for shape in below(root) if shape.reference[0])
    judges = {kind: bench.judge(Where(f"{kind}.json")) for kind in layout.shapes} | {RECORDS: own_judge("redirect.json")}
    return Ground(
        catalogue,
        manifest,
        layout,
        listing,
        names,
        judges,
        redirect,
        Known(listing, layout, references, released),
        numbers={shape: number for number, shape in enumerate(references)},
        wanted=_wanted(layout),
    )


def _wanted(layout: Layout) -> Mapping[str, frozenset[str]]:
    """The properties of each kind that a rule looks up when it meets a reference to one of its records."""
    wanted: dict[str, set[str]] = {}
    for shape in (shape for root in layout.shapes.values() for shape in below(root)):
        kind, conditions = shape.reference
        wanted.setdefault(kind, set()).update(conditions)
        for exclusion in shape.schema.get("x-exclusive", ()):
            held = dict(shape.items.properties) if shape.items else {}
            for kind, _ in (held[name].reference for name in exclusion["same"] if name in held and "shared" in exclusion):
                wanted.setdefault(kind, set()).add(exclusion["shared"])
    return {kind: frozenset(names) for kind, names in wanted.items()}


def _released(catalogue: Catalogue) -> tuple[list[tuple[str, int]], list[Problem]]:
    """Every id ever released and its line, from the first column of the list that releases write."""
    if not catalogue.released.exists():
        return [], []
    data = load(catalogue.released, RELEASED)
    text = data if isinstance(data, Problem) else text_of(data, RELEASED)
    if isinstance(text, Problem):
        return [], [text]
    rows = list(csv.reader(text.splitlines()))
    if not rows or rows[0][:1] != ["id"]:
        return [], [Problem(SYNTAX, "the first line is a header that begins with `id`", Place(RELEASED))]
    return [(row[0], number) for number, row in enumerate(rows, 1) if row and number > 1], []


def examine(ground: Ground, name: str, *, records: bool = True) -> Examined:
    """Reads one file and holds it against its schema and the rules on single records; without `records`, none is made of it."""
    document, problems = read(f"{ground.catalogue.root}/{name}", name)
    if document is None:
        return Examined(None, None, tuple(problem.of(id_of(name)) for problem in problems))
    draft, problems = judged(ground, document)
    entry = _entry(ground, draft)
    record = Record(entry.id, draft.kind, name, document.value, _lines(draft)) if records and not blocks(problems) else None
    return Examined(record, entry, tuple(problem.of(entry.id) for problem in problems))


def judged(ground: Ground, document: Document) -> tuple[Draft, list[Problem]]:
    """A document held against its schema and the rules on single records, whether or not a file holds it."""
    draft, problems = _draft(ground, document)
    for rule in (rule for rule in RECORD_RULES if not rule.on or draft.has(rule.on)):
        for finding in rule.find(draft, ground.known):
            mend = mended(document, finding.path, finding.mend, key=finding.key) if finding.mend else None
            place = document.place(finding.path, key=finding.key)
            more = finding.hint, "", to_pointer(finding.path), finding.related, mend
            problems.append(Problem(rule.code, finding.message, place, *more))
    return draft, problems


def _lines(draft: Draft) -> dict[Steps, int]:
    """The line of the record, and of each item of its maps, sets and lists."""
    paths = items(draft.shape, draft.value)
    return {(): draft.document.place(("id",), key=True).line, **{path: draft.document.place(path, key=True).line for path in paths}}


def including(ground: Ground, names: Mapping[str, str]) -> Ground:
    """The same ground, as if records of these ids stood in files of these names too."""
    kinds = {**ground.listing.kinds, **{id_: ground.catalogue.kind_of(name) for id_, name in names.items()}}
    listing = Listing(kinds, {**ground.listing.names, **names}, ground.listing.twice)
    return replace(ground, listing=listing, known=replace(ground.known, listing=listing))


def conclude(ground: Ground, index: Index) -> Iterator[Problem]:
    """What can only be judged when every record has been read."""
    stand_ins = {instead_of for _, _, instead_of in index.facts.get("stand_ins", ())}
    for line, id_ in permanence.lost(ground.known, stand_ins):
        hint = "bring its file back, with `id` and `redirect` only"
        yield Problem(permanence.LOST, f"`{id_}` was released, and has no record any more", Place(RELEASED, line, 1, line, len(id_) + 1), hint, id_)
    for rule in CATALOGUE_RULES:
        for finding in rule.find(index, ground.known):
            yield from _located(ground, rule.code, finding)


def _manifest(catalogue: Catalogue) -> tuple[Document | None, list[Problem]]:
    document, problems = read(catalogue.mark, MARK)
    if document is None:
        return None, problems
    problems = list(own_judge("catalogue.json").problems(document))
    return (None if problems else document), problems


def _unlisted(schemas: Schemas, kinds: Iterable[str]) -> Iterator[Problem]:
    """Schemas that are neither of a kind nor used by one."""
    used = {Path(file).stem for document in schemas.files.values() for file in files_named(document.value)}
    for file in schemas.files:
        stem = Path(file).stem
        if stem not in kinds and stem not in used:
            yield schemas.problem(NO_SCHEMA, f"`{file}` belongs to no kind of {MARK}, and no schema uses it", Where(file), near(stem, kinds))


def _languages(manifest: Document, layout: Layout) -> Iterator[Problem]:
    listed, existing = manifest.value.get("languages"), layout.languages()
    if listed is not None and set(listed) != existing:
        yield manifest.problem(OTHER_LANGUAGES, f"the schemas have columns for: {', '.join(sorted(existing)) or 'none'}", ("languages",), key=True)


def _files(catalogue: Catalogue, kinds: Iterable[str]) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The ids and names of all record files, sorted, and a problem for whatever else lies there."""
    found, problems = [], []
    for name in files(catalogue.records, "records") if catalogue.records.is_dir() else ():
        kind = catalogue.kind_of(name)
        file = name.rpartition("/")[2]
        stem, dot, ending = file.rpartition(".")
        if file.startswith("."):
            problems.append(Problem(HIDDEN, "a hidden file, which is passed over", Place(name)))
        elif kind not in kinds:
            hint = near(kind, kinds) if kind else f"one of: {', '.join(f'`{folder}`' for folder in kinds)}"
            problems.append(Problem(STRAY, "this folder is of no kind, so the file is no record", Place(name), hint))
        elif not (dot and ending == "yaml"):
            problems.append(Problem(STRAY, "a record's file name ends with `.yaml`", Place(name), hint=f"rename it to `{stem or ending}.yaml`"))
        else:
            found.append((stem, name))
    return sorted(found), problems


def _twice(catalogue: Catalogue, files: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for id_, name in files:
        other = first.setdefault(unicodedata.normalize("NFC", id_).casefold(), name)
        if other != name:
            place, there = (_place_of_id(catalogue, one) for one in (name, other))
            how = "has the same id" if id_ == id_of(other) else "has the same name but for case or form, and some systems can't hold both"
            yield Problem(ID_TWICE, f"`{other}` {how}", place, record=id_, related=((there, "the other one"),))


def _place_of_id(catalogue: Catalogue, name: str) -> Place:
    document, _ = read(catalogue.root / name, name)
    return document.place(("id",)) if document else Place(name)


def _draft(ground: Ground, document: Document) -> tuple[Draft, list[Problem]]:
    """The document with the shape of its kind, or of a redirect, and what its schema finds."""
    kind, shape = ground.catalogue.kind_of(document.name), shape_of(ground, document)
    return Draft(kind, document, shape), list(ground.judges[RECORDS if shape is ground.redirect_shape else kind].problems(document))


def shape_of(ground: Ground, document: Document) -> Shape:
    """The shape that a record of its kind has, or that of a redirect if the document is one."""
    shape = ground.layout.shapes[ground.catalogue.kind_of(document.name)]
    retired = "redirect" in document.value and "redirect" not in shape.named
    return ground.redirect_shape if retired else shape


def _entry(ground: Ground, draft: Draft) -> Entry:
    references = tuple([(ground.numbers[shape], id_) for shape, _, id_, _ in draft.many("x-ref") if isinstance(id_, str)])
    values = {name: str(draft.value[name]) for name in ground.wanted.get(draft.kind, ()) if name in draft.value}
    successors = tuple(target for _, target in references) if draft.shape is ground.redirect_shape else None
    asked = {name: one.gather for name, one in GATHERERS.items() if not one.on or draft.has(one.on)}
    facts = {name: found for name, gather in asked.items() if (found := tuple(gather(draft, ground.known)))}
    return Entry(draft.name, draft.kind, values, references, successors, facts)


def _located(ground: Ground, code: Code, finding: Distant) -> Iterator[Problem]:
    """A finding of the index, at its place: the record is read once more."""
    document = _reread(ground, finding.record)
    if document is None:
        return
    related = tuple((_place(ground, record, path), what) for record, path, what in finding.related)
    if finding.path is not None:
        places = [(finding.path, finding.key)]
    else:
        draft, _ = _draft(ground, document)
        wanted = finding.reference, finding.target
        places = [(path, key) for shape, path, id_, key in draft.many("x-ref") if (ground.numbers.get(shape), id_) == wanted]
    for path, key in places:
        mend = mended(document, path, finding.mend, key=key) if finding.mend else None
        yield document.problem(code, finding.message, path, key=key, hint=finding.hint, record=finding.record, related=related, mend=mend)


def _place(ground: Ground, record: str, path: Steps) -> Place:
    document = _reread(ground, record)
    return document.place(path) if document else Place(ground.listing.names.get(record, MARK))


def _reread(ground: Ground, record: str) -> Document | None:
    name = ground.listing.names.get(record, "")
    return read(ground.catalogue.root / name, name)[0] if name else None
