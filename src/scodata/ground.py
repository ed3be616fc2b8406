"""What stands before the first record is read: what the catalogue is, its kinds and their shapes, and which files there are."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from scodata.catalogue import MARK, RELEASED, Catalogue, files, id_of
from scodata.documents import Document, read
from scodata.documents.codes import SYNTAX
from scodata.documents.reader import conflict, load, text_of
from scodata.findings import Known
from scodata.layout import Layout, Shape, lay_out
from scodata.layout.build import DERIVED, below
from scodata.layout.shapes import Shaper
from scodata.layout.tables import RECORDS
from scodata.phrases import read_phrases
from scodata.problems import Code, Place, Problem, ScodataError, near
from scodata.records import Listing
from scodata.schemas import Judge, Schemas, Where, files_named, lint, own, own_judge, read_schemas
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
    """A file below `records/` that is no record, or one in `changes/` that holds no notes.

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
class Frame:
    """What follows from `scodata.yaml` and the schemas alone: the shapes of the kinds, their judges, and what rules ask for."""

    layout: Layout
    judges: Mapping[str, Judge]
    redirect_shape: Shape
    references: tuple[Shape, ...]
    wanted: Mapping[str, frozenset[str]]

    @cached_property
    def numbers(self) -> Mapping[Shape, int]:
        """Each shape of a reference by its place among them."""
        return {shape: number for number, shape in enumerate(self.references)}


@dataclass(frozen=True)
class Ground:
    """What stands before the first record is read: what the catalogue is, its kinds and their shapes, and which files there are."""

    catalogue: Catalogue
    manifest: Document
    frame: Frame
    listing: Listing
    names: tuple[str, ...]
    known: Known

    @property
    def layout(self) -> Layout:
        """The shapes, branches and tables of the kinds."""
        return self.frame.layout


@dataclass(frozen=True)
class _Basis:
    """`scodata.yaml`, where it can be used, and the schemas of kinds and of derived tables; equal to another where all texts are."""

    manifest: Document | None = field(compare=False)
    schemas: Schemas = field(compare=False)
    derivations: Schemas = field(compare=False)
    texts: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        documents = (self.manifest, *self.schemas.files.values(), *self.derivations.files.values())
        object.__setattr__(self, "texts", tuple((document.name, document.text) for document in documents if document))


def survey(catalogue: Catalogue) -> tuple[Ground | None, list[Problem]]:
    """Reads `scodata.yaml`, the schemas and the phrases, and lists the records. No ground where any of these can't be used."""
    manifest, problems = _manifest(catalogue)
    schemas, unread = read_schemas(catalogue.schemas, "schemas")
    derivations, unread_too = read_schemas(catalogue.derived, "derived")
    frame, found = _framed(_Basis(manifest, schemas, derivations)) if not (unread or unread_too) else (None, ())
    problems += [*unread, *unread_too, *found]
    if manifest is None or frame is None or problems:
        return None, problems
    files, stray = _files(catalogue, manifest.value["kinds"])
    twice = list(_twice(catalogue, files))
    kinds_of = {id_: catalogue.kind_of(name) for id_, name in files}
    listing = Listing(kinds_of, dict(files), frozenset(problem.record for problem in twice))
    released, unread = _released(catalogue)
    _, unreadable = read_phrases(catalogue.phrases, frame.layout.shapes)
    known = Known(listing, frame.layout, frame.references, tuple(released))
    ground = Ground(catalogue, manifest, frame, listing, tuple(name for _, name in files), known)
    return ground, [*stray, *twice, *unread, *unreadable]


@lru_cache(maxsize=4)  # a command may look at one catalogue many times, or at an older one beside it, mostly with the same schemas
def _framed(basis: _Basis) -> tuple[Frame | None, tuple[Problem, ...]]:
    """The frame of a catalogue, and what is wrong in its schemas, or in what `scodata.yaml` says of them."""
    together = Schemas({**basis.schemas.files, **{f"{DERIVED}{name}": document for name, document in basis.derivations.files.items()}})
    bench, problems = lint(together)
    if basis.manifest is None or bench is None or problems:
        return None, tuple(problems)
    kinds, derived = basis.manifest.value["kinds"], basis.manifest.value.get("derived", ())
    layout, problems = lay_out(together, kinds, basis.manifest, derived)
    problems += [*_unlisted(basis.schemas, kinds), *_unlisted(basis.derivations, derived), *_languages(basis.manifest, layout)]
    if problems:
        return None, tuple(problems)
    redirect = Shaper(own()).shape(Where("redirect.json"))
    assert redirect is not None, "the program's own schema has a shape"
    references = tuple(shape for root in (*layout.shapes.values(), redirect) for shape in below(root) if shape.reference[0])
    judges = {kind: bench.judge(Where(f"{kind}.json")) for kind in layout.shapes} | {RECORDS: own_judge("redirect.json")}
    return Frame(layout, judges, redirect, references, _wanted(layout)), ()


def surveyed(catalogue: Catalogue) -> Ground:
    """The ground of a catalogue whose own files are good; raises `ScodataError` where they aren't."""
    ground, _ = survey(catalogue)
    if ground is None:
        raise ScodataError("scodata.yaml or the schemas have problems: run scodata validate")
    return ground


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
    if conflicts := list(conflict(text, RELEASED)):
        return [], conflicts
    rows = list(csv.reader(text.splitlines()))
    if not rows or rows[0][:1] != ["id"]:
        return [], [Problem(SYNTAX, "the first line is a header that begins with `id`", Place(RELEASED))]
    return [(row[0], number) for number, row in enumerate(rows, 1) if row and number > 1], []


def including(ground: Ground, names: Mapping[str, str]) -> Ground:
    """The same ground, as if records of these ids stood in files of these names too."""
    kinds = {**ground.listing.kinds, **{id_: ground.catalogue.kind_of(name) for id_, name in names.items()}}
    listing = Listing(kinds, {**ground.listing.names, **names}, ground.listing.twice)
    return replace(ground, listing=listing, known=replace(ground.known, listing=listing))


def shape_of(ground: Ground, document: Document) -> Shape:
    """The shape that a record of its kind has, or that of a redirect if the document is one."""
    shape = ground.layout.shapes[ground.catalogue.kind_of(document.name)]
    retired = "redirect" in document.value and "redirect" not in shape.named
    return ground.frame.redirect_shape if retired else shape


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
        elif kind not in kinds and (catalogue.root / name).is_dir():
            problems.append(Problem(STRAY, "a link to a folder, which is not followed", Place(name), hint="put the folder itself here"))
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
