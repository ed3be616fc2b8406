"""Issue forms, and drafts out of filled ones: whatever somebody writes, it is a value in a record below `records/`, or said to be none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scodata import catalogue, forms
from scodata.cli import main
from scodata.documents import read
from scodata.forms.body import KIND, NO_ANSWER, answers_of, one_line
from scodata.forms.fields import Field, fields
from scodata.forms.telling import told
from scodata.forms.template import FOLDER, form
from scodata.ground import Ground, survey
from scodata.problems import ScodataError

from conftest import LIBRARY, REPOSITORY, copied

BIN = Path(sys.executable).parent
NAUGHTY = [
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}} ${{ github.token }} $(touch x) `touch x`",
    "- a: [b, {c: &d !!python/object:os.system x}]",
    "*alias <<: merge",
    "true",
    "null",
    "~",
    "1e309",
    "0x1F",
    "2011",
    "'\"'\\\"",
    "# not a comment",
    "a #b: c",
    "---",
    "...",
    "%TAG ! x",
    "|",
    ">-",
    "@team",
    "\u202egnp.exe",
    "\ufeff\u200b\u200d",
    "\x00\x07\x1b[31m",
    "Z\u0351\u0364" * 200,
    "e\u0301 ﷽ 𝒳 🏳️‍🌈",
    "NO",
    "yes: no",
    "word " * 300,
    "x" * 5000,
    "````text",
    "### Kind of record",
    "### Note",
    NO_ANSWER,
    "\r\n\t\u2028",
]


@cache
def ground(root: Path) -> Ground:
    found, _ = survey(catalogue.find(root))
    assert found
    return found


def asked(root: Path, kind: str) -> list[Field]:
    return fields(ground(root).layout.shapes, kind)


def body(root: Path, kind: str, answers: dict[str, str]) -> str:
    """What GitHub makes of a form that was filled in so."""
    given = {KIND: kind, **{field.label: answers.get(field.label) or NO_ANSWER for field in asked(root, kind)}}
    return "\n\n".join(f"### {label}\n\n{text}" for label, text in given.items())


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


EVENT = {
    "Type": "Visit",
    "Title (English)": "Visit of a delegation of UNODC to Tashkent",
    "Title (Russian)": "Визит делегации",
    "Start date": "2025-05-03",
    "On the sidelines": "No",
    "Places": "Ташкент\n- Вена\nvienna",
    "Participations": "UNODC | Roles: organiser, Speaker\nШухрат Собирзода | roles: speaker",
    "Source: Address": "https://example.org/news/2025/visit",
    "Source: Title": "A visit",
    "Source: Publisher": "Example",
    "Source: Language": "en",
    "Source: Accessed": "2026-11-01",
    "Source: Locator": "paragraph 2",
}
VALUES = {
    "id": "visit-of-a-delegation-of-unodc-to-tashkent",
    "type": "visit",
    "title": {"en": "Visit of a delegation of UNODC to Tashkent", "ru": "Визит делегации"},
    "start_date": "2025-05-03",
    "sidelines": False,
    "places": {"tashkent": {}, "vienna": {}},
    "participations": {
        "unodc": {"participant": "unodc", "roles": ["organiser", "speaker"]},
        "shukhrat-sobirzoda": {"participant": "shukhrat-sobirzoda", "roles": ["speaker"]},
    },
    "citations": {"example-a-visit": {"locator": "paragraph 2"}},
}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real catalogue."""
    return copied(REPOSITORY, tmp_path_factory.mktemp("real"))


def test_the_committed_forms_are_what_the_schemas_give() -> None:
    assert "ISSUE_TEMPLATE is what the schemas give: 9 files" in run_in(REPOSITORY, "forms", "--check").output


def run_in(folder: Path, *arguments: str, text: str | None = None) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return run(*arguments, text=text)
    finally:
        os.chdir(before)


def test_forms_are_valid_for_github() -> None:
    files = [str(path) for path in sorted((REPOSITORY / FOLDER).glob("*.yml")) if path.name != "config.yml"]
    for schema, names in (("vendor.github-issue-forms", files), ("vendor.github-issue-config", [str(REPOSITORY / FOLDER / "config.yml")])):
        done = subprocess.run([BIN / "check-jsonschema", "--builtin-schema", schema, *names], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("root", [LIBRARY, REPOSITORY], ids=["library", "real"])
def test_a_form_follows_the_rules_of_github_that_its_schema_does_not_have(root: Path) -> None:
    for kind in ground(root).layout.shapes:
        made = form(ground(root).layout.shapes, kind)
        assert not {"labels", "assignees", "projects"} & made.keys(), "whoever opens an issue must not give it a label"
        elements = [element for element in made["body"] if element["type"] != "markdown"]
        for names in ([element["id"] for element in elements], [element["attributes"]["label"] for element in elements]):
            assert len(names) == len(set(names)), names
        for element in elements:
            assert re.fullmatch(r"[a-zA-Z0-9_-]+", element["id"])
            options = element["attributes"].get("options", ["x"])
            assert options
            assert len(options) == len(set(options))
            assert "None" not in options


def test_what_the_schema_requires_is_required_and_lists_are_lists() -> None:
    elements = {element["attributes"].get("label"): element for element in form(ground(REPOSITORY).layout.shapes, "events")["body"]}
    assert {label for label, element in elements.items() if element.get("validations")} == {
        KIND, "Type", "Source: Address", "Source: Publisher", "Source: Language",
    }  # fmt: skip
    assert "Visit" in elements["Type"]["attributes"]["options"]
    assert elements["Start date"]["attributes"]["description"].startswith("First day of the event")
    assert elements["Start date"]["attributes"]["placeholder"] == "2024-03-20"


def test_a_filled_form_becomes_a_valid_record_and_its_source(real: Path) -> None:
    result = run_in(real, "from-issue", "-", "--write", text=body(REPOSITORY, "events", EVENT))
    names = ["records/events/visit-of-a-delegation-of-unodc-to-tashkent.yaml", "records/sources/example-a-visit.yaml"]
    try:
        assert (result.exit_code, result.output.splitlines()) == (0, names)
        event, source = (read(real / name, name)[0] for name in names)
        assert event
        assert event.value == VALUES
        assert source
        assert source.value["url"] == "https://example.org/news/2025/visit"
        assert run_in(real, "validate").exit_code == 0
    finally:
        for name in names:
            (real / name).unlink(missing_ok=True)


def test_without_write_nothing_is_written_and_what_is_unknown_is_said(library: Path) -> None:
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    kind, reference = reference_field()
    result = run_in(library, "from-issue", "-", text=body(LIBRARY, kind, {reference.label: "Nobody Atall"}))
    assert result.exit_code == 1
    assert f"{reference.label}: `Nobody Atall` is no name or id" in result.output
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before


def reference_field() -> tuple[str, Field]:
    """A field of the library that asks for one record."""
    return next((kind, field) for kind in ground(LIBRARY).layout.shapes for field in asked(LIBRARY, kind) if field.how == "name")


def test_a_source_that_the_catalogue_has_is_cited_and_not_made_again(real: Path) -> None:
    again = {**EVENT, "Source: Address": "http://www.eng.sectsco.org/news/20240327/1307644.html/"}
    known = next(path.stem for path in (real / "records/sources").glob("*.yaml") if "20240327/1307644.html" in path.read_text(encoding="utf-8"))
    drafted = forms.draft(catalogue.find(real), body(REPOSITORY, "events", again))
    assert list(drafted.texts) == ["records/events/visit-of-a-delegation-of-unodc-to-tashkent.yaml"]
    assert f"\n  {known}:\n    locator: paragraph 2\n" in next(iter(drafted.texts.values()))


def test_a_record_that_is_there_already_is_never_overwritten_but_named(real: Path) -> None:
    drafted = forms.draft(catalogue.find(real), body(REPOSITORY, "places", {"Type": "City", "Name (English)": "Vienna"}))
    assert list(drafted.texts) == ["records/places/vienna-2.yaml"]
    assert "vienna is called `Vienna` too: is it the same?" in drafted.remarks


def test_a_file_that_came_meanwhile_is_left_alone(library: Path) -> None:
    kind = next(iter(ground(LIBRARY).layout.shapes))
    drafted = forms.draft(catalogue.find(library), body(LIBRARY, kind, {}))
    (name,) = drafted.texts
    (library / name).write_text("id: mine\n", encoding="utf-8")
    with pytest.raises(ScodataError):
        forms.write(catalogue.find(library), drafted)
    assert (library / name).read_text(encoding="utf-8") == "id: mine\n"


def test_a_folder_that_leads_out_of_the_records_is_refused(library: Path, tmp_path: Path) -> None:
    kind = next(iter(ground(LIBRARY).layout.shapes))
    drafted = forms.draft(catalogue.find(library), body(LIBRARY, kind, {}))
    (library / "records" / kind).rename(tmp_path / "elsewhere")
    (library / "records" / kind).symlink_to(tmp_path / "elsewhere")
    before = sorted((tmp_path / "elsewhere").iterdir())
    with pytest.raises(ScodataError, match="outside of records/"):
        forms.write(catalogue.find(library), drafted)
    assert sorted((tmp_path / "elsewhere").iterdir()) == before


@pytest.mark.parametrize("text", ["", "hello", "### Kind of record\n\n../../etc", "### Kind of record", "### kind of record\n\nbooks"])
def test_what_is_no_filled_form_is_one_sentence(library: Path, text: str) -> None:
    result = run_in(library, "from-issue", "-", text=text)
    assert result.exit_code == 2
    assert result.output.startswith("scodata: this is no filled form")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * ((1 << 18) + 1)])
def test_what_is_no_text_or_too_large_is_one_sentence(library: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "body").write_bytes(data)
    result = run_in(library, "from-issue", str(tmp_path / "body"))
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_a_heading_inside_of_an_answer_is_part_of_it() -> None:
    answers, remarks = answers_of("### A\n\none\n\n### C\n\ntwo\n\n### B\n\nthree\n\n### C\n\nfour", ["A", "B", "C"])
    assert answers == {"A": "one\n\n### C\n\ntwo", "B": "three", "C": "four"}
    assert remarks == []


def test_a_heading_that_stands_twice_is_said() -> None:
    answers, remarks = answers_of("### A\n\none\n\n### B\n\nfalse\n\n### B\n\ntrue", ["A", "B"])
    assert answers == {"A": "one", "B": "false\n\n### B\n\ntrue"}
    assert len(remarks) == 1


WORDS = st.one_of(
    st.sampled_from(NAUGHTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from(["sagas", "Snorri", "snorri", "12", "Yes"])
)
ANSWERS = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_filled_in_stands_in_a_record_as_it_was_given_or_is_said(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(ground(LIBRARY).layout.shapes)))
    questions = asked(LIBRARY, kind)
    answers = {field.label: data.draw(ANSWERS) for field in questions if data.draw(st.booleans())}
    text = body(LIBRARY, kind, answers)
    drafted = forms.draft(catalogue.find(LIBRARY), text)
    understood, _ = answers_of(text, [field.label for field in questions])
    for name, record in drafted.texts.items():
        assert re.fullmatch(r"records/[a-z]+/[a-z][a-z0-9-]*\.yaml", name)
        assert not (LIBRARY / name).exists()
        assert unicodedata.is_normalized("NFC", record)
    first = yaml.load(next(iter(drafted.texts.values())), yaml.BaseLoader)
    for field in questions:
        if field.how == "text" and field.of == "record" and field.label in understood and field.shape.schema.get("type") == "string":
            value: Any = first
            for step in field.path:
                value = value.get(step, {}) if isinstance(value, dict) else {}
            assert value == (one_line(understood[field.label]) or {})
    outside = re.sub(r"(?ms)^(`{3,})(?:text|yaml)$.*?^\1$", "", told(drafted, LIBRARY))
    assert not re.search(r"[@<]|\$\{", outside), "nothing that somebody wrote is read as Markdown"


def test_a_report_that_cannot_be_written_leaves_no_draft_behind(library: Path) -> None:
    before = set(library.rglob("*"))
    kind = sorted(ground(LIBRARY).layout.shapes)[0]
    text = body(LIBRARY, kind, {field.label: "Edda" for field in asked(LIBRARY, kind)})
    result = run_in(library, "from-issue", "-", "--write", "--report", str(library), text=text)
    assert result.exit_code == 2
    assert set(library.rglob("*")) == before


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_naughty_strings_in_every_question_are_written_below_records_only(library: Path, naughty: str) -> None:
    before = set(library.parent.rglob("*"))
    for kind in ground(LIBRARY).layout.shapes:
        result = run_in(library, "from-issue", "-", "--write", text=body(LIBRARY, kind, {field.label: naughty for field in asked(LIBRARY, kind)}))
        assert result.exit_code in (0, 1), result.output
    came = {path for path in library.parent.rglob("*") if path not in before}
    assert came
    assert all(path.is_relative_to(library / "records") for path in came if path.name != ".scodata.lock"), came


def test_the_workflow_makes_a_draft_of_the_event_that_github_sends(library: Path, tmp_path: Path) -> None:
    steps = yaml.safe_load((REPOSITORY / ".github/workflows/from-issue.yml").read_text(encoding="utf-8"))["jobs"]["draft"]["steps"]
    (script,) = (step["run"] for step in steps if step.get("name") == "Make the draft")
    assert not any("${{" in step.get("run", "") for step in steps), "nothing of an event reaches a shell"
    kind, field = reference_field()
    hostile = '$(touch hacked)\n"; touch hacked; "'
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"body": body(LIBRARY, kind, {field.label: hostile})}}), encoding="utf-8")
    paths = {"PATH": f"{BIN}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path), "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=library, env={**os.environ, **paths}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "A draft was made of this form" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("hacked"))
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"body": None}}), encoding="utf-8")
    subprocess.run(["bash", "-e", "-c", script], cwd=library, env={**os.environ, **paths}, capture_output=True, check=True)
    assert "couldn't be read" in (tmp_path / "report.md").read_text(encoding="utf-8")
