"""`scodata new`: what a record must say is asked for or named, each answer is held against the rules, and what is written is valid and canonical."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scodata import catalogue, checking, creation, edits
from scodata.cli import main
from scodata.creation.ids import proposed
from scodata.creation.places import shape_at, steps_of
from scodata.creation.shelf import Shelf
from scodata.edits.settle import PENDING
from scodata.ground import Ground, survey
from scodata.problems import Problem

from conftest import LIBRARY, REPOSITORY, copied, write

REAL_KINDS = ("events", "participants", "agreements", "series", "places", "posts", "topics", "sources")
LIBRARY_KINDS = ("authors", "books", "letters")
PROGRAM = (sys.executable, "-m", "scodata")
DAY = "1800000000"
"""A moment of 2027-01-15, for `SOURCE_DATE_EPOCH`."""


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["new", *arguments], input=stdin)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def ground_of(root: Path) -> Ground:
    ground, _ = survey(catalogue.find(root))
    assert ground
    return ground


def is_canonical(root: Path, name: str) -> bool:
    return not edits.fmt(catalogue.find(root), [root / name], check=True).changes.names


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real catalogue, which tests only read or add to."""
    return copied(REPOSITORY, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real schemas, with few of the records: those that the schemas' examples name, and all of the kinds that are small."""
    root = copied(REPOSITORY, tmp_path_factory.mktemp("few"))
    for path in [*root.glob("records/events/*"), *root.glob("records/participants/*"), *root.glob("records/agreements/*"), *root.glob("records/sources/*")]:
        if path.stem not in ("cnd-67", "sco-secretariat", "kazakhstan", "memorandum-unodc-2011", "sectsco-2024-cnd-67"):
            path.unlink()
    return root


@pytest.fixture(scope="module")
def shelf(real: Path) -> Shelf:
    return Shelf(ground_of(real))


@pytest.fixture
def inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(library)
    return library


def filled(ground: Ground, kind: str, message: str) -> Iterator[str]:
    """The options that the error for missing values names, each with an example of the schema."""
    for path in re.findall(r"(?:more:|;) --set ([^ =]+)=", message):
        shape = shape_at(ground.layout.shapes[kind], steps_of(path))
        assert shape
        shape = shape.keys or shape
        example = f"https://example.org/{kind}" if "x-unique" in shape.schema else shape.schema["examples"][0]
        yield from ("--set", f"{path}={example}")


def only_required(root: Path, kind: str, *more: str) -> Result:
    """What `new` says when it is given what it asked for, and nothing else."""
    asked = run(kind, *more)
    assert asked.exit_code == 2, asked.output
    return run(kind, *filled(ground_of(root), kind, asked.output), *more)


@pytest.mark.parametrize("kind", REAL_KINDS)
def test_a_record_of_each_kind_with_only_what_is_required_validates(kind: str, few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`new` writes only what the whole of `scodata validate` finds no error in; the record of each kind is written."""
    monkeypatch.chdir(few)
    done = only_required(few, kind)
    assert done.exit_code == 0, done.output
    written = re.findall(r"(records/\S+) is written", done.output)
    assert len(written) == 1
    assert written[0].startswith(f"records/{kind}/")
    assert is_canonical(few, written[0])


@pytest.mark.parametrize("kind", LIBRARY_KINDS)
def test_any_other_catalogue_gets_its_records_too(kind: str, inside: Path) -> None:
    done = only_required(inside, kind, *(("--id", "fresh") if kind == "letters" else ()))
    assert done.exit_code == 0, done.output
    assert not [one for one in checking.validate(catalogue.find(inside)).problems if one.code.severity == "error"]
    assert run(kind, "--id", "fresh").exit_code == 2


def test_all_that_is_missing_is_named_at_once_with_its_option(inside: Path) -> None:
    before = contents(inside)
    said = run("books", "--set", "loans=summer", "--set", "chapters.0.verses=Deyr").output
    assert said == (
        "scodata: a record of books needs more: --set title.is=TEXT (or sv); --set type=TEXT; --set chapters.0.heading.is=TEXT (or sv); "
        "--set loans.summer.to_whom=ID or --set loans.summer.lost=true\n"
    )
    assert contents(inside) == before


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("type=novle", "S204 `novle` isn't allowed here"),
        ("written=2001-13", "S206 `2001-13` isn't a date that can be read"),
        ("acquired=2001", "S206 `2001` isn't a day (YYYY-MM-DD)"),
        ("pages=many", "S203 `many` is a text, not a whole number"),
        ("pages=010", "S203 `010` is a text, not a whole number"),
        ("pages=0", "S207 `0` is less than 1"),
        ("author=snori", "did you mean `snorri`?"),
        ("author=reading-circle", "R307"),
        ("in_print=perhaps", "S203 `perhaps` is a text, not true or false"),
        ("title.sv=Нет", "N703"),
        ("title.sv=null", "N705"),
    ],
)
def test_a_wrong_answer_is_a_problem_with_its_mend_and_nothing_is_written(setting: str, said: str, inside: Path) -> None:
    before = contents(inside)
    done = run("books", "--set", "title.is=Edda", "--set", "type=saga", "--set", setting)
    assert said in done.output
    assert done.exit_code == 1
    assert contents(inside) == before


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("titel.is=Edda", "the schema knows no titel.is; did you mean `title`?"),
        ("title=Edda", "title has parts; say which: title.is, title.sv"),
        ("title.is.en=Edda", "Icelandic is a single value and has no parts"),
        ("stars=snorri", "stars takes values one by one: stars.KEY=VALUE"),
        ("chapters=One", "chapters takes values one by one: chapters.0.heading, chapters.0.verses=VALUE"),
        ("chapters.7.heading.is=One", "7 is no position in a list of 0; the next one is 0"),
        ("type", "--set is PATH=VALUE"),
        ("=saga", "--set is PATH=VALUE"),
        ("type= ", "--set is PATH=VALUE"),
        ("type=\udcff", "isn't text in UTF-8"),
        ("keywords=\udcff", "isn't text in UTF-8"),
    ],
)
def test_a_path_that_leads_nowhere_is_one_sentence(setting: str, said: str, inside: Path) -> None:
    before = contents(inside)
    done = run("books", "--set", setting)
    assert said in done.output
    assert done.exit_code == 2
    assert contents(inside) == before


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31mb", "a\tb", "a\u202eb", "\ufeffa", "x" * (1 << 20), "a\u2028b"])
def test_what_no_record_may_hold_is_refused(text: str, inside: Path) -> None:
    before = contents(inside)
    done = run("authors", "--set", "type=person", "--id", "somebody", "--set", f"name={text}")
    assert done.exit_code == 1, done.output
    assert "nothing written" in done.output
    assert contents(inside) == before
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    "text", ["010", "# A", "~", "true", "- a", "a: b", "&a", "*a", "!a", "%a", "@a", "[a", "{a", '"', "'", "2011", "1e5", "a #b", "?x", ">-"]
)
def test_what_yaml_would_take_for_something_else_is_quoted(text: str, inside: Path) -> None:
    """The record says exactly what was typed, as text."""
    done = run("authors", "--set", "type=person", "--set", f"name={text}", "--id", "somebody")
    assert done.exit_code == 0, done.output
    ground = ground_of(inside)
    assert Shelf(ground).records("authors")["somebody"] == {"id": "somebody", "type": "person", "name": text}
    assert is_canonical(inside, "records/authors/somebody.yaml")


def test_values_come_from_a_file_and_its_comments_and_numbers_stay(inside: Path) -> None:
    write(inside.parent, "draft.yaml", "# From the shelf.\ntitle: {sv: Eddan} # as printed\nprice: 12.50\n")
    done = run("books", "--from", str(inside.parent / "draft.yaml"), "--set", "type=saga", "--set", "keywords=kings", "--set", "keywords=no")
    assert done.exit_code == 0, done.output
    text = (inside / "records/books/eddan.yaml").read_text(encoding="utf-8")
    assert text == "# From the shelf.\nid: eddan\ntitle: # as printed\n  sv: Eddan\ntype: saga\nprice: 12.50\nkeywords: [kings, no]\n"


def test_values_come_from_standard_input_as_json_too(inside: Path) -> None:
    done = run("books", "--from", "-", "--dry-run", stdin='{"id": "edda", "title": {"is": "Edda"}, "type": "saga", "stars": {"snorri": 5}}')
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("id: edda\ntitle:\n  is: Edda\ntype: saga\nstars:\n  snorri: 5\n")
    assert not (inside / "records/books/edda.yaml").exists()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("title: [\n", 1, "-:2:1: Y108"),
        ("colour: red\n", 1, "S201 the schema knows no `colour` here"),
        ("title: Edda\n", 1, "S203"),
        ("id: sagas\n", 2, "the id sagas is taken: records/books/sagas.yaml"),
        ("id: edda\nredirect: {reason: None.}\n", 2, "needs more"),
        ('{"title": {"is": "a\\nb"}}', 1, "M103"),
        ("x" * (1 << 21), 2, "larger than"),
        ("", 1, "Y"),
    ],
)
def test_a_file_that_holds_anything_else_is_refused(text: str, code: int, said: str, inside: Path) -> None:
    before = contents(inside)
    done = run("books", "--from", "-", stdin=text)
    assert done.exit_code == code, done.output
    assert said in done.output
    assert contents(inside) == before


def test_a_record_that_stands_is_never_changed(inside: Path) -> None:
    """Nor is a file of another sort in its place, a redirect, or a record whose id differs by case."""
    write(inside, "records/books/link.yaml", "").unlink()
    (inside / "records/books/link.yaml").symlink_to("nowhere.yaml")
    before = contents(inside)
    values = ("--set", "type=person", "--set", "name=Snorri")
    for kind, id_ in (("authors", "snorri"), ("authors", "old-circle"), ("authors", "sagas"), ("authors", "Snorri")):
        done = run(kind, "--id", id_, *values)
        assert f"the id {id_} is taken" in done.output
        assert done.exit_code == 2
    done = run("books", "--id", "link", "--set", "title.is=A", "--set", "type=saga")
    assert done.exit_code == 2
    assert (inside / "records/books/link.yaml").is_symlink()
    assert contents(inside) == before


def test_an_id_that_was_released_is_never_given_again(inside: Path) -> None:
    write(inside, "released.csv", "id,kind,first_version\nsnorri,authors,1.0.0\nedda,books,1.0.0\n")
    values = ("books", "--set", "title.is=Edda", "--set", "type=saga")
    assert "the id edda was released once" in run(*values, "--id", "edda").output
    assert run(*values, "--dry-run").stdout.startswith("id: edda-2\n")


def test_two_ids_that_disagree_are_wrong_use(inside: Path) -> None:
    assert "the id is edda by --id and laxa elsewhere" in run("books", "--id", "edda", "--set", "id=laxa").output
    assert "there is no kind bokos; did you mean `books`?" in run("bokos").output


def test_a_change_that_was_interrupted_is_completed_first(inside: Path) -> None:
    write(inside, PENDING, '{"records/letters/letter-9.yaml": [null, "id: letter-9\\nurl: https://example.org/9\\n"]}')
    done = run("letters", "--set", "url=https://example.org/10", "--id", "letter-10")
    assert "a change of 1 files had been interrupted; it was completed" in done.output
    assert (inside / "records/letters/letter-9.yaml").exists()
    assert (inside / "records/letters/letter-10.yaml").exists()


def test_a_dry_run_prints_the_very_file(inside: Path) -> None:
    values = ("books", "--set", "title.is=Edda", "--set", "type=saga")
    shown = run(*values, "--dry-run").stdout
    assert not (inside / "records/books/edda.yaml").exists()
    run(*values)
    assert shown == (inside / "records/books/edda.yaml").read_text(encoding="utf-8")


# --- ids


@pytest.mark.parametrize(
    ("kind", "value", "id_"),
    [
        ("events", {"type": "summit", "title": {"en": "27th Meeting of the SCO Council of Heads of State"}, "start_date": "2027-07-01"}, "chs-2027"),
        ("participants", {"name": {"en": "Äsel Öztürk"}}, "asel-ozturk"),
        ("participants", {"name": {"ru": "Асель Озтюрк"}}, "asel-oztyurk"),
        ("places", {"name": {"en": "Vienna"}}, "vienna-2"),
        ("topics", {"name": {"en": "5G"}}, "topic-5g"),
        ("topics", {"name": {"en": "…"}}, "topic"),
    ],
)
def test_an_id_is_made_as_those_of_its_kind_are(kind: str, value: Mapping[str, object], id_: str, shelf: Shelf) -> None:
    assert proposed(shelf, kind, value, lambda one: one not in shelf.ground.listing) == id_


def test_where_the_ids_of_a_kind_carry_site_and_year_a_new_one_does(shelf: Shelf) -> None:
    value = {"url": "https://www.example.org/news/1", "title": "Secretaries meet in Astana", "published": "2027-03-04"}
    assert proposed(shelf, "sources", value, lambda one: True).startswith("example-2027-secretaries")


@given(name=st.text(max_size=200))
def test_a_proposed_id_is_one_or_nothing(name: str, shelf: Shelf) -> None:
    """It has the form that every id has, and its limit, whatever the name; the test of a curator's answers shows that the schema takes it."""
    id_ = proposed(shelf, "posts", {"name": {"en": name}}, lambda one: True)
    assert not id_ or (re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", id_) and len(id_) <= 64)


# --- records found by name


@pytest.mark.parametrize(
    ("typed", "kind", "where", "found"),
    [
        ("вена", "places", {}, "vienna"),
        ("维也纳", "places", {}, "vienna"),
        ("VIENN", "places", {}, "vienna"),
        ("Viena", "places", {}, "vienna"),
        ("Мирзиёев", "participants", {"type": ["person"]}, "shavkat-mirziyoyev"),
        ("Mirziyoev", "participants", {}, "shavkat-mirziyoyev"),
        ("kazakh", "participants", {"type": ["state"]}, "kazakhstan"),
        ("http://eng.sectsco.org/20240327/1307644.html", "sources", {}, "sectsco-2024-cnd-67"),
        ("vienna", "records", {}, "vienna"),
    ],
)
def test_a_record_is_found_by_any_of_its_names(typed: str, kind: str, where: Mapping[str, Sequence[str]], found: str, shelf: Shelf) -> None:
    assert found in [one.id for one in shelf.search(typed, kind, where)]


def test_only_what_the_reference_asks_for_is_offered(shelf: Shelf) -> None:
    offered = [one.id for one in shelf.search("", "participants", {"type": ["state"]})]
    assert offered
    assert all(shelf.records("participants")[id_]["type"] == "state" for id_ in offered)
    assert shelf.search("2030-13-01", "sources", {}) == []


# --- whatever a curator answers


class Curator:
    """Somebody who answers anything, and what the schema gives as an example when that was refused."""

    def __init__(self, data: st.DataObject, numbers: Iterator[int]) -> None:
        self.data = data
        self.numbers = numbers

    def ask(self, question: creation.Question) -> str:
        if question.why or question.proposal:
            return self._good(question)
        if question.is_optional and self.data.draw(st.booleans()):
            return ""
        wild = st.text(max_size=30) | st.sampled_from(["NO", "010", "# a", "null", "~", "- a", "a: b", "today", "1.50", "\udcff", "a\nb"])
        return self.data.draw(wild | st.just(self._good(question)))

    def _good(self, question: creation.Question) -> str:
        if question.search:
            return self.data.draw(st.sampled_from([one.id for one in question.search("")]))
        if question.options:
            return self.data.draw(st.sampled_from(list(question.options)))
        if question.path == "url":
            return f"https://example.org/new/{next(self.numbers)}"
        return question.proposal or (f"fresh-{next(self.numbers)}" if question.path == "id" else question.example)

    def tell(self, text: str) -> None:
        assert text

    def keep(self, problems: Sequence[Problem], texts: Mapping[str, str]) -> bool:
        raise AssertionError([f"{one.code.id} {one.message}" for one in problems])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(LIBRARY_KINDS))
def test_whatever_is_answered_what_is_written_is_valid_and_canonical(data: st.DataObject, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every question comes to an end, no answer that was taken is an error in the whole, and `fmt` changes nothing of the file."""
    root = tmp_path_factory.mktemp("library")
    shutil.copytree(LIBRARY, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("datapackage"))
    found = catalogue.find(root)
    optional = data.draw(st.sets(st.sampled_from(["stars", "binding", "chapters", "citations"]))) if kind == "books" else set()
    given = creation.Given(
        settings=[{"stars": "stars.snorri=5", "binding": "binding.colour=red", "chapters": "chapters.0.verses=a"}[one] for one in optional - {"citations"}]
    )
    before = set(contents(root))
    made = creation.new(found, kind, given, Curator(data, count(2)))
    assert made.is_written
    assert not [problem for problem in checking.validate(found).problems if problem.code.severity == "error"]
    assert all(is_canonical(root, name) for name in set(contents(root)) - before)


# --- at a terminal


class Terminal:
    """A terminal in which `scodata new` runs, with all that it printed."""

    def __init__(self, root: Path, *arguments: str, term: str = "dumb", **more: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ("EDITOR", "VISUAL")}
        environment |= {"TERM": term, "SOURCE_DATE_EPOCH": DAY, "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONIOENCODING": "utf-8", **more}
        command = [*PROGRAM, "new", *arguments]
        self.child: pexpect.spawn[str] = pexpect.spawn(command[0], command[1:], cwd=root, env=environment, encoding="utf-8", timeout=60, dimensions=(50, 200))
        self.printed = ""
        self.sign = "> " if term == "dumb" else ">"

    def until(self, text: str) -> None:
        """Waits until this is printed."""
        self.child.expect_exact(text)
        self.printed += self.child.before + self.child.after

    def answer(self, *answers: str) -> None:
        """Gives each answer when it is asked for."""
        for answer in answers:
            self.until(self.sign)
            self.child.sendline(answer)

    def end(self) -> int:
        """Waits for the end, and gives the exit code."""
        self.child.expect(pexpect.EOF)
        self.printed += self.child.before
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    @property
    def text(self) -> str:
        """What was printed, with the line ends of a file."""
        return "".join(f"{line.rstrip()}\n" for line in self.printed.replace("\r\n", "\n").splitlines())


def test_the_session_of_the_documents_is_really_printed(real: Path) -> None:
    """A curator at a terminal writes an event and the source that it needs; two files come into being, both valid."""
    path = REPOSITORY / "docs" / "desk.md"
    terminal = Terminal(real, "events")
    terminal.answer("5", "Meeting of Experts on Synthetic Drugs", "", "")
    terminal.answer("+", "https://example.org/news/synthetic-drugs", "Experts met in Tashkent", "Example News", "english", "en", "2026-11", "today", "")
    terminal.answer("", "2026-11-31", "2026-11", "")
    assert terminal.end() == 0, terminal.printed
    page = path.read_text(encoding="utf-8")
    shown = re.search(r"<!-- session -->\n```text\n(.*?)```\n", page, re.DOTALL)
    assert shown
    printed = f"$ scodata new events\n{terminal.text}"
    if os.environ.get("UPDATE_DOCS"):
        path.write_text(page.replace(shown[0], f"<!-- session -->\n```text\n{printed}```\n"), encoding="utf-8")
    else:
        assert shown[1] == printed
    for name in re.findall(r"(records/\S+) is written", terminal.text):
        (real / name).unlink()


def test_names_are_completed_while_one_types(inside: Path) -> None:
    """A name in another script than was recorded brings up the record; Tab takes it, and what isn't one of the kind that is asked for isn't offered."""
    pytest.importorskip("prompt_toolkit")
    terminal = Terminal(inside, "books", "--set", "title.is=Edda", "--set", "type=saga", "--set", "loans.summer={}", term="xterm")
    terminal.until("To whom (loans.summer.to_whom)")
    terminal.until(terminal.sign)
    terminal.child.send("снорр")
    terminal.until("Snorri Sturluson")
    terminal.child.send("\t")
    terminal.child.send("\r")
    terminal.until("Id (id)")
    terminal.answer("")
    assert terminal.end() == 0, terminal.printed
    assert "to_whom: snorri" in (inside / "records/books/edda.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("term", ["dumb", "xterm"])
@pytest.mark.parametrize("sign", ["\x03", "\x04"])
def test_a_curator_who_stops_leaves_nothing(term: str, sign: str, inside: Path) -> None:
    """Ctrl-C and Ctrl-D, in the middle of a record that another one needs."""
    before = contents(inside)
    terminal = Terminal(inside, "books", "--set", "type=saga", "--set", "citations.letter-1={}", term=term)
    terminal.answer("Edda")
    terminal.until("Swedish (title.sv)")
    terminal.until(terminal.sign)
    terminal.child.send(sign)
    assert terminal.end() == 130
    assert "stopped" in terminal.printed
    assert contents(inside) == before


def test_the_editor_opens_the_new_file_and_what_it_leaves_is_judged(inside: Path) -> None:
    editor = write(
        inside.parent,
        "editor",
        f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\nwith Path(sys.argv[1]).open('a') as file:\n    file.write('pages: many\\n')\n",
    )
    editor.chmod(0o755)
    arguments = ("books", "--set", "type=saga", "--set", "title.is=Edda", "--id", "edda")
    terminal = Terminal(inside, *arguments, EDITOR=str(editor))
    assert terminal.end() == 1
    assert "records/books/edda.yaml is written" in terminal.printed
    assert "records/books/edda.yaml:5:8: S203 `many` is a text, not a whole number" in terminal.printed
    (inside / "records/books/edda.yaml").unlink()
    assert Terminal(inside, *arguments, "--no-edit", EDITOR=str(editor)).end() == 0


def test_a_record_that_breaks_a_rule_as_a_whole_may_be_written_to_be_mended(inside: Path) -> None:
    """At a terminal a curator's answers aren't lost: the curator decides."""
    arguments = ("books", "--set", "type=saga", "--set", "title.is=Edda", "--id", "edda", "--set", "author=reading-circle")
    for answer, code, stands in (("n", 1, False), ("y", 1, True)):
        terminal = Terminal(inside, *arguments)
        terminal.until("mend it in the file? [Y/n]:")
        terminal.child.sendline(answer)
        assert terminal.end() == code, terminal.printed
        assert (inside / "records/books/edda.yaml").exists() is stands


def test_one_language_is_enough_and_the_first_can_be_given_after_all(inside: Path) -> None:
    terminal = Terminal(inside, "books", "--set", "type=saga", "--id", "edda")
    terminal.answer("", "", "Edda", "")
    assert terminal.end() == 0, terminal.printed
    assert "Title: at least one of is, sv is needed." in terminal.text
    assert "is: Edda" in (inside / "records/books/edda.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Узбекистан", "УЗБЕКИСТАН", "乌兹别克斯坦", "Uzbekistan"])
def test_a_whole_name_in_any_language_is_an_answer(name: str, shelf: Shelf) -> None:
    assert shelf.named(name, "participants", {"type": ["state"]}) == ["uzbekistan"]
    assert shelf.named(name[:-1], "participants", {}) == []


def test_an_editor_that_cannot_be_opened_is_said_and_the_record_stands(inside: Path) -> None:
    terminal = Terminal(inside, "books", "--set", "type=saga", "--set", "title.is=Edda", "--id", "edda", EDITOR="/nonexistent/editor")
    assert terminal.end() == 0, terminal.printed
    assert "records/books/edda.yaml is written, and can be opened by hand" in terminal.printed
    assert (inside / "records/books/edda.yaml").exists()


def test_an_answer_that_is_refused_is_asked_for_again_with_the_reason(inside: Path) -> None:
    """An address that a record has, a name that is no record's, one of another sort, a number that isn't offered, and no answer."""
    terminal = Terminal(inside, "letters")
    terminal.answer("", "http://www.example.org/letters/1/", "https://example.org/letters/3")
    terminal.answer("letter-1", "letter-3")
    assert terminal.end() == 0
    assert "not so: this is needed" in terminal.text
    assert "not so: `letter-1` has this address already" in terminal.text
    assert "the id letter-1 is taken: records/letters/letter-1.yaml" in terminal.text
    terminal = Terminal(inside, "books", "--set", "type=saga", "--set", "title.is=Edda", "--set", "loans.summer.capacity.post=a")
    terminal.answer("nobody at all", "sagas", "circle", "1", "")
    assert terminal.end() == 0, terminal.printed
    assert "not so: no record has the id or the name `nobody at all`" in terminal.text
    assert "not so: `sagas` is another sort of record" in terminal.text
    assert "to_whom: reading-circle" in (inside / "records/books/edda.yaml").read_text(encoding="utf-8")
