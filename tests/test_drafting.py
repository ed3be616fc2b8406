"""`scodata draft`: what a text says, and nothing else; on which characters it rests; in any language that the catalogue has phrases for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from scodata import catalogue, drafting
from scodata.cli import main
from scodata.documents.reader import parse
from scodata.drafting import matching
from scodata.drafting.dates import Calendar
from scodata.drafting.desk import slug
from scodata.drafting.numbers import numbers, ordinals
from scodata.drafting.writing import as_yaml, scalar
from scodata.ground import survey
from scodata.phrases import load, read_phrases
from scodata.phrases.grammar import Language
from scodata.phrases.words import words_of

from conftest import REPOSITORY, TESTS, write

RELEASE = TESTS / "drafting" / "texts" / "release.txt"


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["draft", *arguments], input=text)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SCO's catalogue without records, but for states and organisations, and of these only what they are called."""
    root = tmp_path_factory.mktemp("bare")
    for name in ("schemas", "derived", "phrases"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "scodata.yaml", root)
    for path in (REPOSITORY / "records" / "participants").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^type: (state|organisation)$", text, re.MULTILINE):
            kept = re.findall(r"^(?:id|type|name|abbreviation|names|iso3):.*\n(?:[ ].*\n)*", text, re.MULTILINE)
            write(root, f"records/participants/{path.name}", "".join(kept))
    return root


@pytest.fixture(scope="module")
def drafted(bare: Path) -> dict[str, Any]:
    """The records that the release comes to in the bare catalogue, by id."""
    found = drafting.draft(catalogue.Catalogue(bare), RELEASE.read_text(encoding="utf-8"), "https://www.example.org/news/7", "2023-05-19")
    return {one.draft.id: one.draft.values for one in found.proposals}


SESSION = "un-commission-on-river-traffic-31"
SERIES = "un-commission-on-river-traffic-sessions"
OFFICE = "SCO Deputy Secretary-General"
FACTS: list[tuple[int, str, str, object]] = [
    (1, SESSION, "type", "session"),
    (1, SESSION, f"series/{SERIES}/edition", 31),
    (1, SESSION, "title/en", "31st session of the UN Commission on River Traffic"),
    (2, SESSION, "places/geneva", {}),
    (3, SESSION, "participations/sco-secretariat/roles", ["delegation"]),
    (4, SESSION, "participations/sco-secretariat/start_date", "2023-05-11"),
    (5, SESSION, "participations/timur-orlanov/roles", ["head-of-delegation"]),
    (5, SESSION, "participations/timur-orlanov/on_behalf_of", "sco-secretariat"),
    (6, "timur-orlanov", "terms/sco-deputy-secretary-general", {"office": {"en": OFFICE}, "organisation": "sco", "seen": ["2023-05-11", "2023-05-12"]}),
    (7, SESSION, "counts/countries", {"number": 90, "bound": "more-than", "unit": "countries", "printed": "over 90 countries"}),
    (8, "joint-event-4", "part_of", SESSION),
    (9, "joint-event-4", "series/joint-events/edition", 4),
    (10, "joint-event-4", "theme/en", "Rivers without Borders – Smuggling, Safety and Trade on Inland Waters"),
    (11, "joint-event-4", "start_date", "2023-05-12"),
    (11, "joint-event-4", "end_date", "2023-05-12"),
    (12, "joint-event-4", "participations/sco-secretariat/roles", ["organiser"]),
    (13, "joint-event-4", "participations/un-office-on-inland-waters/roles", ["organiser"]),
    (14, "joint-event-4", "participations/uzbekistan/roles", ["supporter"]),
    (15, "uzbekistan", "terms/sco-chair-2022", {"post": "chair", "organisation": "sco", "start_date": "2022", "end_date": "2023"}),
    (15, "joint-event-4", "participations/uzbekistan/capacity", {"post": "chair", "organisation": "sco"}),
    (16, "joint-event-4", "participations/timur-orlanov/roles", ["speaker"]),
    (17, "joint-event-4", "participations/representatives-of-the-sco-member-states/roles", ["speaker"]),
    (18, "joint-event-4", "participations/marie-anne-delcourt/roles", ["speaker"]),
    (
        19,
        "marie-anne-delcourt",
        "terms/director-of-the-uniw-division-for-safety-and-public-outreach/organisation",
        "uniw-division-for-safety-and-public-outreach",
    ),
    (19, "uniw-division-for-safety-and-public-outreach", "part_of", "uniw"),
    (20, "joint-event-4", "participations/timur-orlanov/statements/the-organisations-view-of-smuggling-on-rivers/statement_kind", "position"),
    (21, "joint-event-4", "participations/timur-orlanov/statements/further-cooperation-with-the-un", {"statement_kind": "commitment", "on_behalf_of": "sco"}),
    (22, "joint-event-4", "participations/timur-orlanov/statements/the-organisations-wish-to-keep-its-rivers-open/statement_kind", "commitment"),
    (23, "joint-event-4", "participations/marie-anne-delcourt/statements/the-links-between-smuggling-and-unsafe-ships/statement_kind", "emphasis"),
    (24, "joint-event-4", "participations/marie-anne-delcourt/statements/small-harbours/statement_kind", "emphasis"),
    (
        25,
        "joint-event-4",
        "participations/marie-anne-delcourt/statements/work-with-regional-organisations-including-the-sco",
        {"statement_kind": "readiness", "on_behalf_of": "uniw"},
    ),
    (26, SESSION, "title/ru", "31-я сессия Комиссии ООН по речному движению"),
    (27, "joint-event-4", "participations/heads-of-delegations-of-the-sco-member-states/statements/the-need-for-common-rules/statement_kind", "emphasis"),
    (28, "joint-event-4", "participations/representatives-of-the-sco-member-countries/roles", ["attendee"]),
    (29, "joint-event-4", "participations/other-delegates-participating-in-the-31st-session-of-the-un/of_event", SESSION),
    (30, "memorandum-uniw", "parties", {"sco-secretariat": {}, "uniw": {}}),
    (31, "memorandum-uniw", "signed", "2012-04-03"),
    (32, "joint-events", "start_date", "2019"),
    (32, "joint-events", "recurrence", "regular"),
    (32, "joint-events", "participations/uniw/roles", ["organiser"]),
    (33, "joint-events", "part_of", SERIES),
    (33, SERIES, "recurrence", "annual"),
    (34, "joint-events", "participations/sco-member-states/roles", ["supporter"]),
]
"""The numbers are those of the 34 facts of docs/model.md, whose text this one is written after."""


@pytest.mark.parametrize(("number", "record", "path", "value"), FACTS, ids=[f"{fact[0]}-{fact[2].rpartition('/')[2]}" for fact in FACTS])
def test_a_release_in_a_catalogue_of_states_and_organisations_gives_its_facts(
    drafted: dict[str, Any], number: int, record: str, path: str, value: object
) -> None:
    found: Any = drafted[record]
    for step in path.split("/"):
        found = found[step]
    assert found == value


def test_and_nothing_else(drafted: dict[str, Any]) -> None:
    """Every record and every participation that is proposed is one of the text's."""
    assert set(drafted) == {
        *(record for _, record, _, _ in FACTS),
        *("un-commission-on-river-traffic", "sco-secretariat", "un-office-on-inland-waters", "uniw", "geneva", "example-2023"),
    }
    assert set(drafted["joint-event-4"]["participations"]) == {
        *("sco-secretariat", "un-office-on-inland-waters", "uzbekistan", "timur-orlanov", "marie-anne-delcourt"),
        *("representatives-of-the-sco-member-states", "heads-of-delegations-of-the-sco-member-states", "representatives-of-the-sco-member-countries"),
        "other-delegates-participating-in-the-31st-session-of-the-un",
    }
    assert set(drafted[SESSION]["participations"]) == {"sco-secretariat", "timur-orlanov", "countries"}


def test_each_value_rests_on_characters_of_the_text(bare: Path) -> None:
    text = RELEASE.read_text(encoding="utf-8")
    found = drafting.draft(catalogue.Catalogue(bare), text, "https://example.org/7", "2023-05-19")
    spans = {(one.draft.id, "/".join(path)): span for one in found.proposals for path, span in one.draft.evidence.items()}
    for id_, path, words in (
        (SESSION, "places/geneva", "Geneva"),
        ("joint-event-4", "start_date", "12 May 2023"),
        ("joint-event-4", "series/joint-events/edition", "fourth"),
        ("memorandum-uniw", "signed", "3 April 2012"),
        (SESSION, "counts/countries/bound", "over"),
    ):
        span = spans[id_, path]
        assert text[span.start : span.end] == words
    source = next(one.draft for one in found.proposals if one.draft.kind == "sources")
    assert source.evidence["url",].end == 0, "what was given on the command line rests on no words"


def test_a_citation_names_the_paragraphs(drafted: dict[str, Any]) -> None:
    (source,) = drafted["memorandum-uniw"]["citations"]
    assert drafted["memorandum-uniw"]["citations"][source] == {"locator": "paragraph 8"}
    (citation,) = drafted["joint-event-4"]["citations"].values()
    assert citation["locator"] == "paragraphs 2-4, 6 and 7" or citation["locator"].startswith("paragraphs 2")
    assert citation["supports"]["/start_date"] == {"locator": "paragraph 2"}


def test_the_output_is_yaml_that_the_strict_reader_takes_and_says_what_is_missing(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bare)
    result = run(str(RELEASE), "--url", "https://example.org/7", "--published", "2023-05-19")
    assert result.exit_code == 0, result.output
    pages = result.stdout.split("---\n")
    for page in pages:
        _, problems = parse(page.encode(), "draft.yaml")
        assert problems == []
    place = next(page for page in pages if "id: geneva" in page)
    assert place.startswith("# records/places/geneva.yaml\n")
    assert "# S202 /: `type` is missing" in place
    assert 'en: Geneva  # 178-184 "Geneva"' in place


def test_json_has_the_same_as_data(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bare)
    data = json.loads(run(str(RELEASE), "--format", "json").stdout)
    session = next(one for one in data["drafts"] if one["id"] == SESSION)
    text = RELEASE.read_text(encoding="utf-8")
    assert session["evidence"]["/places/geneva"]["words"] == "Geneva"
    for one in data["drafts"]:
        assert all(text[span["start"] : span["end"]] == span["words"] for span in one["evidence"].values())
    assert [problem["code"] for one in data["drafts"] if one["kind"] == "places" for problem in one["problems"]] == ["S202"]


def test_files_are_never_overwritten(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bare)
    kept = write(tmp_path, "out/places/geneva.yaml", "mine\n")
    result = run(str(RELEASE), "--output", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert kept.read_text(encoding="utf-8") == "mine\n"
    assert "geneva.yaml: a file is there, and was left as it is" in result.stderr
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "events/joint-event-4.yaml" in names
    assert not [name for name in names if "/." in name], "nothing half written stays"
    again = run(str(RELEASE), "--output", str(tmp_path / "out"))
    assert again.stdout == ""


def test_a_known_record_is_found_and_only_what_is_new_of_it_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = write(
        tmp_path,
        "text.txt",
        "On 26 October 2023, Bishkek hosted the 22nd meeting of the Council of Heads of Government of the SCO. "
        "The meeting was attended by Director Nikolai Ostrov.",
    )
    result = run(str(text))
    assert "# records/events/chg-2023.yaml: it stands already; this is what the text adds" in result.stdout
    page = result.stdout.split("---\n")[0]
    assert "start_date" not in page
    assert "bishkek" not in page
    assert "nikolai-ostrov" in page


def test_standard_input_is_a_text_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = "On 26 October 2023, Bishkek hosted the 22nd meeting of the Council of Heads of Government of the SCO. It was attended by Director Nikolai Ostrov."
    shown = run("-", text=text).stdout
    assert "events/chg-2023" in shown
    assert shown == run(str(write(tmp_path, "text.txt", text))).stdout


def test_an_output_that_is_no_folder_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(REPOSITORY)
    write(tmp_path, "taken", "")
    result = run(str(RELEASE), "--output", str(tmp_path / "taken"))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"scodata: can't write {tmp_path / 'taken'}")
    assert result.stderr.count("\n") == 1


def test_a_text_without_an_occasion_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    result = run("-", text="Snow fell.")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("nothing to propose")


def test_other_scripts_lead_to_the_same_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(REPOSITORY)
    for name, text in (
        (
            "ru",
            "11 сентября 2020 года в Москве прошла встреча Председателя Исполнительного комитета СНГ Сергея Лебедева с Генеральным секретарем ШОС В.И.Норовым.",
        ),
        ("zh", "2023年4月19日,上海合作组织秘书长张明在北京会见了外长秦刚。"),
    ):
        data = json.loads(run(str(write(tmp_path, f"{name}.txt", text)), "--format", "json").stdout)
        (event,) = [one["record"] for one in data["drafts"] if one["kind"] == "events"]
        expected = {"ru": {"sergei-lebedev", "vladimir-norov"}, "zh": {"zhang-ming", "qin-gang"}}[name]
        assert {one["participant"] for one in event["participations"].values()} == expected
        assert event["start_date"] == {"ru": "2020-09-11", "zh": "2023-04-19"}[name]


BOOKS = """Snorri Sturluson skrev romanen "Nordiska kungasagor" år 1230. Selma Lagerlund skrev romanen "Vinterresan" år 1908.

Romanen "Vinterresan" har 412 sidor. "Vinterresan" lånades 3 mars 1911 av Snorri Sturluson. "Vinterresan" är tredje delen av Heimskringla.
"""


def test_another_catalogue_reads_texts_about_books(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    result = run(str(write(library.parent, "books.txt", BOOKS)), "--format", "json", "--url", "https://example.org/letters/9")
    assert result.exit_code == 0, result.output
    drafts = {one["id"]: one for one in json.loads(result.stdout)["drafts"]}
    assert drafts["vinterresan"]["record"] == {
        "id": "vinterresan",
        "title": {"sv": "Vinterresan"},
        "author": "selma-lagerlund",
        "written": "1908",
        "type": "novel",
        "pages": 412,
        "loans": {"snorri": {"to_whom": "snorri", "start_date": "1911-03-03"}},
        "volumes": {"sagas": {"volume": 3}},
        "citations": {
            "letter": {"supports": {"/title/sv": 1, "/author": 1, "/written": 1, "/type": 1, "/pages": 2, "/loans/snorri": 2, "/volumes/sagas": 2}},
        },
    }
    assert drafts["selma-lagerlund"]["record"]["name"] == "Selma Lagerlund"
    assert "snorri" not in drafts, "a known name is no new record"
    assert drafts["vinterresan"]["problems"] == []


def test_two_runs_are_equal_whatever_the_hash_seed(bare: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "scodata", "draft", str(RELEASE)],
            cwd=bare,
            env={"PYTHONHASHSEED": seed, "TZ": "Asia/Bishkek"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "\x00\x01\u202e",
        "(" * 5000,
        "a " * 20000,
        "On " * 5000,
        '"' * 3000,
        "Aa-" * 4000,
        "SCO and " * 3000,
        "上" * 20000,
        "1, " * 9000,
        "the " * 9000 + "session",
    ],
    ids=lambda text: repr(text[:6]),
)
def test_no_text_takes_for_ever_or_breaks_it(bare: Path, text: str) -> None:
    started = time.perf_counter()
    drafting.draft(catalogue.Catalogue(bare), text)
    assert time.perf_counter() - started < 20


@settings(max_examples=10, deadline=None)
@given(words=st.lists(st.sampled_from(RELEASE.read_text(encoding="utf-8").split(" ")), max_size=80))
def test_shuffled_words_rest_on_the_text_and_give_what_can_be_read(bare: Path, words: list[str]) -> None:
    text = " ".join(words)
    found = drafting.draft(catalogue.Catalogue(bare), text)
    for one in found.proposals:
        assert all(0 <= span.start < span.end <= len(text) for span in one.draft.evidence.values() if span.paragraph)
    for page in as_yaml(found).split("---\n") if found.proposals else ():
        assert parse(page.encode(), "draft.yaml")[1] == [] or "stands already" in page


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.txt"], "can't read none.txt"),
        (["text.txt", "--published", "March"], "--published is a day"),
        (["latin.txt"], "isn't UTF-8 text"),
        (["large.txt"], "is larger than"),
    ],
)
def test_wrong_use_is_one_sentence(library: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str) -> None:
    monkeypatch.chdir(library)
    write(library, "text.txt", "Hej.")
    (library / "latin.txt").write_bytes(b"\xe5\xe4\xf6")
    (library / "large.txt").write_bytes(b"a" * (1 << 22))
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_without_the_extra_there_is_one_sentence(bare: Path) -> None:
    code = f"import sys; sys.modules['dateparser'] = None; from scodata.cli import main; main(['draft', {str(RELEASE)!r}])"
    done = subprocess.run([sys.executable, "-c", code], cwd=bare, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr == "scodata: scodata draft reads the names of months with dateparser: install it with pip install 'scodata[draft]'\n"


def test_a_catalogue_without_phrases_says_so(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    shutil.rmtree(library / "phrases")
    result = run(str(RELEASE))
    assert result.exit_code == 2
    assert "no phrases" in result.stderr


def test_bad_phrases_are_problems_with_their_places(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    text = (library / "phrases" / "sv.yaml").read_text(encoding="utf-8")
    write(library, "phrases/sv.yaml", text.replace('"romanen {book}"', '"romanen {bok}"'))
    result = run(str(RELEASE))
    assert result.exit_code == 1
    line = next(number for number, one in enumerate(text.splitlines(), 1) if '"romanen {book}"' in one)
    assert f"phrases/sv.yaml:{line}:15: C515 there is no slot `bok`" in result.stdout
    assert "did you mean `book`?" in result.stdout


def language(code: str) -> Language:
    ground, _ = survey(catalogue.Catalogue(REPOSITORY))
    assert ground
    phrases, problems = read_phrases(REPOSITORY / "phrases", ground.layout.shapes)
    assert problems == []
    return next(one for one in phrases.languages if one.code == code)


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("en", "67th", 67),
        *(("en", "eighth", 8), ("en", "twenty-first", 21), ("en", "XVIII", 18), ("en", "IX", 9), ("ru", "67-я", 67), ("ru", "восьмое", 8)),
        *(("ru", "двадцать первое", 21), ("ru", "восемнадцатое", 18), ("zh", "第八", 8), ("zh", "第十八", 18), ("zh", "第二十一", 21), ("zh", "第18", 18)),
    ],
)
def test_ordinals(code: str, text: str, number: int) -> None:
    words = words_of(text)
    assert next(iter(ordinals(words, 0, language(code)))) == (len(words), number)


@pytest.mark.parametrize(("code", "text"), [("en", "67"), ("en", "the"), ("en", "67x"), ("ru", "сессия"), ("zh", "会议"), ("en", "eight")])
def test_no_ordinals(code: str, text: str) -> None:
    assert [found for found in ordinals(words_of(text), 0, language(code)) if found[1]] == []


@pytest.mark.parametrize(("text", "number"), [("140", 140), ("1,500", 1500), ("2 000", 2000), ("twenty-one", 21), ("12", 12)])
def test_numbers(text: str, number: int) -> None:
    assert next(iter(numbers(words_of(text), 0, language("en"))))[1] == number


def dates(text: str, code: str = "en", published: str = "") -> tuple[str, str, bool] | None:
    """The longest date at the beginning of a text."""
    from scodata.drafting.knowledge import Knowledge
    from scodata.drafting.matching import Reader
    from scodata.drafting.text import Sentence

    own = language(code)
    reader = Reader(Sentence(words_of(text), own, 1), Knowledge({}, {}, (own,)), {}, Calendar(published), {})
    found = reader.values("date", 0, False, False)
    return (found[0].plain.start, found[0].plain.end, found[0].plain.inferred) if found and found[0].plain else None


@pytest.mark.parametrize(
    ("code", "text", "published", "expected"),
    [
        ("en", "20 March 2024", "", ("2024-03-20", "2024-03-20", False)),
        ("en", "March 20, 2024", "", ("2024-03-20", "2024-03-20", False)),
        ("en", "4-5 June 2018", "", ("2018-06-04", "2018-06-05", False)),
        ("en", "30 May to 2 June 2018", "", ("2018-05-30", "2018-06-02", False)),
        ("en", "March 2024", "", ("2024-03", "2024-03", False)),
        ("en", "2023-2024", "", ("2023", "2024", False)),
        ("en", "20 March", "2024-03-27", ("2024-03-20", "2024-03-20", True)),
        ("en", "28 December", "2024-01-03", ("2023-12-28", "2023-12-28", True)),
        ("en", "20 March", "", None),
        ("en", "20 April", "2024-03-27", None),
        ("en", "31 June 2018", "", None),
        ("en", "today", "2024-03-27", ("2024-03-27", "2024-03-27", True)),
        ("ru", "20 марта 2024 года", "", ("2024-03-20", "2024-03-20", False)),
        ("ru", "с 4 по 5 июня 2018 года", "", ("2018-06-04", "2018-06-05", False)),
        ("ru", "марте 2024 года", "", ("2024-03", "2024-03", False)),
        ("zh", "2024年3月20日", "", ("2024-03-20", "2024-03-20", False)),
        ("zh", "2024年3月20日至21日", "", ("2024-03-20", "2024-03-21", False)),
        ("zh", "19日", "2023-04-19", ("2023-04-19", "2023-04-19", True)),
    ],
)
def test_dates(code: str, text: str, published: str, expected: tuple[str, str, bool] | None) -> None:
    assert dates(text, code, published) == expected


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.isprintable() and text.strip() == text))
def test_a_scalar_is_read_as_it_was(text: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    document, problems = parse(f"key: {scalar(text)}\n".encode(errors="surrogatepass"), "x.yaml")
    assert problems or (document and document.value == {"key": text})


def test_the_judge_of_phrases_knows_the_types_of_slots_that_the_matcher_has() -> None:
    assert {*matching.BUILTIN, "date"} == set(load.BUILTIN)


@given(st.text(max_size=120))
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    assert slug(text) == "" or (re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug(text)) and len(slug(text)) <= 64)
