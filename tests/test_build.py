"""`scodata build`: the golden package, three gates, and a last good package that nothing can harm."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from frictionless import Package

from scodata.cli import main
from scodata.package import Staging, judge, judge_archive
from scodata.package.gates import ENOUGH, official_profile
from scodata.problems import ScodataError
from scodata.schemas import violations
from scodata.schemas.explain import violated

from conftest import LIBRARY, REPOSITORY, write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def _inside(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)


@pytest.fixture
def built(library: Path) -> Path:
    """The library with its golden package in place, which a build would give again."""
    shutil.copytree(LIBRARY / "datapackage", library / "datapackage")
    return library


def test_a_build_gives_the_golden_package_byte_for_byte(library: Path) -> None:
    result = run("build")
    assert result.exit_code == 0, result.output
    assert contents(library / "datapackage") == contents(LIBRARY / "datapackage")
    assert sorted(path.name for path in library.iterdir()) == ["datapackage", "derived", "phrases", "records", "schemas", "scodata.yaml"]


def test_frictionless_agrees() -> None:
    assert Package(str(LIBRARY / "datapackage" / "datapackage.json")).validate().valid


def test_time_zone_locale_hash_seed_umask_and_folder_change_nothing(library: Path) -> None:
    elsewhere = shutil.copytree(library, library.parent / "elsewhere" / "deeper")
    for root, environment in (
        (library, {"TZ": "Asia/Bishkek", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        (elsewhere, {"TZ": "America/Lima", "PYTHONHASHSEED": "2"}),
    ):
        code = "import os, sys; os.umask(0o077); from scodata.cli import main; main(['build'])"
        subprocess.run([sys.executable, "-c", code], cwd=root / "records", env={**environment, "PATH": ""}, check=True, capture_output=True)
        assert contents(root / "datapackage") == contents(LIBRARY / "datapackage")


def test_check_is_quiet_about_a_package_that_is_up_to_date(built: Path) -> None:
    assert run("build", "--check").exit_code == 0


def test_check_names_what_differs_and_writes_nothing(built: Path) -> None:
    package = built / "datapackage"
    write(package, "data/books.csv", (package / "data/books.csv").read_text(encoding="utf-8").replace("312", "313"))
    (package / "data/authors.csv").unlink()
    write(package, "data/old_table.csv", "id\n")
    before = contents(built)
    result = run("build", "--check")
    assert result.exit_code == 1
    shown = [line.rpartition(":")[0] if line.count(":") > 3 else line for line in result.stdout.splitlines() if "P601" in line]
    assert shown == [
        "datapackage/data/authors.csv:1:1: P601 missing",
        "datapackage/data/books.csv:2:1: P601 differs",
        "datapackage/data/old_table.csv:1:1: P601 not part of the package",
    ]
    assert contents(built) == before


def test_check_without_a_package_fails(library: Path) -> None:
    result = run("build", "--check")
    assert result.exit_code == 1
    assert not (library / "datapackage").exists()


def test_an_error_leaves_the_old_package_as_it_is(built: Path) -> None:
    before = contents(built / "datapackage")
    write(built, "records/books/bad.yaml", "id: bad\n")
    result = run("build")
    assert result.exit_code == 1
    assert "nothing written" in result.stdout
    assert contents(built / "datapackage") == before


def test_files_of_tables_that_are_gone_do_not_linger(built: Path) -> None:
    schema = json.loads((built / "schemas/books.json").read_text(encoding="utf-8"))
    del schema["properties"]["stars"]
    write(built, "schemas/books.json", json.dumps(schema))
    for name in ("sagas", "shelf-list"):
        path = built / f"records/books/{name}.yaml"
        text = path.read_text(encoding="utf-8")
        write(built, f"records/books/{name}.yaml", "\n".join(line for line in text.splitlines() if not line.startswith(("stars", "  snorri:"))))
    assert run("build").exit_code == 0
    assert not (built / "datapackage/data/books_stars.csv").exists()


@pytest.mark.parametrize("target", ["records", "schemas/inside", ".", "..", "src/x", "/"])
def test_no_build_where_the_curators_work_would_be_lost(library: Path, target: str) -> None:
    (library / "src").mkdir()
    before = contents(library)
    result = run("build", "--output", target)
    assert result.exit_code == 2
    assert "won't write to" in result.stderr
    assert contents(library) == before


def test_no_build_through_a_link_into_the_records(library: Path) -> None:
    (library / "link").symlink_to(library / "records")
    assert run("build", "--output", "link/new").exit_code == 2


@pytest.mark.parametrize(
    "files",
    [
        {"thesis.txt": "years of work"},
        {"datapackage.json": "{}"},
        {"datapackage.json": '{"generator": "other", "resources": []}'},
        {"datapackage.json": "not json"},
    ],
)
def test_a_folder_of_somebody_else_is_not_replaced(library: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        write(library, f"mine/{name}", text)
    result = run("build", "--output", "mine")
    assert result.exit_code == 2
    assert "won't replace" in result.stderr
    assert {name: text.encode() for name, text in files.items()} == contents(library / "mine")


def test_a_file_that_somebody_put_into_the_package_is_not_lost(built: Path) -> None:
    write(built, "datapackage/analysis.R", "library(readr)")
    result = run("build")
    assert result.exit_code == 2
    assert "analysis.R" in result.stderr
    assert (built / "datapackage/analysis.R").exists()


def test_an_output_elsewhere_is_made_with_its_folders(library: Path) -> None:
    assert run("build", "--output", "out/of/the/way").exit_code == 0
    assert contents(library / "out/of/the/way") == contents(LIBRARY / "datapackage")


def test_a_package_set_aside_by_a_killed_build_is_put_back_and_said(built: Path) -> None:
    os.rename(built / "datapackage", built / ".datapackage.before")
    write(built, ".datapackage.building/data/books.csv", "half")
    write(built, "records/books/bad.yaml", "id: bad\n")
    result = run("build")
    assert result.exit_code == 1
    assert "was put back" in result.stderr
    assert contents(built / "datapackage") == contents(LIBRARY / "datapackage")
    assert not (built / ".datapackage.building").exists()


def test_killed_at_any_moment_the_last_good_package_is_whole(built: Path) -> None:
    good = contents(LIBRARY / "datapackage")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "scodata", "build"], cwd=built, check=True, capture_output=True)
    whole = time.perf_counter() - started
    for part in range(1, 12):
        process = subprocess.Popen([sys.executable, "-m", "scodata", "build"], cwd=built, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * part / 11)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = [folder for folder in (built / "datapackage", built / ".datapackage.before") if folder.exists()]
        assert any(contents(folder) == good for folder in kept)
    subprocess.run([sys.executable, "-m", "scodata", "build"], cwd=built, check=True, capture_output=True)
    assert contents(built / "datapackage") == good
    assert not list(built.glob(".datapackage*"))


def test_two_builds_at_once_wait_for_each_other(built: Path) -> None:
    processes = [subprocess.Popen([sys.executable, "-m", "scodata", "build"], cwd=built, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert contents(built / "datapackage") == contents(LIBRARY / "datapackage")


def test_staging_waits_while_another_stages(library: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with Staging(library / "datapackage", ()):
            order.append("second")

    with Staging(library / "datapackage", ()):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_target_that_cannot_be_written_is_one_sentence(library: Path) -> None:
    write(library, "file", "in the way")
    result = run("build", "--output", "file/package")
    assert result.exit_code == 2
    assert "can't write to" in result.stderr
    assert "Traceback" not in result.output


def test_a_full_disk_leaves_the_old_package(built: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))"
    code = f"{limit}; from scodata.cli import main; main(['build'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=built, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "file too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(built / "datapackage") == contents(LIBRARY / "datapackage")
    assert not list(built.glob(".datapackage*"))


def test_a_value_that_its_table_cannot_hold_stops_the_build(built: Path) -> None:
    schema = (built / "schemas/books.json").read_text(encoding="utf-8")
    assert '"maxLength": 20' in schema
    write(built, "schemas/books.json", schema.replace('"maxLength": 20', '"minimum": 20'))
    before = contents(built / "datapackage")
    result = run("build")
    assert result.exit_code == 1
    assert "P602" in result.stdout
    assert contents(built / "datapackage") == before


DAMAGES = [
    ("datapackage.json", '"version": "2.1.0"', '"version": "2.1"', "no semantic version"),
    ("datapackage.json", "T00:00:00Z", "T00:00:00", "no time with zone"),
    ("datapackage.json", '"path": "data/books.csv"', '"path": "../books.csv"', "datapackage.json/resources/0"),
    ("datapackage.json", '"bytes": ', '"bytes": 1', "size or hash"),
    ("data/books.csv", "312", "313", "size or hash"),
]


@pytest.mark.parametrize(("name", "good", "bad", "reason"), DAMAGES)
def test_the_gates_refuse_a_damaged_package(built: Path, name: str, good: str, bad: str, reason: str) -> None:
    package = built / "datapackage"
    assert judge(package) == []
    text = (package / name).read_text(encoding="utf-8")
    assert good in text
    write(package, name, text.replace(good, bad, 1))
    assert any(reason in sentence for sentence in judge(package))


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("name", 7),
        ("resources", []),
        ("licenses", [{}]),
        ("contributors/0/title", None),
        ("resources/0/path", "/etc/passwd"),
        ("resources/0/schema/fields/0/type", "text"),
        ("resources/0/schema/fields", []),
        ("keywords", "one"),
        ("created", 2026),
    ],
)
def test_what_the_profile_refuses_is_refused_quickly_and_then_explained(built: Path, pointer: str, value: object) -> None:
    """The verdict comes from one library and the explanation from another: a refusal without a reason would pass for none."""
    package = json.loads((built / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    *above, last = (int(step) if step.isdecimal() else step for step in pointer.split("/"))
    target = package
    for step in above:
        target = target[step]
    target[last] = value
    profile = official_profile()
    assert list(violations(profile, package)) == list(violated(profile, package)) != []


CELLS = [
    ("books_keywords", "sagas,vikings", "sagas,no", "stands twice"),
    ("books", "1999-12-31", "1999-12-1", "is no value of acquired"),
    ("books", ",saga,", ",sagas,", "is no value of type"),
    ("mentions", "snorri,sagas", "snorre,sagas", "leads nowhere"),
    ("books_chapters_verses", "sagas,1,2", "sagas,9,2", "leads nowhere"),
    ("books", "312", "many", "frictionless"),
    ("books", "id,title_is", "id,titel_is", "the header isn't"),
]


def damage(package: Path, table: str, good: str, bad: str) -> None:
    """Writes something else into a table, and mends its hash."""
    path = package / "data" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(resource for resource in descriptor["resources"] if resource["name"] == table)
    resource["bytes"], resource["hash"] = path.stat().st_size, f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    write(package, "datapackage.json", json.dumps(descriptor))


@pytest.mark.parametrize(("table", "good", "bad", "reason"), CELLS)
def test_the_gates_refuse_damaged_cells_whose_hash_was_mended(built: Path, table: str, good: str, bad: str, reason: str) -> None:
    damage(built / "datapackage", table, good, bad)
    assert any(reason in sentence for sentence in judge(built / "datapackage"))


def test_the_tables_of_a_large_package_are_judged_by_several_processes(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(REPOSITORY / "datapackage", package)
    assert sum(path.stat().st_size for path in (package / "data").iterdir()) > ENOUGH
    damage(package, "places", ",51.1801,", ",north,")
    damage(package, "status_periods", ",2025-08-31,", ",lately,")
    found = judge_archive(Path(shutil.make_archive(str(tmp_path / "package"), "zip", package)))
    assert [sentence.split(": ")[1] for sentence in found] == ["places", "status_periods"]
    assert "north" in found[0]
    assert "lately" in found[1]


def test_a_package_that_is_not_there_is_one_problem(library: Path) -> None:
    result = run("build", "--check")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if "P601" in line] == ["datapackage:1:1: P601 there is no package here"]


def test_guarded_folders_are_refused_from_python_too(library: Path) -> None:
    with pytest.raises(ScodataError, match="won't write to"), Staging(library / "records" / "x", (library / "records",)):
        pass


@pytest.mark.parametrize(
    ("expectation", "reason"),
    [
        ("books: {min: 3}", "`books` has 2 rows, fewer than 3"),
        ("books: {max: 1}", "`books` has 2 rows, more than 1"),
        ("books: {filled: {author_id: 0.6}}", "`author_id` is filled in 1 of 2 rows, less than 60%"),
        ("boks: {min: 3}", "there is no table `boks`"),
        ("books: {filled: {autor_id: 0.6}}", "`books` has no column `autor_id`"),
    ],
)
def test_an_expectation_that_is_not_met_stops_the_build(built: Path, expectation: str, reason: str) -> None:
    config = (built / "scodata.yaml").read_text(encoding="utf-8")
    write(built, "scodata.yaml", f"{config}expectations:\n  {expectation}\n")
    before = contents(built / "datapackage")
    result = run("build")
    assert result.exit_code == 1
    assert f"P603 {reason}" in result.stdout
    assert contents(built / "datapackage") == before


def test_an_expectation_that_is_met_is_quiet(built: Path) -> None:
    config = (built / "scodata.yaml").read_text(encoding="utf-8")
    write(built, "scodata.yaml", f"{config}expectations:\n  books: {{min: 2, max: 2, filled: {{author_id: 0.5}}}}\n")
    assert run("build").exit_code == 0
