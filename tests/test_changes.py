"""What differs between two packages, and what it asks for: a law for the delta, a table of changes for the rules."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata.changes import RULES, Comparison, apply, compare, delta, level_of
from scodata.changes.findings import findings
from scodata.changes.notes import Notes
from scodata.changes.rows import key_of
from scodata.problems import ScodataError
from scodata.schemas import own_judge

from conftest import LIBRARY, REPOSITORY
from packages import Draft, draft_of

BOOKS = draft_of(LIBRARY / "datapackage")
SCO = draft_of(REPOSITORY / "datapackage", most=12)


def add_record(draft: Draft, id_: str = "zoe") -> None:
    draft.rows["authors"].append([id_, *[""] * (len(draft.fields("authors")) - 1)])
    draft.rows["records"].append([id_, "authors", "current", ""])


add_record(BOOKS, "yrsa")  # to whom nobody refers
BOOKS.field("books", "acquired")["constraints"] = {"minimum": "1995-01-01"}


def compared(old: Draft, new: Draft) -> Comparison:
    folder = Path(tempfile.mkdtemp(dir=BASE.name))
    return compare(old.opened(folder / "old"), new.opened(folder / "new"))


BASE = tempfile.TemporaryDirectory()


def found(change: Callable[[Draft], object]) -> list[tuple[str, str]]:
    """What is found when the library's package is changed: rules and sentences."""
    new = BOOKS.copy()
    change(new)
    return [(finding.rule.id, finding.what) for finding in findings(compared(BOOKS, new), Notes())]


def mutate(draft: Draft, random_: random.Random) -> None:
    """One change of a package, of any kind that has an effect on its tables."""
    table = random_.choice(list(draft.rows))
    rows, fields = draft.rows[table], draft.fields(table)
    key = draft.resource(table)["schema"].get("primaryKey", [])
    free = [field["name"] for field in fields if field["name"] not in key]
    what = random_.randrange(10)
    if what == 0 and rows:
        del rows[random_.randrange(len(rows))]
    elif what in (1, 2, 3) and rows and free:
        random_.choice(rows)[draft.place(table, random_.choice(free))] = random_.choice(["", "x", 'a "quoted", Ж', "17", "two\nlines"])
    elif what == 4 and rows:
        new = list(random_.choice(rows))
        new[0] = f"{new[0] or 'n'}-{random_.randrange(1000)}" if fields[0]["type"] == "string" else str(random_.randrange(10**6))
        keys = [draft.place(table, name) for name in key]
        if not key or [new[place] for place in keys] not in [[row[place] for place in keys] for row in rows]:
            rows.insert(random_.randrange(len(rows) + 1), new)
    elif what == 5 and len(free) > 1:
        draft.drop_column(table, random_.choice(free))
    elif what == 6 and not any(field["name"] == "extra" for field in fields):
        draft.add_column(table, random_.randrange(len(fields) + 1), "extra", random_.choice(["string", "integer"]))
        for row in rows[::2]:
            row[draft.place(table, "extra")] = str(random_.randrange(30))
    elif what == 7 and free:
        draft.move_column(table, random_.choice(free), random_.randrange(len(fields)))
    elif what == 8 and len(draft.rows) > 3:
        draft.drop_table(table)
        _mend_links(draft)
    elif what == 9:
        random_.choice([rows.sort, rows.reverse, lambda: draft.resource(table)["schema"].pop("primaryKey", None), lambda: None])()


def _mend_links(draft: Draft) -> None:
    for resource in draft.descriptor["resources"]:
        links = resource["schema"].get("foreignKeys", [])
        there = [link for link in links if link["reference"].get("resource", resource["name"]) in draft.rows]
        resource["schema"]["foreignKeys"] = [
            link for link in there if _leads_to_key(draft, link, resource["name"]) and set(link["fields"]) <= _names(draft, resource)
        ]


def _names(draft: Draft, resource: dict) -> set[str]:  # type: ignore[type-arg]
    return {field["name"] for field in draft.fields(resource["name"])}


def _leads_to_key(draft: Draft, link: dict, table: str) -> bool:  # type: ignore[type-arg]
    target = link["reference"].get("resource", table)
    return set(link["reference"]["fields"]) <= {field["name"] for field in draft.fields(target)}


def rows_of(draft: Draft, table: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, draft.rows[table]))


@settings(max_examples=60, deadline=None)
@given(base=st.sampled_from([BOOKS, SCO]), seed=st.integers(0, 2**32), before=st.integers(0, 4), after=st.integers(0, 12))
def test_the_new_tables_come_out_of_the_old_ones_and_the_delta(base: Draft, seed: int, before: int, after: int) -> None:
    random_ = random.Random(seed)
    old = base.copy()
    for _ in range(before):
        mutate(old, random_)
    _mend_links(old)
    new = old.copy()
    for _ in range(after):
        mutate(new, random_)
    _mend_links(new)
    with tempfile.TemporaryDirectory() as folder:
        packages = old.opened(Path(folder) / "old"), new.opened(Path(folder) / "new")
        comparison = compare(*packages)
        text = json.dumps(delta(comparison, findings(comparison, Notes())))
        changes = json.loads(text)
        assert own_judge("delta.json").accepts(changes), own_judge("delta.json").reason(changes)
        made = {table.name: ([column.name for column in table.columns], list(rows)) for table, rows in apply(packages[0], changes)}
        wanted = [name for name, table in packages[1].tables.items() if not table.derived_from]
        assert list(made) == wanted
        for name in wanted:
            assert made[name][0] == [field["name"] for field in new.fields(name)]
            assert sorted(made[name][1]) == rows_of(new, name)
        for table in comparison.tables:  # nothing is told twice: what is in both is never both gone and added
            if not table.replaced and table.old and table.old.key and not table.is_derived:
                there, here = ({key_of(side)(tuple(row)) for row in draft.rows[table.name]} for side, draft in ((table.old, old), (table.new, new)))
                told = {op: [row.key for row in table.rows if row.op == op] for op in ("ADD", "MOD", "DEL")}
                assert (set(told["ADD"]), set(told["DEL"])) == (here - there, there - here)
                assert len(set(told["MOD"])) == len(told["MOD"])
        if old.rows == new.rows:
            assert not any(table.rows for table in comparison.tables if not table.replaced)


def test_rows_come_out_in_the_order_of_a_built_package() -> None:
    new = draft_of(LIBRARY / "datapackage")
    old = new.copy()
    for rows in old.rows.values():
        del rows[1::2]
    comparison = compared(old, new)
    made = {table.name: list(rows) for table, rows in apply(comparison.old, delta(comparison, ()))}
    assert made == {name: list(map(tuple, new.rows[name])) for name in made}
    assert len(made["books"]) > len(old.rows["books"])


def test_a_delta_of_another_package_is_refused() -> None:
    new = BOOKS.copy()
    new.set("books", ("sagas",), "pages", "9")
    comparison = compared(BOOKS, new)
    with pytest.raises(ScodataError, match="begins with another package"):
        list(apply(comparison.new, delta(comparison, ())))


def test_equal_packages_differ_in_nothing() -> None:
    comparison = compared(BOOKS, BOOKS.copy())
    assert comparison.is_empty
    assert level_of(findings(comparison, Notes())) == "none"


def test_two_rows_of_one_key_are_refused() -> None:
    new = BOOKS.copy()
    new.rows["books"].append(list(new.rows["books"][0]))
    with pytest.raises(ScodataError, match="two rows of `books` have the key sagas"):
        compared(BOOKS, new)


def test_numbers_in_keys_are_sorted_as_numbers() -> None:
    old, new = BOOKS.copy(), BOOKS.copy()
    for draft in (old, new):
        draft.rows["books_chapters"] = [["sagas", str(position), f"Part {position}", ""] for position in range(1, 13)]
    new.rows["books_chapters"][9][2] = "Part X"
    (table,) = compared(old, new).tables
    assert [(row.op, row.key, row.cells) for row in table.rows] == [("MOD", ("sagas", "10"), (("heading_is", "Part 10", "Part X"),))]


def withdraw(draft: Draft, id_: str, status: str, successors: list[str], kind: str = "authors") -> None:
    draft.set("records", (id_,), "status", status)
    draft.rows[kind] = [row for row in draft.rows[kind] if row[0] != id_]
    draft.rows["records_successors"] = sorted([*draft.rows["records_successors"], *([id_, successor] for successor in successors)])


def constrain(**constraints: object) -> Callable[[Draft], object]:
    return lambda draft: draft.field("books", "pages").update(constraints=constraints)


def days(first: str) -> Callable[[Draft], object]:
    return lambda draft: draft.field("books", "acquired").update(constraints={"minimum": first})


def rename_table(draft: Draft) -> None:
    draft.resource("books_stars")["name"] = "books_points"
    draft.rows["books_points"] = draft.rows.pop("books_stars")


def rename_column(draft: Draft) -> None:
    draft.field("books", "price")["name"] = "cost"


def add_table(draft: Draft) -> None:
    draft.descriptor["resources"].append({"name": "shelves", "path": "", "schema": {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}})
    draft.rows["shelves"] = [["a"]]


def lose(draft: Draft) -> None:
    withdraw(draft, "reading-circle", "current", [])
    draft.rows["records"] = [row for row in draft.rows["records"] if row[0] != "reading-circle"]


def link(table: str, columns: list[str], target: str | None) -> Callable[[Draft], object]:
    def change(draft: Draft) -> None:
        schema = draft.resource(table)["schema"]
        schema["foreignKeys"] = [key for key in schema.get("foreignKeys", []) if key["fields"] != columns]
        if target:
            schema["foreignKeys"].append({"fields": columns, "reference": {"resource": target, "fields": ["id"]}})

    return change


def allow(change: Callable[[list], object]) -> Callable[[Draft], object]:  # type: ignore[type-arg]
    """Changes the values that a closed list allows."""

    def changed(draft: Draft) -> None:
        field = draft.field("books", "type")
        change(field["categories"])
        field["constraints"]["enum"] = [category["value"] for category in field["categories"]]

    return changed


RECIPE: dict[str, tuple[Callable[[Draft], object], str, set[str]]] = {
    # Data Package Version, MAJOR
    "the package's name": (lambda draft: draft.descriptor.update(name="sagas"), "major", {"package-renamed"}),
    "a resource's name": (rename_table, "major", {"table-removed", "table-added"}),
    "a resource goes": (lambda draft: draft.drop_table("books_stars"), "major", {"table-removed"}),
    "a field's name": (rename_column, "major", {"column-removed", "column-added"}),
    "a field is added": (lambda draft: draft.add_column("books", 3, "shelf"), "major", {"column-added"}),
    "a field is added at the end": (lambda draft: draft.add_column("books", len(draft.fields("books")), "shelf"), "major", {"column-added"}),
    "a field goes": (lambda draft: draft.drop_column("books", "price"), "major", {"column-removed"}),
    "fields are re-ordered": (lambda draft: draft.move_column("books", "price", 2), "major", {"column-moved"}),
    "a type changes": (lambda draft: draft.field("books", "pages").update(type="number"), "major", {"type-changed"}),
    "a format changes": (lambda draft: draft.field("books", "title_is").update(format="uri"), "major", {"type-changed"}),
    "a bound is stricter": (constrain(minimum=2, maximum=9999), "major", {"constraint-tightened"}),
    "a bound is new": (constrain(minimum=1, maximum=9999, required=True), "major", {"constraint-tightened"}),
    "a bound of days is stricter": (days("2000-01-01"), "major", {"constraint-tightened"}),
    "a pattern is another": (lambda draft: draft.field("books", "id")["constraints"].update(pattern="^[a-z]+$"), "major", {"constraint-tightened"}),
    "a value is forbidden": (allow(lambda values: values.pop()), "major", {"constraint-tightened"}),
    "a key is another": (lambda draft: draft.resource("books_stars")["schema"].update(primaryKey=["book_id"]), "major", {"key-changed"}),
    "a foreign key is new": (link("books", ["title_is"], "authors"), "major", {"reference-tightened"}),
    "data that others refer to is combined": (lambda draft: withdraw(draft, "reading-circle", "moved", ["snorri"]), "major", {"record-combined"}),
    "data that others refer to is split": (lambda draft: withdraw(draft, "reading-circle", "split", ["snorri", "old-circle"]), "major", {"record-split"}),
    "data that others refer to is deleted": (lambda draft: withdraw(draft, "reading-circle", "withdrawn", []), "major", {"record-withdrawn"}),
    "an id is lost": (lose, "major", {"id-lost"}),
    "the licence is another": (lambda draft: draft.descriptor["licenses"][0].update(name="CC-BY-4.0"), "major", {"licence-changed"}),
    # MINOR
    "a new resource": (add_table, "minor", {"table-added"}),
    "new rows": (add_record, "minor", {"row-added"}),
    "a bound is looser": (constrain(minimum=0, maximum=10000), "minor", {"constraint-loosened"}),
    "a bound of days is looser": (days("1990-01-01"), "minor", {"constraint-loosened"}),
    "a constraint is gone": (constrain(maximum=9999), "minor", {"constraint-loosened"}),
    "a value is allowed": (allow(lambda values: values.append({"value": "poem"})), "minor", {"constraint-loosened"}),
    "a foreign key is gone": (link("books", ["author_id"], None), "minor", {"reference-loosened"}),
    "a reference is updated": (lambda draft: draft.set("books", ("sagas",), "author_id", "reading-circle"), "minor", {"reference-updated"}),
    "a cell changes, and nobody says why": (lambda draft: draft.set("books", ("sagas",), "pages", "313"), "minor", {"data-updated"}),
    "a row goes": (lambda draft: draft.rows["books_keywords"].pop(), "minor", {"data-updated"}),
    "data that nobody refers to is deleted": (lambda draft: withdraw(draft, "yrsa", "withdrawn", []), "minor", {"record-retired"}),
    "a record is back": (lambda draft: draft.set("records", ("old-circle",), "status", "current"), "minor", {"record-restored"}),
    # PATCH
    "a title": (lambda draft: draft.field("books", "pages").update(title="Number of pages"), "patch", {"metadata-changed"}),
    "a description of the package": (lambda draft: draft.descriptor.update(description="Other words."), "patch", {"metadata-changed"}),
    "a label of a value": (lambda draft: draft.field("books", "type")["categories"][0].update(label="A saga"), "patch", {"metadata-changed"}),
    "the order of the tables": (lambda draft: draft.descriptor["resources"].reverse(), "patch", {"metadata-changed"}),
    "rows of a derived table": (lambda draft: draft.rows["readers"].clear(), "patch", {"derived-changed"}),
}


@pytest.mark.parametrize("name", RECIPE)
def test_a_change_of_each_kind_of_the_recipe_asks_for_what_the_recipe_says(name: str) -> None:
    change, level, rules = RECIPE[name]
    new = BOOKS.copy()
    change(new)
    told = findings(compared(BOOKS, new), Notes())
    assert {finding.rule.id for finding in told} >= rules
    assert level_of(told) == level
    assert {finding.rule.id for finding in told if finding.rule.level == level} == {rule for rule in rules if RULES[rule].level == level}


def test_each_rule_has_a_change_that_falls_under_it() -> None:
    by_notes = {"error-corrected", "meaning-changed"}
    assert {rule for _, _, rules in RECIPE.values() for rule in rules} | by_notes | {"referred-row-removed"} == set(RULES)


def test_a_row_that_goes_while_another_table_refers_to_it_breaks_a_reader() -> None:
    old = BOOKS.copy()
    del old.descriptor["kinds"], old.descriptor["schemas"]
    for table in ("records", "records_successors"):
        old.drop_table(table)
    _mend_links(old)
    new = old.copy()
    new.rows["authors"] = [row for row in new.rows["authors"] if row[0] != "snorri"]
    comparison = compared(old, new)
    assert comparison.records == ()
    assert [finding.rule.id for finding in findings(comparison, Notes())] == ["referred-row-removed"]


def test_findings_say_what_and_where() -> None:
    assert found(lambda draft: draft.add_column("books", 3, "shelf")) == [("column-added", f"`books.shelf` is new, after `{BOOKS.fields('books')[2]['name']}`")]
    assert found(lambda draft: draft.drop_column("books", "price")) == [("column-removed", "`books.price` is gone")]
    assert found(constrain(minimum=2, maximum=9999)) == [("constraint-tightened", "`books.pages`: the constraint `minimum` was `1`, and is `2`")]
    assert found(allow(lambda values: values.pop()))[0] == ("constraint-tightened", "`books.type` can't be `catalogue` any more")
    assert found(lambda draft: draft.set("books", ("sagas",), "pages", "313")) == [("data-updated", "`books.pages` changed in 1 row")]


def test_only_the_columns_that_really_moved_are_told() -> None:
    assert [what for _, what in found(lambda draft: draft.move_column("books", "id", 5))] == ["`books.id` stands elsewhere"]


def test_what_happened_to_records_is_told_by_their_ids() -> None:
    new = BOOKS.copy()
    withdraw(new, "reading-circle", "moved", ["snorri"])
    add_record(new)
    new.set("books", ("sagas",), "pages", "313")
    new.row("books_stars", "shelf-list", "snorri")[2] = "1"
    told = {record.id: record for record in compared(BOOKS, new).records}
    assert {id_: (record.kind, record.change, record.successors) for id_, record in told.items()} == {
        "sagas": ("books", "changed", ()),
        "shelf-list": ("books", "changed", ()),
        "reading-circle": ("authors", "moved", ("snorri",)),
        "zoe": ("authors", "added", ()),
    }
    assert told["sagas"].label == "Heimskringla"
    assert list(told["shelf-list"].rows) == ["books_stars"]
    assert [record.id for record in compared(BOOKS, new).records] == ["sagas", "shelf-list", "reading-circle", "zoe"]
