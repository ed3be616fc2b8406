"""A new record is made: what was given and what was asked become a file, judged beside the whole catalogue, and written as a whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from scodata import checking
from scodata.catalogue import Catalogue
from scodata.clock import today
from scodata.creation.ids import proposed
from scodata.creation.interview import TODAY, Asker, Interview, Page, found, is_free, lacking, taken
from scodata.creation.page import invitations, text_of
from scodata.creation.places import assigned, is_text, options, shape_at, steps_of
from scodata.creation.shelf import Shelf
from scodata.documents import Document, parse, parse_json
from scodata.documents.outline import Collection, outline
from scodata.edits.changes import Changes, copied, put
from scodata.edits.settle import at_work, settle
from scodata.ground import Ground, surveyed
from scodata.layout import Shape
from scodata.problems import Problem, ScodataError, blocks, in_order, near
from scodata.schemas.bundled import editor_line
from scodata.schemas.codes import CONDITION, MISSING_PROPERTY


@dataclass(frozen=True)
class Given:
    """What is known before anything is asked: an id, a file of YAML or JSON with its name, and values as `PATH=VALUE`."""

    id: str = ""
    data: bytes | None = None
    name: str = ""
    settings: Sequence[str] = ()


@dataclass(frozen=True)
class Made:
    """The text of each new file by its name, the wanted record's last; what was said on the way; and the problems, with which errors nothing was written."""

    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    said: str = ""
    is_written: bool = False

    @property
    def name(self) -> str:
        """The file of the record that was wanted."""
        return list(self.texts)[-1]


class _StoppedError(Exception):
    """What was given can't become a record, because of these problems."""

    def __init__(self, problems: Sequence[Problem], texts: Mapping[str, str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.made = Made(texts, tuple(in_order(problems)))


def new(catalogue: Catalogue, kind: str, given: Given, asker: Asker | None = None, *, dry_run: bool = False) -> Made:
    """Makes a record of a kind, and with `asker` asks for what is missing; with errors, or with `dry_run`, nothing is written.

    Raises `ScodataError` for wrong use: an unknown kind or path, an id that is or was another record's, and, without `asker`, whatever is
    missing, each with the option that gives it.
    """
    with at_work(catalogue) as said:
        ground = surveyed(catalogue)
    if kind not in ground.layout.shapes:
        raise ScodataError(f"there is no kind {kind}; {near(kind, ground.layout.shapes) or 'known here: ' + ', '.join(ground.layout.shapes)}")
    shelf = Shelf(ground)
    try:
        page, written = _begun(ground, kind, given)
        pages = _asked(ground, shelf, page, asker) if asker else [_completed(ground, shelf, page)]
    except _StoppedError as stopped:
        return stopped.made
    return replace(_settled(catalogue, _texts(shelf, pages, written), asker, dry_run=dry_run), said=said)


def _begun(ground: Ground, kind: str, given: Given) -> tuple[Page, Collection | None]:
    """The record as far as it was given, and the parts of the file that it came from."""
    shape = ground.layout.shapes[kind]
    document = _read(given) if given.data is not None else None
    value: dict[str, Any] = deepcopy(document.value) if document else {}
    for setting in given.settings:
        _set(value, shape, setting)
    if given.id and value.setdefault("id", given.id) != given.id:
        raise ScodataError(f"the id is {given.id} by --id and {value['id']} elsewhere")
    if not is_text(json.dumps(value, ensure_ascii=False)):
        raise ScodataError("a value isn't text in UTF-8")
    page = Page(kind, value)
    if "id" in value and (why := taken(ground, str(value["id"]))):
        raise ScodataError(f"{why}; scodata new never changes a record")
    _refuse(ground, page)
    return page, outline(document) if document and not document.is_json else None


def _read(given: Given) -> Document:
    """The file of values. Raises `_StoppedError` where it can't be read: a file that begins with a brace is JSON."""
    assert given.data is not None, "there is a file"
    is_json = given.name.endswith(".json") or given.data.lstrip()[:1] == b"{"
    document, problems = (parse_json if is_json else parse)(given.data, given.name)
    if document is None or blocks(problems):
        raise _StoppedError(problems, {})
    return Document(f"{given.name}.json", document.value, document.text) if is_json else document


def _set(value: dict[str, Any], shape: Shape, setting: str) -> None:
    path, sign, text = setting.partition("=")
    if not (path and sign and text.strip()):
        raise ScodataError(f"--set is PATH=VALUE, such as --set {next(iter(shape.named), 'id')}=…, not {setting}")
    inner = shape_at(shape, steps_of(path))
    is_day = inner is not None and inner.schema.get("format") == "date"
    assigned(value, shape, path, today() if is_day and text == TODAY else text)


def _refuse(ground: Ground, page: Page) -> None:
    """Raises `_StoppedError` where something that was given is wrong; what is only missing is another matter."""
    if page.value:
        wrong = [one for one in found(ground, page) if one.code.severity == "error" and one.code not in (MISSING_PROPERTY, CONDITION)]
        if wrong:
            raise _StoppedError(wrong, {page.name: text_of(ground.layout.shapes[page.kind], page.value)})


def _asked(ground: Ground, shelf: Shelf, page: Page, asker: Asker) -> list[Page]:
    interview = Interview(ground, shelf, asker)
    interview.hold(page)
    return interview.pages


def _completed(ground: Ground, shelf: Shelf, page: Page) -> Page:
    """The same record with an id. Raises `ScodataError` that names all that is missing."""
    shape = ground.layout.shapes[page.kind]
    missing = [" or ".join(option for steps in one for option in _options(shape, steps)) for one in lacking(ground, page)]
    if "id" not in page.value and not missing:
        page.value["id"] = proposed(shelf, page.kind, page.value, lambda id_: is_free(ground, page, id_))
        if not page.value["id"]:
            missing.append("--id ID")
    if missing:
        raise ScodataError(f"a record of {page.kind} needs more: {'; '.join(dict.fromkeys(missing))}")
    return page


def _options(shape: Shape, steps: tuple[str | int, ...]) -> Iterator[str]:
    inner = shape_at(shape, steps)
    yield from options(inner, steps) if inner else ()


def _texts(shelf: Shelf, pages: Sequence[Page], written: Collection | None) -> dict[str, str]:
    """The files of all pages; the last is of the record that was wanted, of which something may have been written."""
    root, last = shelf.ground.catalogue.root, pages[-1]
    return {
        page.name: text_of(
            shelf.shape(page.kind),
            page.value,
            written if page is last else None,
            invitations(shelf, page.kind, page.value),
            editor_line(root, page.name),
        )
        for page in pages
    }


def _settled(catalogue: Catalogue, texts: Mapping[str, str], asker: Asker | None, *, dry_run: bool) -> Made:
    """The files, judged as parts of the catalogue, and written where no error stands against it, or a curator wants to mend it in the file."""
    changes = Changes(dict.fromkeys(texts), texts)
    _refuse_existing(catalogue, texts)
    problems = tuple(_judged(catalogue, texts))
    if dry_run or (blocks(problems) and not (asker and asker.keep(problems, texts))):
        return Made(texts, problems)
    with at_work(catalogue):
        _refuse_existing(catalogue, texts)
        settle(catalogue, changes)
    return Made(texts, problems, is_written=True)


def _judged(catalogue: Catalogue, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What the whole of `scodata validate` would say of the new files, in them or beside them; judged on a copy."""
    with copied(catalogue) as copy:
        for name, text in texts.items():
            put(copy, name, text)
        for problem in checking.validate(copy).problems:
            if problem.place.path in texts or any(place.path in texts for place, _ in problem.related):
                yield problem


def _refuse_existing(catalogue: Catalogue, names: Iterable[str]) -> None:
    for name in names:
        if (catalogue.root / name).exists() or (catalogue.root / name).is_symlink():
            raise ScodataError(f"{name} stands already; scodata new never changes a record")
