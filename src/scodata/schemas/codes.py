"""The codes of schemas: what can be wrong in a record held against its schema, and in a schema itself."""

from scodata.problems import Code

UNKNOWN_PROPERTY = Code(
    "S201",
    "unknown-property",
    """A property that the schema doesn't know.

Why: a misspelt property would be left out of every table in silence.

Mend: correct its name, move it to where it belongs, or add it to the schema.

Example: `tilte: Sagas` instead of `title: Sagas`.""",
)
MISSING_PROPERTY = Code(
    "S202",
    "missing-property",
    """A property that the schema requires is missing.

Why: users count on it in every row.

Mend: add it. If no source says it, the schema asks too much.

Example: a book without `title`.""",
)
WRONG_TYPE = Code(
    "S203",
    "wrong-type",
    """The value is of another type than the schema asks for.

Why: a column holds one type.

Mend: write a text, number, `true` or `false`, list or mapping, as the schema says. `010`, `1e3`, `yes` and dates are texts; quotes make any value a text.

Example: `pages: many`, where a number is asked for.""",
)
NOT_ALLOWED = Code(
    "S204",
    "value-not-allowed",
    """The value isn't one of those that the schema lists.

Why: a closed list keeps spelling variants out, so that users can filter and count.

Mend: choose one of the list, or add the value to the schema with its meaning.

Example: `type: novell` instead of `type: novel`.""",
)
WRONG_FORM = Code(
    "S205",
    "wrong-form",
    """The text hasn't the form that the schema describes by a pattern.

Why: ids, addresses and codes are read by machines.

Mend: write it like the example in the hint.

Example: `id: Sagas!`.""",
)
NOT_A_DATE = Code(
    "S206",
    "not-a-date",
    """The text isn't a date that the schema allows.

Why: dates are sorted, compared and drawn; a day that no calendar has can't be.

Mend: write as much as is known: `2011`, `2011-06`, `2011-06-14`, with `~` for about and `?` for uncertain; `"[..2022-07-14]"` for not after, `"[2022..]"` for not before, `"[2016..2018]"` for some time between, in quotes.

Example: `start_date: 2011-06-31`.""",
)
OUT_OF_BOUNDS = Code(
    "S207",
    "out-of-bounds",
    """A number, or the length of a text, list or mapping, is beyond what the schema allows.

Why: such a value is nearly always a slip.

Mend: correct the value, or the bound in the schema.

Example: `latitude: 482.085`.""",
)
TWICE = Code(
    "S208",
    "item-twice",
    """A value stands twice in a list in which each may stand once.

Why: each value is a row of its own, and the second would say nothing.

Mend: delete one.

Example: `roles: [speaker, speaker]`.""",
)
CONDITION = Code(
    "S209",
    "condition-not-met",
    """The values don't go together as the schema demands.

Why: some properties need others, or exclude them.

Mend: see the message, and the schema at the place that it names.

Example: a place with a latitude and no longitude.""",
)
NOT_A_SCHEMA = Code(
    "C501",
    "not-a-schema",
    """The schema isn't valid JSON Schema 2020-12.

Why: what it says can't be relied on.

Mend: correct it at the place shown; see https://json-schema.org/draft/2020-12.

Example: `"type": "text"`, which is no type of JSON Schema.""",
)
UNRESOLVED = Code(
    "C502",
    "unresolved-reference",
    """A `$ref` leads nowhere, or elsewhere than to a schema of this catalogue.

Why: no schema may depend on the network, and every reference must resolve.

Mend: write `file.json#/$defs/name` or `#/$defs/name`.

Example: `{"$ref": "shared.json#/$defs/ttile"}`.""",
)
MISUSED_ANNOTATION = Code(
    "C503",
    "misused-annotation",
    """An annotation keyword (`x-…`) is unknown, has a wrong value, or names what doesn't exist.

Why: annotations tell the program what JSON Schema can't; a misspelt one would be ignored in silence.

Mend: see the page on annotations in the documentation.

Example: `"x-ref": "bokos"`.""",
)
UNDOCUMENTED = Code(
    "C504",
    "undocumented-property",
    """A property has no title, no description or no example, or an example that isn't valid.

Why: these become the data dictionary, the help in editors and the messages to curators.

Mend: write `title`, `description` and `examples`; beside a `$ref` they win over those of its target.

Example: `"pages": {"type": "integer"}`.""",
)
NO_SCHEMA = Code(
    "C505",
    "kind-without-schema",
    """A kind of `scodata.yaml` has no schema, or a schema of a record belongs to no kind.

Why: records of it can't be judged, or the schema would be ignored in silence.

Mend: write `schemas/<kind>.json`, or correct the list of kinds.

Example: `kinds: [books, films]` with no `schemas/films.json`.""",
)
UNKNOWN_KEYWORD = Code(
    "C514",
    "unknown-keyword",
    """A schema has a keyword that JSON Schema doesn't know.

Why: every validator passes over it in silence, so that a misspelt `minLength` checks nothing.

Mend: correct it; the hint has the nearest keyword. Annotations of one's own begin with `x-`, and are known too.

Example: `"minLenght": 1`.""",
)
