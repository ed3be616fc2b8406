"""The codes of the layout: schemas that can't become tables that a data user would like."""

from scodata.problems import Code

UNSUPPORTED = Code(
    "C506",
    "unsupported-shape",
    """A part of a schema can't become a table.

Why: every value of a record must have its cell, and the way from schema to table must be plain.

Mend: use one of five shapes: an object with `properties` and `additionalProperties: false`; a map with `propertyNames` and a schema in `additionalProperties`; a set (`uniqueItems: true`) of texts or numbers; a list; or a text, number or boolean with one `type`. Maps, sets and lists need `x-singular`. No schema may contain itself.

Example: `"type": ["string", "null"]`.""",
)
COLLISION = Code(
    "C507",
    "names-collide",
    """Two columns of one table, or two tables, would have one name.

Why: one would hide the other.

Mend: rename the property, name a reference after its role rather than its kind, or name the table with `x-table`.

Example: `author_name` beside `author: {name: …}`.""",
)
RESERVED_WORD = Code(
    "C508",
    "reserved-word",
    """A column's name is a reserved word of SQL, or isn't snake_case.

Why: users would have to quote it in every query, and some tools forget to.

Mend: choose another name: `end_date` for `end`, `valid_from` for `from`, `rank` for `order`.

Example: a property named `end`.""",
)
LONG_NAME = Code(
    "C509",
    "long-table-name",
    """A table's name is longer than 31 characters.

Why: spreadsheets cut the names of sheets there.

Mend: shorten it with `x-table`.

Example: `participations_statements_topics`, of 32 characters.""",
)
LOOSE_PATTERN = Code(
    "C510",
    "loose-pattern",
    """A pattern could mean different things to different readers.

Why: JSON Schema looks for a match anywhere, Table Schema for one of the whole text, and `\\\\d`, `\\\\w` and `\\\\s` differ between languages.

Mend: write `^…$`, and `[0-9]` for `\\\\d`.

Example: `"pattern": "[0-9]{4}"`, which a search finds in `x2024y`.""",
)
SLOW_PATTERN = Code(
    "C512",
    "slow-pattern",
    """A pattern repeats a repetition, so that a text made for it could keep the check busy for ever.

Why: whoever sends a record could stop the checks of everybody.

Mend: let each round of the outer repetition begin with a character that the inner one can't take: `^[a-z]+(-[a-z]+)*$`.

Example: `"pattern": "^([a-z]+)*$"`.""",
)
