"""From the shapes of all kinds to one layout: the tables of the package, and for each kind the branches that fill them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scodata.documents import Document
from scodata.layout.annotations import misused
from scodata.layout.codes import COLLISION, LONG_NAME, RESERVED_WORD
from scodata.layout.columns import RESERVED, SNAKE_CASE, column, with_bounds
from scodata.layout.shapes import Shape, Shaper
from scodata.layout.tables import CELL_SOURCES, LINEAGE, RECORDS, Branch, Column, ForeignKey, Leaf, Path, Table
from scodata.problems import Code, Problem
from scodata.schemas import Schemas, Where, own
from scodata.schemas.codes import MISUSED_ANNOTATION, NO_SCHEMA

DERIVED = "derived:"
"""What the names of the schemas of derived tables begin with, beside those of kinds."""
LONGEST_NAME = 31
"""Characters of a table's name; spreadsheets cut the names of sheets there."""


@dataclass(frozen=True)
class Layout:
    """What follows from the schemas: shapes and branches by kind, and the tables in the order of the package.

    `derived` names the tables that are computed from the others.
    """

    shapes: Mapping[str, Shape]
    branches: Mapping[str, Branch]
    tables: tuple[Table, ...]
    derived: tuple[str, ...] = ()

    def languages(self) -> set[str]:
        """Every language that a language map of the schemas has."""
        return {str(shape.schema["x-language"]) for root in self.shapes.values() for shape in below(root) if "x-language" in shape.schema}


def lay_out(schemas: Schemas, kinds: Sequence[str], manifest: Document, derived: Sequence[str] = ()) -> tuple[Layout, list[Problem]]:
    """The layout of the kinds and of the `derived` tables, and what in their schemas stands in its way.

    A kind or a derived table without schema is a problem in the `manifest`, where they are listed. The schema of a derived
    table has the name `derived:<table>.json` among the schemas.
    """
    present = [kind for kind in kinds if f"{kind}.json" in schemas.files]
    computed = [table for table in derived if f"{DERIVED}{table}.json" in schemas.files]
    problems = [*_missing(manifest, "kinds", kinds, present), *_missing(manifest, "derived", derived, computed)]
    shaper = Shaper(schemas)
    shapes = {kind: shape for kind in present if (shape := shaper.shape(Where(f"{kind}.json")))}
    problems += shaper.problems
    builder = _Builder(schemas, shapes)
    for kind, shape in shapes.items():
        builder.kind(kind, shape)
    for table in computed:
        shape = shaper.shape(Where(f"{DERIVED}{table}.json"))
        builder.flat(table, shape)
    builder.own_tables()
    return Layout(shapes, builder.branches, builder.ordered(computed), tuple(computed)), problems + builder.problems


def _missing(manifest: Document, listed: str, names: Sequence[str], present: Sequence[str]) -> Iterator[Problem]:
    folder = "schemas" if listed == "kinds" else listed
    for position, name in enumerate(names):
        if name not in present:
            yield manifest.problem(NO_SCHEMA, f"`{name}` has no schema: {folder}/{name}.json is missing or broken", (listed, position), key=True)


def below(shape: Shape) -> Iterator[Shape]:
    """A shape and every shape in it."""
    yield shape
    for child in shape.children:
        yield from below(child)


@dataclass(frozen=True)
class _Above:
    """What a table takes over from the one above it: its name, title and keys."""

    table: str
    title: str
    keys: tuple[Column, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class _Frame:
    """How a table begins: the shape that it is of, its keys and the foreign keys among them, and the name of a lone column, for items that are scalars."""

    shape: Shape
    keys: tuple[Column, ...]
    references: tuple[ForeignKey, ...]
    lone: str = ""


class _Builder:
    def __init__(self, schemas: Schemas, shapes: Mapping[str, Shape]) -> None:
        self.schemas = schemas
        self.shapes = shapes
        self.problems: list[Problem] = []
        self.branches: dict[str, Branch] = {}
        self.tables: dict[str, Table] = {}
        self.shared: dict[str, Where] = {}

    def kind(self, kind: str, shape: Shape) -> None:
        if shape.form != "object" or "id" not in dict(shape.properties) or "x-singular" not in shape.schema:
            message = "the schema of a kind is an object with a property `id` and an annotation `x-singular`"
            self.problems.append(self.schemas.problem(MISUSED_ANNOTATION, message, shape.where))
            return
        for inner in below(shape):
            self.problems += misused(self.schemas, self.shapes, inner)
        self.branches[kind] = self._record(kind, shape)

    def own_tables(self) -> None:
        shaper = Shaper(own())
        shape = shaper.shape(Where("records.json"))
        assert shape is not None, "the program's own schema has a shape"
        self.branches[RECORDS] = self._record(RECORDS, shape)
        cited = any("x-citations" in inner.schema for root in self.shapes.values() for inner in below(root))
        for table in (CELL_SOURCES, LINEAGE) if cited else (LINEAGE,):
            self.flat(table, shaper.shape(Where(f"{table}.json")), (RECORDS,))

    def flat(self, name: str, shape: Shape | None, derived_from: tuple[str, ...] = ()) -> None:
        """A table that no record has of its own: each property of its schema is a column, those of the key first."""
        if shape is None:
            return
        if shape.form != "object" or "x-key" not in shape.schema or any(inner.form != "scalar" for _, inner in shape.properties):
            message = "the schema of a derived table is an object of texts, numbers and booleans with an annotation `x-key`"
            self.problems.append(self.schemas.problem(MISUSED_ANNOTATION, message, shape.where))
            return
        for inner in below(shape):
            self.problems += misused(self.schemas, self.shapes, inner)
        key = shape.schema["x-key"]
        columns, references, named = list[Column](), list[ForeignKey](), dict[str, str]()
        for property_, inner in sorted(shape.properties, key=lambda item: key.index(item[0]) if item[0] in key else len(key)):
            main = column(inner, property_, inner.title, key=property_ in key, required=property_ in shape.required)
            main = replace(main, description=f"{main.description} Derived.")
            columns += with_bounds(main, inner)
            references += self._reference(inner, main)
            named[property_] = main.name
        description = str(shape.schema.get("description", ""))
        self._add(Table(name, shape.title, description, tuple(columns), tuple(references), shape.where, derived_from, _as_of(shape, named)))

    def ordered(self, derived: Sequence[str]) -> tuple[Table, ...]:
        """Kinds first, then the tables below them, then shared ones, then derived ones, then the program's own."""
        ours = [name for name in self.tables if name in (RECORDS, CELL_SOURCES, LINEAGE) or name.startswith(f"{RECORDS}_")]
        kinds = [name for name in self.shapes if name in self.tables]
        shared = [branch.table for kind in kinds for branch in self.branches[kind].walk() if self._is_shared(branch)]
        order = dict.fromkeys((*kinds, *(name for name in self.tables if name not in {*shared, *derived, *ours}), *shared, *derived, *ours))
        return tuple(self.tables[name] for name in order if name in self.tables)

    def _is_shared(self, branch: Branch) -> bool:
        return self.tables[branch.table].columns[0].name == "record_id"

    def _record(self, kind: str, shape: Shape) -> Branch:
        singular = shape.schema["x-singular"]
        id_ = dict(shape.properties)["id"]
        key = column(id_, "id", id_.title, key=True)
        references = () if kind == RECORDS else (ForeignKey(("id",), RECORDS, ("id",)),)
        carried = replace(key, name=f"{singular}_id", title=shape.title and f"{singular.capitalize()}: {id_.title}")
        rest = replace(shape, properties=tuple((name, inner) for name, inner in shape.properties if name != "id"))
        leaves, branches = self._fill(_Frame(shape, (key,), references), rest, _Above(kind, shape.title, (carried,), ("id",)))
        return Branch(kind, "record", (), Leaf(("id",), "string"), leaves, branches)

    def _fill(self, frame: _Frame, item: Shape, above: _Above) -> tuple[tuple[Leaf, ...], tuple[Branch, ...]]:
        """Adds the table that the frame begins, and gives the leaves and branches of its items."""
        columns, references, leaves = list(frame.keys), list(frame.references), list[Leaf]()
        collections: list[tuple[Path, Shape]] = []
        for flat in flattened(item):
            if flat.shape.form == "scalar":
                main = flat.column("_".join(flat.path) or frame.lone)
                columns += with_bounds(main, flat.shape)
                leaves.append(Leaf(flat.path, flat.shape.schema["type"], flat.shape.is_date))
                references += self._reference(flat.shape, main)
            else:
                collections.append((flat.path, flat.shape))
        description = str(frame.shape.schema.get("description", ""))
        self._add(Table(above.table, above.title, description, tuple(columns), tuple(references), frame.shape.where))
        return tuple(leaves), tuple(self._collection(path, inner, above) for path, inner in collections)

    def _reference(self, shape: Shape, main: Column) -> tuple[ForeignKey, ...]:
        kind, _ = shape.reference
        return (ForeignKey((main.name,), kind, ("id",)),) if kind else ()

    def _collection(self, path: Path, shape: Shape, above: _Above) -> Branch:
        shared = shape.schema.get("x-shared", "")
        name = shape.schema.get("x-table") or shared or "_".join((above.table, *path))
        title = shape.title if shared else f"{above.title}: {shape.title}"
        if shared:
            above = self._share(shared, shape, above)
        key, own_leaf = self._own_key(shape)
        own_keys = tuple(with_bounds(key, shape.items)) if shape.form == "set" and shape.items else (key,)
        keys = (*above.keys, *own_keys)
        assert shape.items is not None, "a map, set or list has items"
        references = (
            ForeignKey(tuple(column.name for column in above.keys), above.table, above.targets),
            *(self._reference(shape.keys or shape.items, key) if shape.form != "list" else ()),
        )
        carried = tuple(column for column in keys if column.key)
        lone = path[-1] if shape.form == "map" else str(shape.schema.get("x-singular", "item"))
        item = EMPTY if shape.form == "set" else shape.items
        below_ = _Above(name, title, carried, tuple(column.name for column in carried))
        leaves, branches = self._fill(_Frame(shape, keys, references, lone), item, below_)
        return Branch(name, shape.form, path, own_leaf, leaves, branches)

    def _share(self, shared: str, shape: Shape, above: _Above) -> _Above:
        """A shared table hangs on the table of all ids, whatever the kind."""
        if self.shared.setdefault(shared, shape.body) != shape.body:
            message = f"the table `{shared}` is shared, so every kind uses the same `$ref` for it"
            self.problems.append(self.schemas.problem(MISUSED_ANNOTATION, message, shape.where))
        if len(above.keys) != 1 or above.table not in self.shapes:
            self.problems.append(self.schemas.problem(MISUSED_ANNOTATION, "`x-shared` stands on a property of a kind, not further below", shape.where))
        record = replace(above.keys[0], name="record_id", title="Record", description="The record that this belongs to, of whatever kind.")
        return _Above(RECORDS, "", (record,), ("id",))

    def _own_key(self, shape: Shape) -> tuple[Column, Leaf]:
        singular = str(shape.schema.get("x-singular", "item"))
        label = singular.replace("_", " ").capitalize()
        if shape.form == "list":
            position = Shape(
                "scalar",
                {"type": "integer", "minimum": 1, "examples": [1], "description": f"Position of the {label.lower()} in its list, from 1."},
                shape.where,
                shape.body,
            )
            return column(position, f"{singular}_position", f"{label}: position", key=True), Leaf((), "integer")
        scalar = shape.keys if shape.form == "map" else shape.items
        assert scalar is not None, "a map has keys and a set has items"
        title = scalar.title if shape.form == "set" or scalar.reference[0] else label
        return column(scalar, singular, title or label, key=True), Leaf((), scalar.schema["type"], shape.form == "set" and scalar.is_date)

    def _add(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        for position, column_ in enumerate(table.columns):
            if column_.name in names[:position]:
                self._say(COLLISION, f"the table `{table.name}` would have two columns `{column_.name}`", column_.where)
            elif not SNAKE_CASE.fullmatch(column_.name) or column_.name in RESERVED:
                self._say(RESERVED_WORD, f"`{column_.name}` makes a bad column: it is a word of SQL, or isn't snake_case", column_.where)
        if len(table.name) > LONGEST_NAME:
            self._say(LONG_NAME, f"the table `{table.name}` has a name of {len(table.name)} characters", table.where)
        known = self.tables.get(table.name)
        if known is None:
            self.tables[table.name] = table
        elif known.columns[0].name != "record_id" or [column.name for column in known.columns] != names:
            self._say(COLLISION, f"two tables would be called `{table.name}`", table.where)

    def _say(self, code: Code, message: str, where: Where) -> None:
        schemas = self.schemas if where.file in self.schemas.files else own()
        self.problems.append(schemas.problem(code, message, where))


def _as_of(shape: Shape, named: Mapping[str, str]) -> dict[str, Any]:
    """What `x-as-of` says, in the names of columns."""
    said = shape.schema.get("x-as-of", {})
    return {key: named.get(one, one) if isinstance(one, str) else [named.get(name, name) for name in one] for key, one in said.items()}


EMPTY = Shape("object", {}, Where(""), Where(""))
"""The shape of an item that holds nothing but its key."""


@dataclass(frozen=True)
class Flat:
    """What lies below an item without a map, set or list between: the path to it, and what the way says of it."""

    path: Path
    shape: Shape
    title: str
    description: str
    required: bool
    example: Any

    def column(self, name: str) -> Column:
        return replace(
            column(self.shape, name, self.title, required=self.required),
            description=self.description,
            example=self.example,
        )


def flattened(item: Shape) -> Iterator[Flat]:
    """Every scalar, map, set and list of an item. The titles and descriptions on the way are told together; an example of the whole serves its parts."""
    examples = item.schema.get("examples") or [None]
    if item.form == "object":
        for name, inner in item.properties:
            yield from _flattened(inner, (name,), name in item.required, ())
    else:
        yield Flat((), item, item.title, str(item.schema.get("description", "")), True, examples[0])


def _flattened(shape: Shape, path: Path, required: bool, above: tuple[Shape, ...]) -> Iterator[Flat]:
    way = (*above, shape)
    if shape.form == "object":
        for name, inner in shape.properties:
            yield from _flattened(inner, (*path, name), required and name in shape.required, way)
        return
    title = ": ".join(step.title for step in way if step.title)
    description = " ".join(str(step.schema["description"]) for step in way if step.schema.get("description"))
    yield Flat(path, shape, title, description, required, _example(way, path))


def _example(way: tuple[Shape, ...], path: Path) -> Any:
    """The first example on the way, cut down to what lies at its end; None where that example says nothing there."""
    for depth, shape in enumerate(way):
        examples = shape.schema.get("examples")
        if examples:
            value = examples[0]
            for name in path[len(path) - len(way) + depth + 1 :]:
                value = value.get(name) if isinstance(value, dict) else None
            return value
    return None
