"""`scodata stale`: a worklist of what may be out of date, oldest first, with the line to open; the same for the same day, and never a verdict."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from scodata import ages
from scodata.catalogue import Catalogue
from scodata.cli import main
from scodata.schemas import own_judge

from conftest import REPOSITORY, write

SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["stale", *arguments])


@pytest.fixture
def aging(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library, whose schemas say what has an age: letters were read on a day, readers leave, and a catalogue of books may be to come."""
    letters = library / "schemas" / "letters.json"
    text = letters.read_text(encoding="utf-8").replace('"x-needed": true,', '"x-needed": true, "x-looked-at": {"day": "read", "published": "sent"},')
    day = '"{0}": {{"title": "{0}", "description": "When.", "type": "string", "format": "date", "examples": ["1999-12-31"]}}'
    letters.write_text(text.replace('"properties": {', f'"properties": {{{day.format("read")}, {day.format("sent")}, ', 1), encoding="utf-8")
    authors = library / "schemas" / "authors.json"
    terms = '"start": "start_date", "seen": "seen"'
    assert terms in authors.read_text(encoding="utf-8")
    text = authors.read_text(encoding="utf-8").replace(terms, terms + ', "end": "end_date", "over": {"post": ["past"]}')
    authors.write_text(text.replace('"part_of": {', '"citations": {"$ref": "parts.json#/$defs/citations"}, "part_of": {', 1), encoding="utf-8")
    books = library / "schemas" / "books.json"
    pending = '"x-pending": {"type": ["catalogue"]}, "x-alike"'
    books.write_text(books.read_text(encoding="utf-8").replace('"x-alike"', pending, 1), encoding="utf-8")
    monkeypatch.chdir(library)
    return library


def listed(root: Path, on: str, older_than: int = 365, kinds: tuple[str, ...] = ()) -> dict[str, list[tuple[str, int, str | None]]]:
    found = json.loads(ages.as_json(ages.stale(Catalogue(root), date.fromisoformat(on), older_than, kinds)))
    assert own_judge("ages.json").accepts(found), own_judge("ages.json").reason(found)
    return {name: [(one["record"], one["line"], one.get("since")) for one in found[name]] for name in ages.LISTS}


def letter(root: Path, id_: str, *, read: str = "", sent: str = "") -> None:
    days = "".join(f"{name}: {day}\n" for name, day in (("read", read), ("sent", sent)) if day)
    write(root, f"records/letters/{id_}.yaml", f"id: {id_}\nurl: https://example.org/{id_}\n{days}")


def test_texts_and_what_rests_on_them_are_listed_by_the_day_of_the_look_oldest_first(aging: Path) -> None:
    letter(aging, "early", read="2001-01-01")
    letter(aging, "late", read="2003-01-01")
    letter(aging, "never")
    for name, cited in (("old", "{early: {}}"), ("both", "{early: {}, late: {}}"), ("unread", "{never: {}}")):
        write(aging, f"records/books/{name}.yaml", f"id: {name}\ntitle: {{is: {name}}}\ntype: saga\ncitations: {cited}\n")
    found = listed(aging, "2003-06-01")
    assert [one for one in found["looks"] if one[0] != "letter-1"] == [("never", 1, None), ("early", 3, "2001-01-01")], "a day's line, or the record's"
    assert [one for one in found["rests"] if one[0] != "sagas"] == [("unread", 1, None), ("old", 1, "2001-01-01")], "one new look is enough"
    assert ("both", 1, "2003-01-01") in listed(aging, "2004-06-01")["rests"]


READER = """id: reader
name: Reader
type: person
terms:
  seen: {post: reader, seen: ["1999", 2001-05]}
  gone: {post: writer, end_date: "2000"}
  refused: {post: past}
"""


def test_what_has_no_end_is_confirmed_by_its_dates_and_by_what_was_published_since(aging: Path) -> None:
    def opened(on: str) -> list[tuple[str, int, str | None]]:
        return [one for one in listed(aging, on)["open"] if one[0] == "reader"]

    write(aging, "records/authors/reader.yaml", READER)
    assert opened("2010-01-01") == [("reader", 5, "2001-05-31")], "of the others an end was stated, or that they are over"
    assert not opened("2002-01-01"), "not old yet"
    letter(aging, "new", sent="2008-01-01", read="2009-01-01")
    for supports, since in (
        ("", "2008-01-01"),
        ("supports: {/terms/seen: 2}", "2008-01-01"),
        ("supports: {/terms: 2}", "2008-01-01"),
        ("supports: {/name: 2}", "2001-05-31"),
    ):
        write(aging, "records/authors/reader.yaml", f"{READER}citations: {{new: {{{supports}}}}}\n")
        assert opened("2010-01-01") == [("reader", 5, since)], supports or "the whole record"


def test_what_was_to_come_is_listed_from_the_day_after(aging: Path) -> None:
    write(aging, "records/books/plan.yaml", "id: plan\ntitle: {is: Skrá}\ntype: catalogue\nwritten: 2005-06\n")
    assert listed(aging, "2005-06-30")["due"] == [], "it may be the last day of June still"
    assert listed(aging, "2005-07-01")["due"] == [("plan", 3, "2005-06-30")]
    assert listed(aging, "2005-07-01", kinds=("authors",))["due"] == []


def test_the_sco_catalogue_knows_terms_that_were_to_end_and_events_that_were_announced() -> None:
    found = ages.stale(Catalogue(REPOSITORY), date(2026, 11, 29), 365)
    due = {item.record: item for item in found.lists["due"]}
    zhang = due["zhang-ming"]
    assert (zhang.since, zhang.says) == (date(2024, 12, 31), "was to end: secretary-general, sco")
    lines = (REPOSITORY / zhang.file).read_text(encoding="utf-8").splitlines()
    assert lines[zhang.line - 1].strip() == f"{zhang.path[-1]}:", "the line to open"
    assert all(item.since and item.since < found.on for item in due.values())
    assert [item.since for item in found.lists["due"]] == sorted(item.since for item in found.lists["due"] if item.since)
    assert sum(found.ages["looks"].values()) == len(list((REPOSITORY / "records" / "sources").glob("*.yaml")))


def test_a_day_and_a_catalogue_give_the_same_report_in_every_format(aging: Path, tmp_path: Path) -> None:
    for format_ in ("text", "json", "svg"):
        first, second = (run("--on", "2020-01-31", "--format", format_) for _ in range(2))
        assert (first.exit_code, first.output) == (0, second.output)
        output = tmp_path / format_
        assert run("--on", "2020-01-31", "--format", format_, "--output", str(output)).output == ""
        assert output.read_text(encoding="utf-8") == first.output


def test_the_picture_says_in_words_what_it_shows_and_runs_nothing(aging: Path) -> None:
    manifest = aging / "scodata.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("title: The", "title: <script>alert(1)</script> & The", 1), encoding="utf-8")
    letter(aging, "early", read="2001-01-01")
    root = ElementTree.fromstring(run("--on", "2020-01-31", "--format", "svg").output)
    assert root.findtext(f"{SVG}title", "").startswith("<script>"), "as text"
    assert "Texts looked at longest ago: 1 over 10 years" in root.findtext(f"{SVG}desc", "")
    assert not root.findall(f".//{SVG}script")
    assert "prefers-color-scheme: dark" in root.findtext(f"{SVG}style", "")


def test_without_a_day_it_is_today(aging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1580428800")
    assert json.loads(run("--format", "json").output)["on"] == "2020-01-31"


def test_the_lists_are_cut_as_text_only_and_say_by_how_much(aging: Path) -> None:
    for number in range(5):
        letter(aging, f"letter-{number}0", read=f"200{number}-01-01")
        write(aging, f"records/books/book-{number}.yaml", f"id: book-{number}\ntitle: {{is: Bók}}\ntype: saga\ncitations: {{letter-{number}0: {{}}}}\n")
    arguments = ("--on", "2020-01-31", "--kind", "letters")
    shown = run(*arguments, "--limit", "2").output
    assert "… and 4 more, with --limit 0" in shown
    assert shown.count("records/letters/") == 2
    assert run(*arguments, "--limit", "0").output.count("records/letters/") == 6


def test_a_catalogue_whose_schemas_speak_of_no_age_is_told_so(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    done = run("--on", "2020-01-31")
    assert done.exit_code == 0
    assert "no schema says so with x-looked-at" in done.output
    assert ElementTree.fromstring(run("--on", "2020-01-31", "--format", "svg").output).findtext(f"{SVG}desc") == "Nothing in this catalogue has an age."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on", "2029-02-30"), "2029-02-30 is no day"),
        (("--on", "soon"), "soon is no day"),
        (("--kind", "boks"), "did you mean `books`?"),
        (("--older-than", "-1"), "-1 is not in the range"),
        (("--output", "no/such/folder/x"), "can't write"),
    ],
)
def test_wrong_use_is_one_sentence(aging: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_problems_in_records_don_t_stop_a_report(aging: Path) -> None:
    write(aging, "records/books/broken.yaml", "id: [\n")
    assert run("--on", "2020-01-31").exit_code == 0
