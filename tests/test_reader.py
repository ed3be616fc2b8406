"""The strict reader: what it makes of YAML's surprises, what it refuses, and that nothing fells it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scodata.documents import parse, read
from scodata.documents.reader import DEEPEST, LARGEST_FILE


def value_of(text: str) -> object:
    document, problems = parse(f"key: {text}\n".encode(), "record.yaml")
    assert document is not None, problems
    return document.value["key"]


def codes_of(data: bytes) -> list[str]:
    return [problem.code.id for problem in parse(data, "record.yaml")[1]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2024-03-19", "2024-03-19"),
        ("2024-03-19T10:00:00Z", "2024-03-19T10:00:00Z"),
        ("1e3", "1e3"),
        ("+1", "+1"),
        (".5", ".5"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("12.50", 12.5),
        ("7.0", 7),
        ("9007199254740992", 9007199254740992),
        ("'7'", "7"),
        ('"true"', "true"),
        ("=", "="),
        ("[1, a, {b: 2}]", [1, "a", {"b": 2}]),
    ],
)
def test_yaml_1_1_surprises_read_as_one_would_expect(written: str, meant: object) -> None:
    assert value_of(written) == meant
    assert type(value_of(written)) is type(meant)


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL", "", '""', "[]"])
def test_saying_nothing_is_a_problem(written: str) -> None:
    assert codes_of(f"key: {written}\n".encode()) == ["Y119"]


@given(st.binary(max_size=300))
def test_no_bytes_fell_the_reader(data: bytes) -> None:
    document, problems = parse(data, "record.yaml")
    assert (document is None) == bool(problems)


@given(st.text(alphabet=":-?[]{},&*!|>'\"%@`#~ \nabc01é", max_size=80))
def test_no_text_that_looks_like_yaml_fells_the_reader(text: str) -> None:
    document, problems = parse(text.encode(), "record.yaml")
    assert (document is None) == bool(problems)
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in problems)


@given(st.text(alphabet=":-?[]{},|>'\"# \nabc01", max_size=60))
def test_what_the_reader_accepts_pyyaml_reads_alike(text: str) -> None:
    document, _ = parse(text.encode(), "record.yaml")
    if document is not None:
        assert as_text(document.value) == as_text(yaml.load(text, Loader=yaml.BaseLoader))


def as_text(value: object) -> object:
    """Scalars as BaseLoader gives them: text; numbers by value."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    text = str(value)
    try:
        return float(text) if text[:1] in "-0123456789" and text else text
    except ValueError:
        return text


@given(st.integers(1, 3 * DEEPEST))
def test_depth_is_bounded_in_every_style(depth: int) -> None:
    flow = ("a: " + "[" * depth + "1" + "]" * depth).encode()
    block = "\n".join(f"{'  ' * level}a:" for level in range(depth)).encode() + b" 1"
    compact = ("a:\n" + "- " * depth + "1").encode()
    assert ("Y118" in codes_of(flow)) == ("Y118" in codes_of(compact)) == (depth >= DEEPEST)
    assert ("Y118" in codes_of(block)) == (depth > DEEPEST)


def test_a_large_file_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * (LARGEST_FILE - 3))
    assert read(path, "large.yaml")[1] == []
    path.write_bytes(b"a: " + b"x" * (LARGEST_FILE - 2))
    assert [problem.code.id for problem in read(path, "large.yaml")[1]] == ["Y102"]


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert [problem.code.id for problem in read(tmp_path / "pipe.yaml", "pipe.yaml")[1]] == ["Y101"]


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read(tmp_path / "gone.yaml", "gone.yaml")[1]
    assert problem.code.id == "Y101"
    assert "no such file" in problem.message


def test_every_value_knows_its_place() -> None:
    text = "id: sagas\ntitle:\n  is: Sögur\nloans:\n  summer: {lost: true}\nkeywords: [kings, 'no']\n"
    document, _ = parse(text.encode(), "record.yaml")
    assert document is not None

    def at(*path: str | int, key: bool = False) -> str:
        place = document.place(path, key=key)
        assert place.line == place.end_line
        return text.splitlines()[place.line - 1][place.column - 1 : place.end_column - 1]

    assert at("id") == "sagas"
    assert at("id", key=True) == "id"
    assert at("title", "is") == "Sögur"
    assert at("title") == "title"
    assert at("loans", "summer", "lost") == "true"
    assert at("keywords", 1) == "'no'"
    assert at("loans", "winter", "lost") == "loans"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "folder")[1]
    assert problem.message == "the file can't be read: it isn't a regular file"


def test_a_key_that_needs_quotes_needs_them_whatever_was_read_before() -> None:
    """Names of properties that were found good are remembered, but not those that were good only in quotes."""
    for word in ("true", "false", "null"):
        assert parse(f'"{word}": a\n'.encode(), "a.yaml")[0]
        document, problems = parse(f"{word}: a\n".encode(), "a.yaml")
        assert document is None
        assert [problem.code.id for problem in problems] == ["Y116"]
