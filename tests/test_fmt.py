"""`scodata fmt`: one form of a record, whatever its curator's habits; values and comments stay."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue
from scodata.cli import main
from scodata.documents import parse, read
from scodata.documents.outline import outline, plain
from scodata.documents.quoting import Spot, folded, is_plain, written
from scodata.documents.reader import LARGEST_FILE
from scodata.edits.canonical import WIDTH, canonical
from scodata.ground import Ground, survey
from scodata.layout import Shape
from scodata.schemas.bundled import editor_line

from conftest import LIBRARY, REPOSITORY, write


@cache
def ground(root: Path) -> Ground:
    found, problems = survey(catalogue.find(root))
    assert found
    assert not problems
    return found


SHAPES = [shape for root in (LIBRARY, REPOSITORY) for _, shape in sorted(ground(root).layout.shapes.items())]
SPOTS: tuple[Spot, ...] = ("value", "key", "bracketed")
REMARK = re.compile(r"#¤[0-9]+")


def formed(text: str, shape: Shape) -> str:
    document, problems = parse(text.encode(), "records/books/sagas.yaml")
    assert document, (problems, text)
    return canonical(outline(document), shape)


def value_of(text: str) -> Any:
    document, problems = parse(text.encode(), "records/books/sagas.yaml")
    assert document, (problems, text)
    return document.value


# What curators write: words, signs of YAML, numbers that are texts, other scripts, long texts, odd spaces.
WORDS = st.one_of(
    st.sampled_from(
        ["a", "no", "true", "null", "~", "1997", "12.5", "-", "?", "#", ":", "a:", "- b", "x: y", "'", '"', "\\", "[", "]", "{}", ",", "&a", "*a", "!t"]
    ),
    st.sampled_from(
        ["@", "`", "%", "|", ">", ">-", "---", "...", "<<", "=", "Вена", "维也纳", "é", "09:00", "2011~", "[..2011]", "paragraph 2", "word " * 40 + "end"]
    ),
    st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), min_size=1, max_size=12),
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Any value that a shape can hold, valid by its schema or not."""
    if shape.form == "object":
        return st.fixed_dictionaries({}, optional={name: values(inner) for name, inner in shape.properties}).flatmap(shuffled)
    if shape.form == "map":
        assert shape.items
        return st.dictionaries(st.one_of(TEXTS, st.sampled_from(["/title", "sagas", "snorri"])), values(shape.items), max_size=3)
    if shape.form in ("set", "list"):
        assert shape.items
        return st.lists(values(shape.items), min_size=1, max_size=4)
    return st.one_of(TEXTS, st.integers(-99999, 99999), st.sampled_from([12.5, 0.25]), st.booleans())


def shuffled(value: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.permutations(list(value.items())).map(dict)


class Habits:
    """A curator: draws brackets or lines, quotes of all sorts, indents, blank lines and comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.remarks = 0

    def pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def remark(self) -> str:
        self.remarks += 1
        return f"#¤{self.remarks}"

    def lines(self, value: Any, indent: int) -> list[str]:
        """A mapping or list, an entry a line or more."""
        pad, result = " " * indent, []
        entries = [(f"{self.word(key)}:", inner) for key, inner in value.items()] if isinstance(value, dict) else [("-", inner) for inner in value]
        for lead, inner in entries:
            result += [f"{pad}{self.remark()}"] if self.pick(False, False, True) else []
            result += [""] if self.pick(False, False, False, True) else []
            result += self.entry(lead, inner, indent)
        return result + ([f"{pad}{self.remark()}"] if self.pick(False, False, False, True) else [])

    def entry(self, lead: str, inner: Any, indent: int) -> list[str]:
        pad = " " * indent
        beside = f" {self.remark()}" if self.pick(False, False, True) else ""
        if isinstance(inner, (dict, list)) and inner and self.pick(True, False):
            return [f"{pad}{lead}{beside}", *self.lines(inner, indent + self.pick(2, 3, 4))]
        if isinstance(inner, str) and inner == inner.strip() and self.pick(True, False):
            return [f"{pad}{lead} >-{beside}", *(f"{pad}   {line}" for line in folded(inner, self.pick(5, 40, 400)))]
        return [f"{pad}{lead} {self.flow(inner)}{beside}"]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.word(key)}: {self.flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return self.word(value) if isinstance(value, str) else json.dumps(value)

    def word(self, text: str) -> str:
        single = "'" + text.replace("'", "''") + "'"
        plain = [text] if all(is_plain(text, spot) for spot in SPOTS) else []
        return str(self.pick(json.dumps(text, ensure_ascii=False), single, *plain))


@st.composite
def records(draw: st.DrawFn) -> tuple[int, Any, str]:
    """The number of a shape, a value of it, and how some curator wrote it."""
    number = draw(st.integers(0, len(SHAPES) - 1))
    value = {"id": "sagas", **draw(values(SHAPES[number]))}
    return number, value, "\n".join(Habits(draw).lines(value, 0)) + "\n"


@given(records())
@settings(deadline=None, max_examples=150)
def test_values_and_comments_stay_and_twice_is_once(record: tuple[int, Any, str]) -> None:
    number, value, text = record
    shape = SHAPES[number]
    assert json.dumps(value_of(text), sort_keys=True) == json.dumps(value, sort_keys=True), "the curator writes what was drawn"
    once = formed(text, shape)
    assert json.dumps(value_of(once), sort_keys=True) == json.dumps(value, sort_keys=True)
    assert sorted(REMARK.findall(once)) == sorted(REMARK.findall(text))
    assert formed(once, shape) == once
    assert not re.search(r"\n\s*\n|[ \t]\n", REMARK.sub("#", once)), "no blank lines, and no spaces at ends of lines"


@given(records())
@settings(deadline=None, max_examples=80)
def test_the_form_follows_from_values_alone_where_there_are_no_comments(record: tuple[int, Any, str]) -> None:
    number, value, text = record
    shape = SHAPES[number]
    without = re.sub(r"(?m)^ *#¤[0-9]+\n| #¤[0-9]+$", "", text)
    assert formed(without, shape) == formed(json.dumps(value, ensure_ascii=False), shape)


@given(records())
@settings(deadline=None, max_examples=40)
def test_properties_stand_in_the_order_of_the_schema_and_maps_in_that_of_the_curator(record: tuple[int, Any, str]) -> None:
    number, value, text = record
    shape = SHAPES[number]

    def check(shape: Shape | None, before: Any, after: Any) -> None:
        if shape and isinstance(before, dict) and shape.form in ("object", "map"):
            wanted = [name for name in shape.named if name in before] if shape.form == "object" else list(before)
            assert list(after) == wanted
            for name in before:
                check(shape.named.get(name) if shape.form == "object" else shape.items, before[name], after[name])
        elif shape and isinstance(before, list):
            assert json.dumps(before) == json.dumps(after) or isinstance(before[0], dict)

    check(shape, value, value_of(formed(text, shape)))


def test_every_real_record_is_in_its_form_and_the_same_from_json() -> None:
    for root in (REPOSITORY, LIBRARY):
        known = ground(root)
        for name in known.names:
            document, _ = read(root / name, name)
            assert document
            shape = known.frame.redirect_shape if "redirect" in document.value else known.layout.shapes[catalogue.Catalogue(root).kind_of(name)]
            line = editor_line(root, name)
            text = canonical(outline(document), shape, line)
            assert plain(outline(document)) == document.value
            assert value_of(text) == document.value
            assert formed(text, shape) == text
            if root == REPOSITORY:
                assert text == document.text, name
                numbers = re.sub(r"(?m)^((?:latitude|longitude): -?[0-9]+\.[0-9]*?)0+$", r"\1", text)
                assert f"{line}\n{formed(json.dumps(document.value, ensure_ascii=False), shape)}" == numbers


CURATED = """\
# yaml-language-server: $schema=books.json

--- # on top
title: # of the title
  is: 'Heimskringla'  # is

    # deeper, at the end of the title
  # at the end of the title
# about the type
type: "saga" # beside the type
id: sagas
keywords: [kings, # first
   # before no
   "no", vikings # last
   # at the end
   ] # behind
chapters:
- heading: {is: Y} # a heading
# before the verses
  verses: [a]
# second
- heading: {sv: "H: \\"x\\""}
citations:
  letter-1:
    supports:
      /title:
        3
author:
  # about the author
  snorri
# at the very end
"""
FORM = """\
# yaml-language-server: $schema=books.json
# on top
id: sagas
title: # of the title
  is: Heimskringla # is
  # deeper, at the end of the title
  # at the end of the title
# about the type
type: saga # beside the type
# about the author
author: snorri
keywords: # behind
  - kings # first
  # before no
  - no
  - vikings # last
  # at the end
chapters:
  - heading: # a heading
      is: Y
    # before the verses
    verses: [a]
  # second
  - heading:
      sv: 'H: "x"'
citations:
  letter-1:
    supports:
      /title: 3
# at the very end
"""


def test_a_comment_between_what_holds_and_what_is_held_stays_with_what_holds(library: Path) -> None:
    path = write(library, "records/books/new.yaml", "id: new\ntitle:\n    is: Edda\n  # of the title\ntype: saga\n")
    assert CliRunner().invoke(main, ["fmt", str(path)]).exit_code == 0
    assert path.read_text(encoding="utf-8") == "id: new\ntitle:\n  is: Edda\n  # of the title\ntype: saga\n"


def test_comments_go_where_their_entry_goes() -> None:
    assert formed(CURATED, ground(LIBRARY).layout.shapes["books"]) == FORM


def test_windows_lines_become_plain_ones() -> None:
    assert formed(CURATED.replace("\n", "\r\n"), ground(LIBRARY).layout.shapes["books"]) == FORM


@pytest.mark.parametrize("length", [WIDTH - 6, WIDTH - 5])
def test_a_text_is_folded_when_its_line_would_be_longer_than_the_width(length: int) -> None:
    text = ("word " * 60)[: length - 1] + "x"
    lines = formed(f"id: sagas\nname: {text}\n", ground(LIBRARY).layout.shapes["authors"]).splitlines()
    assert (lines[1] == f"name: {text}") == (len(f"name: {text}") <= WIDTH)
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("NO", "NO"),
        ("2011", '"2011"'),
        ("2011~", "2011~"),
        ("true", '"true"'),
        ("a: b", '"a: b"'),
        ('say "a: b"', "'say \"a: b\"'"),
        ("it's: so", '"it\'s: so"'),
        ("a\\: b", "'a\\: b'"),
        ("- a", '"- a"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("[..2011]", '"[..2011]"'),
        ("1, 2", "1, 2"),
    ],
)
def test_a_text_is_plain_where_the_reader_reads_the_same_back(text: str, form: str) -> None:
    assert written(text) == form
    assert value_of(f"k: {form}\n") == {"k": text}


def test_in_brackets_a_comma_needs_quotes() -> None:
    assert written("1, 2", "bracketed") == '"1, 2"'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fmt", *arguments])


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)


def test_check_shows_a_diff_and_writes_nothing(library: Path) -> None:
    path = write(library, "records/authors/snorri.yaml", "name: 'Snorri'\nid: snorri\ntype: person\n")
    before = path.read_bytes()
    result = run("--check", "records/authors/snorri.yaml")
    assert result.exit_code == 1
    assert "-name: 'Snorri'\n id: snorri\n type: person\n+name: Snorri\n" in result.stdout
    assert result.stdout.endswith("1 of 1 records would change\n")
    assert path.read_bytes() == before


def test_what_is_in_its_form_is_not_touched(library: Path) -> None:
    assert run().exit_code == 0
    times = {path: path.stat().st_mtime_ns for path in library.rglob("*.yaml")}
    result = run()
    assert (result.exit_code, result.stdout) == (0, "0 of 6 records changed\n")
    assert {path: path.stat().st_mtime_ns for path in library.rglob("*.yaml")} == times
    assert run("--check").exit_code == 0


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_formed(library: Path) -> None:
    write(library, "records/books/broken.yaml", "id: broken\ntitle: [\n")
    result = run()
    assert result.exit_code == 1
    assert "records/books/broken.yaml:3:1: Y108" in result.stdout
    assert (library / "records/books/broken.yaml").read_text(encoding="utf-8") == "id: broken\ntitle: [\n"
    assert run("--check", "records/authors").exit_code == 0


def test_a_file_whose_form_would_be_too_large_is_left_alone(library: Path) -> None:
    items = ", ".join(f"k{number}: {{page: 1}}" for number in range(52_000))
    path = write(library, "records/authors/large.yaml", f"id: large\nmentions: {{{items}}}\n")
    before = path.read_bytes()
    assert len(before) <= LARGEST_FILE
    result = run("records/authors/large.yaml")
    assert result.exit_code == 1
    assert "records/authors/large.yaml:1:1: M103 its canonical form is larger than 1,048,576 bytes" in result.stdout
    assert path.read_bytes() == before


def test_what_holds_no_records_is_wrong_use() -> None:
    assert run("scodata.yaml").exit_code == 2
    assert run("records/nothing.yaml").exit_code == 2
