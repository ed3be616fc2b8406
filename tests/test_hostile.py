"""Hostile and broken input ends in a problem, in bounded time and memory, never in a traceback or a hang."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue
from scodata.ground import survey
from scodata.report import FORMATS, as_text
from scodata.validation import examine

from conftest import LIBRARY, write

SECONDS, MEMORY = 30, 1 << 30


def outcome(root: Path) -> tuple[int, str]:
    """What `scodata validate` says of a catalogue, with its processor time and memory bounded by the system."""
    limits = f"import resource as r; r.setrlimit(r.RLIMIT_CPU, ({SECONDS}, {SECONDS})); r.setrlimit(r.RLIMIT_AS, ({MEMORY}, {MEMORY}))"
    program = f"{limits}; from scodata.cli import main; main(['validate'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, errors="replace", timeout=4 * SECONDS, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, (done.returncode, done.stderr)
    return done.returncode, done.stdout


HOSTILE = {
    "a million keys": "id: hostile\n" + "".join(f"k{number}: 1\n" for number in range(1_000_000)),
    "keys up to the limit": "id: hostile\n" + "".join(f"k{number}: 1\n" for number in range(90_000)),
    "a hundred megabytes": "id: hostile\nnote: " + "x" * 100_000_000,
    "an alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)),
    "brackets ten thousand deep": "id: hostile\nx: " + "[" * 10_000,
    "mappings ten thousand deep": "\n".join(" " * level + "a:" for level in range(1_000)),
    "dashes ten thousand deep": "x:\n" + "- " * 10_000 + "1",
    "question marks ten thousand deep": "? " * 10_000 + "1",
    "a huge number": "id: hostile\npages: " + "9" * 5_000,
    "a huge fraction": "id: hostile\nprice: 0." + "9" * 5_000,
    "a name of combining marks": "id: hostile\ntitle: {is: 'a" + "\u0301" * 10_000 + "'}\ntype: saga\n",
    "a long line that fails a pattern": "id: " + "a-" * 100_000 + "\ntitle: {is: x}\ntype: saga\n",
    "an id out of the folder": "id: ../../etc/passwd\ntitle: {is: x}\ntype: saga\n",
    "a date of many digits": "id: hostile\ntitle: {is: x}\ntype: saga\nwritten: '" + "9" * 100_000 + "'\n",
    "quotes without an end": "id: hostile\ntitle: '" + "''" * 100_000,
    "thousands of wrong references": "id: hostile\ntitle: {is: x}\ntype: saga\nmentions:\n" + "".join(f"  zz{number}: {{}}\n" for number in range(3_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_record_is_a_problem_in_bounded_time_and_memory(library: Path, name: str) -> None:
    write(library, "records/books/hostile.yaml", HOSTILE[name])
    _, output = outcome(library)
    assert "records/books/hostile.yaml:" in output


def test_links_pipes_devices_and_loops_are_said_and_not_followed(library: Path) -> None:
    books = library / "records" / "books"
    (books / "out.yaml").symlink_to("/etc/passwd")
    (books / "loop.yaml").symlink_to(books / "loop.yaml")
    (library / "records" / "circle").symlink_to(library / "records")
    (books / "gone.yaml").symlink_to("nowhere")
    os.mkfifo(books / "pipe.yaml")
    (books / "device.yaml").symlink_to("/dev/zero")
    (books / "folder.yaml").mkdir()
    _, output = outcome(library)
    for name in ("out", "loop", "gone", "pipe", "device"):
        assert f"records/books/{name}.yaml:1:1: Y101" in output
    assert "records/circle:1:1: R310 a link to a folder, which is not followed" in output
    assert "root:" not in output


def test_a_name_that_is_no_text_is_said(library: Path) -> None:
    with open(os.fsencode(library / "records" / "books") + b"/na\xffme.yaml", "wb") as file:
        file.write(b"id: name\n")
    _, output = outcome(library)
    assert "S202" in output


def test_a_file_that_vanishes_while_all_are_read_is_a_problem(library: Path) -> None:
    here = catalogue.find(library)
    ground, _ = survey(here)
    assert ground is not None
    (library / "records/books/sagas.yaml").unlink()
    assert [problem.code.id for problem in examine(ground, "records/books/sagas.yaml").problems] == ["Y101"]


def test_a_schema_that_is_no_json_or_refers_to_itself_is_a_problem(library: Path) -> None:
    write(library, "schemas/books.json", "[" * 100_000)
    assert "schemas/books.json:1:1: Y108" in outcome(library)[1]
    write(library, "schemas/books.json", '{"$ref": "books.json"}')
    assert "schemas/books.json" in outcome(library)[1]


pieces = st.sampled_from(
    [
        ":",
        " ",
        "\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "'",
        '"',
        "#",
        "&a",
        "*a",
        "!!str ",
        "~",
        "null",
        "true",
        "1e9",
        "id",
        "title",
        "снег",
        "\u202e",
        "\t",
        "%",
        "|",
        ">",
        "?",
        "\x00",
        "2003-13",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["books/sagas", "authors/snorri", "authors/old-circle"]), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), pieces), max_size=4))
def test_random_mutations_of_valid_records_end_in_problems_that_can_be_printed(name: str, changes: list[tuple[float, float, str]]) -> None:
    path = LIBRARY / "records" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for where, length, piece in changes:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + int(length * len(text)) :]
    one = EXAMINER.examine(name, text)
    report = "\n".join(as_text(one, LIBRARY))
    assert "\x00" not in report
    assert "\u202e" not in report
    for format_ in FORMATS.values():
        assert "\x00" not in format_({}, one, LIBRARY)


class Examiner:
    """Examines changed texts of the library's records, each in the place of the record that it changes."""

    def __init__(self) -> None:
        import shutil
        import tempfile

        self.root = Path(tempfile.mkdtemp(prefix="scodata-")) / "library"
        shutil.copytree(LIBRARY, self.root, ignore=shutil.ignore_patterns("datapackage"))
        ground, _ = survey(catalogue.find(self.root))
        assert ground is not None
        self.ground = ground

    def examine(self, name: str, text: str) -> tuple:  # type: ignore[type-arg]
        write(self.root, f"records/{name}.yaml", text)
        return examine(self.ground, f"records/{name}.yaml").problems


EXAMINER = Examiner()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"maximum": 9999', '"maximum": 1e999'),
        ('"maximum": 9999', f'"maximum": {"9" * 5000}'),
        ('"description": "The day it came to us."', '"description": "\\ud800"'),
        ('"pattern": "^[a-z][a-z0-9-]*$"', '"pattern": "^[a-z"'),
        ('"pages": {', '"leaves": true, "pages": {'),
    ],
)
def test_a_schema_edited_badly_is_a_problem(library: Path, good: str, bad: str) -> None:
    schema = (library / "schemas/books.json").read_text(encoding="utf-8")
    assert good in schema
    write(library, "schemas/books.json", schema.replace(good, bad, 1))
    assert "schemas/books.json:" in outcome(library)[1]
