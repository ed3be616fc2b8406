"""Releases on Zenodo, over HTTP: whatever fails on the way, running again finishes it with one deposit, and the token is told to nobody else."""

from __future__ import annotations

import logging
import os
import pty
import re
import shutil
import subprocess
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner, Result

import scodata
from scodata.catalogue import Catalogue
from scodata.cli import main
from scodata.deposits import Deposits, Entry, read_deposits
from scodata.documents import parse, with_values
from scodata.metadata import citation
from scodata.metadata import zenodo as zenodo_metadata
from scodata.problems import ScodataError
from scodata.published import open_package
from scodata.publishing import Shipment, Zenodo, publish, reserve, service, shipment
from scodata.release.archive import write_sums

import archive
from archive import TOKEN, Fault, State
from conftest import LIBRARY, write

DAY, NEXT_DAY = "2024-03-01", "2024-04-01"
FIRST, SECOND = "10.5281/zenodo.1002", "10.5281/zenodo.1003"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")


def build(root: Path) -> None:
    assert scodata.open_catalogue(root).build().verdict.is_clean


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    assert TOKEN not in result.output + result.stderr
    return result


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output + result.stderr
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("scodata: ").strip()


def stated(root: Path) -> str:
    return (root / "scodata.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def the_token_is_in_no_log_output_or_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Looked at after every test here, with all loggers at their most talkative."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    yield
    captured = capfd.readouterr()
    assert TOKEN not in captured.out + captured.err + caplog.text
    assert all(TOKEN.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """A Zenodo without deposits, of which commands know the address."""
    with archive.zenodo() as state:
        monkeypatch.setenv("SCODATA_ZENODO_ADDRESS", state.address)
        yield state


def first_draft(state: State) -> None:
    """The deposit that was reserved for the first version, as a server of its own has it."""
    state.make({"title": "The reading room's sagas", "upload_type": "dataset", "version": "1.0.0"})


def first_published(state: State) -> None:
    first_draft(state)
    state.deposits[1002]["submitted"] = True
    state.contents |= {(1002, "saga-library-1.0.0.zip"): b"old", (1002, "CHANGES.md"): b"old", (1002, "SHA256SUMS"): b"old"}


def second_draft(state: State) -> None:
    first_published(state)
    state.contents[(1002, "old.txt")] = b"old"
    state.make({"title": "The reading room's sagas", "upload_type": "dataset"}, "1001")
    state.contents |= {(1003, name): data for name, data in state.files(1002).items()}


def client(state: State, *, answer: float = 20.0) -> Zenodo:
    return Zenodo(service(sandbox=False, address=state.address), TOKEN, pause=0, times=(5.0, answer))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library as its maintainer has it before and after each step, in folders of their own: fresh, reserved, released, published, changed, second."""
    folder = tmp_path_factory.mktemp("walked")
    root = shutil.copytree(LIBRARY, folder / "library")
    text = stated(root).replace("doi: 10.5555/sagas.2.1.0\nconcept_doi: 10.5555/sagas\n", "").replace("date: 2024-02-29\n", "date: 2024-02-29 # of the data\n")
    write(root, "scodata.yaml", text.replace("version: 2.1.0", "version: 0.4.0"))
    write(root, ".gitignore", "dist/\n.datapackage.*\n")
    write(root, "CHANGELOG.md", "# Changes\n\n## Unreleased\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.org")
    build(root)
    commit(root)

    def kept(name: str) -> None:
        shutil.copytree(root, folder / name)

    with archive.zenodo() as state, pytest.MonkeyPatch.context() as patched:
        patched.setenv("SCODATA_ZENODO_ADDRESS", state.address)
        patched.setenv("ZENODO_TOKEN", TOKEN)
        patched.chdir(root)
        kept("fresh")
        reserve(Catalogue(root), client(state), "1.0.0")
        build(root)
        kept("reserved")
        commit(root)
        done("release", "--date", DAY)
        kept("released")
        done("publish", "zenodo", "--yes")
        commit(root)
        kept("published")
        path = root / "records/books/sagas.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("pages: 312", "pages: 313"), encoding="utf-8")
        build(root)
        commit(root)
        kept("changed")
        reserve(Catalogue(root), client(state), "1.1.0")
        build(root)
        commit(root)
        done("release", "--date", NEXT_DAY)
        kept("second")
    return folder


@pytest.fixture
def at(walked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A copy of the library at a step; the working directory is in it."""

    def copied(name: str) -> Path:
        root = shutil.copytree(walked / name, tmp_path / "library")
        monkeypatch.chdir(root)
        return root

    return copied


# The whole way


def test_a_release_is_published_byte_for_byte_as_the_tag_holds_it(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    said = done("publish", "zenodo", "--reserve")
    assert f"{FIRST} is reserved for 1.0.0: the deposit 1002" in said
    assert f"date: 2024-02-29 # of the data\ndoi: {FIRST}\n" in stated(root)
    commit(root)
    done("release", "--date", DAY)
    said = done("publish", "zenodo", "--yes")
    assert f"1.0.0 is published: https://doi.org/{FIRST}, read at {server.address}/records/1002\nall versions: https://doi.org/10.5281/zenodo.1001\n" in said
    (deposit,) = server.published
    folder = root / "dist/saga-library-1.0.0"
    assert server.files(1002) == {path.name: path.read_bytes() for path in folder.iterdir()}
    with zipfile.ZipFile(folder / "saga-library-1.0.0.zip") as archived:
        committed = git(root, "ls-tree", "-r", "--name-only", "v1.0.0", "datapackage").split()
        assert {f"datapackage/{name}" for name in archived.namelist()} == set(committed)
        for name in committed:
            held = subprocess.run(["git", "-C", str(root), "show", f"v1.0.0:{name}"], check=True, capture_output=True).stdout
            assert archived.read(name.removeprefix("datapackage/")) == held
    package = open_package(folder / "saga-library-1.0.0.zip")
    assert package.descriptor["id"] == f"https://doi.org/{FIRST}"
    assert citation(package)["doi"] == FIRST
    assert deposit["metadata"] == zenodo_metadata(package)
    assert read_deposits(Catalogue(root)) == {"zenodo": Deposits("10.5281/zenodo.1001", {"1.0.0": Entry("published", 1002, FIRST)})}


def test_a_later_release_is_a_new_version_under_the_doi_of_all(at: Callable[[str], Path], server: State) -> None:
    first_published(server)
    root = at("changed")
    said = done("publish", "zenodo", "--reserve")
    assert f"{SECOND} is reserved for 1.1.0: the deposit 1003 on {server.address.removeprefix('http://')}, a new version of 10.5281/zenodo.1001" in said
    assert f"doi: {SECOND}\nconcept_doi: 10.5281/zenodo.1001\n" in stated(root)
    commit(root)
    done("release", "--date", NEXT_DAY)
    done("publish", "zenodo", "--yes")
    assert [deposit["id"] for deposit in server.published] == [1002, 1003]
    assert {deposit["conceptrecid"] for deposit in server.deposits.values()} == {"1001"}
    assert server.files(1003) == {path.name: path.read_bytes() for path in (root / "dist/saga-library-1.1.0").iterdir()}
    package = open_package(root / "dist/saga-library-1.1.0/saga-library-1.1.0.zip")
    assert package.descriptor["versionOf"] == "https://doi.org/10.5281/zenodo.1001"


def test_the_same_command_again_changes_nothing(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    root = at("reserved")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert f"{FIRST} is still reserved for 1.0.0" in done("publish", "zenodo", "--reserve")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    commit(root)
    done("release", "--date", DAY)
    done("publish", "zenodo", "--yes")
    server.asked.clear()
    assert "1.0.0 was published before" in done("publish", "zenodo", "--yes")
    assert server.asked == ["GET /api/deposit/depositions/1002"]


def test_zenodo_mock_agrees(at: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = at("fresh")
    path = root / "records/books/sagas.yaml"
    with archive.mocked(tmp_path / "mock") as address:
        monkeypatch.setenv("SCODATA_ZENODO_ADDRESS", address)
        zenodo = Zenodo(service(sandbox=False, address=address), TOKEN)
        for version, day, number in (("1.0.0", DAY, 1000), ("2.0.0", NEXT_DAY, 1001)):
            assert reserve(Catalogue(root), zenodo, version).doi == f"10.5072/zenodo.{number}"
            build(root)
            commit(root)
            done("release", "--date", day, "--version", version)
            assert f"{version} is published: https://doi.org/10.5072/zenodo.{number}" in done("publish", "zenodo", "--yes")
            received = {file.name: file.read_bytes() for file in (tmp_path / f"mock/{number}").iterdir()}
            assert received == {file.name: file.read_bytes() for file in (root / f"dist/saga-library-{version}").iterdir()}
            path.write_text(path.read_text(encoding="utf-8").replace("pages: 312", "pages: 313"), encoding="utf-8")


# Whatever fails on the way

FAULTS = ["hung up", "broken off", "not JSON", "another JSON", "redirected", "401", "403", "429", "500", "502", "echo", "wait long", "wait oddly"]
LOST = ["hung up", "broken off", "not JSON", "another JSON", "500", "502"]
"""Those after which Zenodo may have done what it was asked."""
PASSING = {"hung up", "429", "500", "502"}
"""Those that are gone when a request that changes nothing is made again."""


def outcomes(*steps: str) -> list[tuple[str, str, bool]]:
    """Each step, with each fault, before Zenodo did anything and, where that can be, after it."""
    return [(step, kind, late) for step in steps for kind in FAULTS for late in ([False, True] if kind in LOST else [False])]


def attempted(action: Callable[[], object]) -> str:
    """The one sentence with which it failed; empty where it didn't. The token is in nothing that an error carries where people look."""
    try:
        action()
    except ScodataError as error:
        raised: BaseException | None = error
    else:
        return ""
    said = str(raised)
    assert TOKEN not in "".join(traceback.format_exception(raised))
    while raised:
        assert TOKEN not in f"{raised!s}{raised!r}{raised.args}"
        raised = raised.__cause__ or raised.__context__
    assert "\n" not in said
    return said


def reserving(root: Path, zenodo: Zenodo, version: str) -> Callable[[], object]:
    return lambda: reserve(Catalogue(root), zenodo, version)


def assert_reserved(root: Path, state: State, version: str, number: int) -> None:
    """One draft, and the files of the catalogue have its DOI."""
    assert [one["id"] for one in state.deposits.values() if not one["submitted"]] == [number]
    assert read_deposits(Catalogue(root))["zenodo"].versions[version] == Entry("reserved", number, f"10.5281/zenodo.{number}")
    assert f"\ndoi: 10.5281/zenodo.{number}\n" in stated(root)


def assert_published(root: Path, state: State, version: str, number: int) -> None:
    """One deposit for each version, published, with the files of the release."""
    assert [one["id"] for one in state.published] == list(state.deposits) == list(range(1002, number + 1))
    assert sum(request.endswith("publish") for request in state.asked) in (1, 2)
    assert state.files(number) == {path.name: path.read_bytes() for path in (root / f"dist/saga-library-{version}").iterdir()}
    assert read_deposits(Catalogue(root))["zenodo"].versions[version] == Entry("published", number, f"10.5281/zenodo.{number}")


def survives(fault: Fault, state: State, thief: State, action: Callable[[], object]) -> None:
    """The action fails in one sentence, or asks again where it may; run again, it is done. Nobody else is asked anything."""
    state.fault, fault.elsewhere = fault, thief.address
    said = attempted(action)
    assert fault.met == 1, "the request was made"
    is_repeated = fault.kind in PASSING and not archive.STEPS[fault.step].startswith("POST")
    is_unread = (fault.step, fault.kind, fault.late) == ("delete", "another JSON", True)
    assert (said == "") == (is_repeated or is_unread)
    assert thief.asked == []
    state.fault = None
    assert attempted(action) == ""


@pytest.fixture(scope="module")
def thief() -> Iterator[State]:
    """Another server, which nobody shall ask anything."""
    with archive.zenodo() as state:
        yield state


@pytest.fixture
def bare(tmp_path: Path, walked: Path) -> Callable[[str], Path]:
    """What a reservation reads and writes of the library at a step, without the rest."""

    def copied(name: str) -> Path:
        if (walked / name / "releases").exists():
            shutil.copytree(walked / name / "releases", tmp_path / "releases")
        shutil.copy(walked / name / "scodata.yaml", tmp_path)
        return tmp_path

    return copied


@pytest.mark.parametrize(("step", "kind", "late"), outcomes("list", "create"))
def test_a_reservation_that_failed_is_finished_by_the_next_run(
    step: str, kind: str, late: bool, bare: Callable[[str], Path], server: State, thief: State
) -> None:
    root = bare("fresh")
    survives(Fault(step, kind, late), server, thief, reserving(root, client(server), "1.0.0"))
    assert_reserved(root, server, "1.0.0", 1002)


@pytest.mark.parametrize(("step", "kind", "late"), outcomes("list", "new version"))
def test_a_new_version_whose_reservation_failed_is_not_made_twice(
    step: str, kind: str, late: bool, bare: Callable[[str], Path], server: State, thief: State
) -> None:
    first_published(server)
    root = bare("changed")
    survives(Fault(step, kind, late), server, thief, reserving(root, client(server), "1.1.0"))
    assert_reserved(root, server, "1.1.0", 1003)


@pytest.fixture(scope="module")
def second(walked: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shipment]:
    """The library with its second version released and not published, and what is to be sent of it; of its files, tests change `releases/zenodo.json` alone."""
    root = shutil.copytree(walked / "second", tmp_path_factory.mktemp("second") / "library")
    return root, shipment(Catalogue(root), "1.1.0")


def publishing(root: Path, zenodo: Zenodo, release: Shipment) -> Callable[[], object]:
    return lambda: publish(Catalogue(root), zenodo, release, lambda: True, lambda _: None)


@pytest.mark.parametrize(("step", "kind", "late"), [*outcomes("look", "delete", "upload", "describe", "publish"), ("upload", "wrong sum", True)])
def test_a_publication_that_failed_is_finished_by_the_next_run(
    step: str, kind: str, late: bool, second: tuple[Path, Shipment], walked: Path, server: State, thief: State
) -> None:
    second_draft(server)
    root, release = second
    shutil.copy(walked / "second/releases/zenodo.json", root / "releases")
    survives(Fault(step, kind, late), server, thief, publishing(root, client(server), release))
    assert_published(root, server, "1.1.0", 1003)
    assert server.deposits[1003]["metadata"] == release.metadata


def test_a_server_that_says_nothing_is_waited_for_only_so_long(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    server.fault = Fault("create", "silent", late=True)
    assert "no answer" in attempted(reserving(root, client(server, answer=0.3), "1.0.0"))
    assert read_deposits(Catalogue(root))["zenodo"].versions == {"1.0.0": Entry("asked")}
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert_reserved(root, server, "1.0.0", 1002)


def test_where_nobody_answers_nothing_is_written(at: Callable[[str], Path]) -> None:
    root = at("fresh")
    with archive.zenodo() as gone:
        zenodo = client(gone)
    said = attempted(reserving(root, zenodo, "1.0.0"))
    assert said.endswith("while listing the deposits of the account: there was no connection, or it broke off; run the command again, it goes on from here")
    assert git(root, "status", "--porcelain") == ""


def test_a_deposit_that_is_listed_late_is_still_found(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    server.fault = Fault("create", "hung up", late=True)
    attempted(reserving(root, client(server), "1.0.0"))
    server.unlisted = 2
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert_reserved(root, server, "1.0.0", 1002)


def test_a_deposit_among_hundreds_is_found(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    server.fault = Fault("create", "hung up", late=True)
    attempted(reserving(root, client(server), "1.0.0"))
    for _ in range(230):
        server.make({"title": "Another"})
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert read_deposits(Catalogue(root))["zenodo"].versions["1.0.0"].deposit == 1002


@pytest.mark.parametrize("step", ["list", "look", "upload"])
def test_a_fault_that_stays_is_not_asked_of_for_ever(step: str, second: tuple[Path, Shipment], at: Callable[[str], Path], walked: Path, server: State) -> None:
    second_draft(server)
    server.fault = Fault(step, "502", times=1000)
    if step == "list":
        said = attempted(reserving(at("fresh"), client(server), "1.0.0"))
    else:
        shutil.copy(walked / "second/releases/zenodo.json", second[0] / "releases")
        said = attempted(publishing(second[0], client(server), second[1]))
    assert "answered 502" in said
    assert "it has a fault of its own; run the command again later" in said
    assert server.fault.met == 4


def test_a_reservation_that_was_stopped_before_it_was_written_down_is_finished(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    root = at("reserved")
    wanted = stated(root)
    git(root, "checkout", "-q", "scodata.yaml")
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert stated(root) == wanted
    git(root, "checkout", "-q", "scodata.yaml")
    (root / "releases/zenodo.json").unlink()
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert_reserved(root, server, "1.0.0", 1002)


# What stands in the way is one sentence


def test_the_token_goes_to_no_other_host(second: tuple[Path, Shipment], walked: Path, server: State, thief: State) -> None:
    second_draft(server)
    shutil.copy(walked / "second/releases/zenodo.json", second[0] / "releases")
    server.elsewhere = thief.address
    said = attempted(publishing(second[0], client(server), second[1]))
    assert "names another host for its files" in said
    assert thief.asked == []


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_request(at: Callable[[str], Path]) -> None:
    root = at("fresh")
    with archive.zenodo(trustme.CA()) as state:
        assert "its certificate can't be trusted" in attempted(reserving(root, client(state), "1.0.0"))
        assert state.asked == []


def test_no_password_of_a_netrc_takes_the_place_of_the_token(at: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, authority = at("fresh"), trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("NETRC", str(write(tmp_path, "netrc", "default login somebody password something\n")))
    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with archive.zenodo(authority) as state:
        assert attempted(reserving(root, client(state), "1.0.0")) == ""
        assert_reserved(root, state, "1.0.0", 1002)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (None, "there is no token in the variable ZENODO_TOKEN of the environment"),
        (" \n", "there is no token in the variable ZENODO_TOKEN of the environment"),
        (f"{TOKEN}\nmore", "is no token: copy it again"),
        (f"{TOKEN}é", "is no token: copy it again"),
        ("another", "answered 401 while listing the deposits of the account: it doesn't know the token in ZENODO_TOKEN"),
    ],
)
def test_a_token_that_cannot_be_one(token: str | None, said: str, at: Callable[[str], Path], server: State, monkeypatch: pytest.MonkeyPatch) -> None:
    root = at("fresh")
    if token is None:
        monkeypatch.delenv("ZENODO_TOKEN")
    else:
        monkeypatch.setenv("ZENODO_TOKEN", token)
    assert said in refused("publish", "zenodo", "--reserve", "--version", "1.0.0")
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://zenodo.org", "a token doesn't go over plain http to zenodo.org"),
        ("http://127.0.0.1.example.org", "a token doesn't go over plain http"),
        ("http://localhost.example.org/", "a token doesn't go over plain http"),
        ("ftp://zenodo.org", "the address of Zenodo isn't one"),
        ("zenodo.org", "the address of Zenodo isn't one"),
        ("https://me:secret@zenodo.org", "the address of Zenodo isn't one"),
        ("https://zenodo.org:x", "the address of Zenodo isn't one"),
        ("https://[zenodo", "the address of Zenodo isn't one"),
    ],
)
def test_no_token_goes_where_others_can_read_it(address: str, said: str, at: Callable[[str], Path]) -> None:
    at("fresh")
    assert said in refused("publish", "zenodo", "--address", address)


@pytest.mark.parametrize("address", ["https://zenodo.example.org", "http://localhost:8766/", "http://[::1]:80", "http://127.8.0.1"])
def test_addresses_that_will_do(address: str) -> None:
    assert service(sandbox=True, address=address).address == address.rstrip("/")


def test_the_sandbox_has_its_own_token_dois_and_place_in_the_file(at: Callable[[str], Path], server: State, monkeypatch: pytest.MonkeyPatch) -> None:
    root = at("fresh")
    monkeypatch.delenv("ZENODO_TOKEN")
    assert "ZENODO_SANDBOX_TOKEN" in refused("publish", "zenodo", "--reserve", "--sandbox")
    monkeypatch.setenv("ZENODO_SANDBOX_TOKEN", TOKEN)
    assert "10.5072/zenodo.1002 is reserved for 1.0.0" in done("publish", "zenodo", "--reserve", "--sandbox")
    assert read_deposits(Catalogue(root)) == {"sandbox": Deposits("", {"1.0.0": Entry("reserved", 1002, "10.5072/zenodo.1002")})}
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert "doi: 10.5281/zenodo.1002\n" in stated(root)
    assert set(read_deposits(Catalogue(root))) == {"sandbox", "zenodo"}


def test_a_draft_and_a_version_of_somebody_elses_are_left_alone(at: Callable[[str], Path], server: State) -> None:
    second_draft(server)
    root = at("changed")
    assert "has a draft of a new version already, 1003, which wasn't made here" in attempted(reserving(root, client(server), "1.1.0"))
    server.deposits[1003]["metadata"]["version"] = "1.1.0"
    server.deposits[1003]["submitted"] = True
    said = attempted(reserving(root, client(server), "1.1.0"))
    assert "has 1.1.0 already, as 10.5281/zenodo.1003, of which releases/zenodo.json knows nothing" in said
    assert git(root, "status", "--porcelain") == ""


def test_several_drafts_are_for_a_person_to_tell_apart(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    first_draft(server)
    said = attempted(reserving(at("fresh"), client(server), "1.0.0"))
    assert "has several drafts of 1.0.0: 1004, 1002; delete there all but one" in said


def test_deposits_made_in_another_way_are_followed_by_their_doi_of_all_versions(at: Callable[[str], Path], server: State) -> None:
    first_published(server)
    server.deposits[1002]["metadata"]["version"] = "0.3"
    root = at("fresh")
    write(root, "scodata.yaml", stated(root).replace("# of the data\n", "# of the data\nconcept_doi: 10.5281/zenodo.77\n"))
    assert "has no published deposit of 10.5281/zenodo.77" in attempted(reserving(root, client(server), "1.0.0"))
    write(root, "scodata.yaml", stated(root).replace("zenodo.77", "zenodo.1001"))
    assert attempted(reserving(root, client(server), "1.0.0")) == ""
    assert server.deposits[1003]["conceptrecid"] == "1001"
    assert_reserved(root, server, "1.0.0", 1003)


def test_a_doi_that_somebody_else_gave_stays(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    write(root, "scodata.yaml", stated(root).replace("# of the data\n", "# of the data\ndoi: 10.5555/sagas\n"))
    assert "has a DOI that wasn't reserved here, 10.5555/sagas" in attempted(reserving(root, client(server), "1.0.0"))
    assert server.asked == []


def test_a_reservation_follows_a_change_of_the_version(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    root = at("reserved")
    commit(root)
    said = refused("release", "--date", DAY, "--version", "1.2.0")
    assert said.startswith(f"the `doi` in scodata.yaml, {FIRST}, was reserved for 1.0.0, and this would be 1.2.0: `scodata publish zenodo --reserve")
    assert attempted(reserving(root, client(server), "1.2.0")) == ""
    assert_reserved(root, server, "1.2.0", 1002)


def test_a_version_that_is_released_waits_for_nothing_but_its_publication(at: Callable[[str], Path], server: State) -> None:
    root = at("released")
    assert "1.0.0 is released, and what was released doesn't change" in attempted(reserving(root, client(server), "1.0.0"))
    assert "1.0.0 has a DOI and isn't published yet" in attempted(reserving(root, client(server), "1.1.0"))
    assert server.asked == []


def test_a_release_with_the_doi_of_another_version_is_refused(at: Callable[[str], Path]) -> None:
    at("changed")
    assert f"the `doi` in scodata.yaml, {FIRST}, was reserved for 1.0.0, and this would be 1.1.0" in refused("release", "--date", NEXT_DAY)


def changed(root: Path, name: str, good: str, bad: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert good in text
    write(root, name, text.replace(good, bad))


def digits(root: Path) -> tuple[str, str]:
    """The hash of the descriptor that was released, and another."""
    found = re.search(r"sha256:([0-9a-f]{64})", (root / "releases/1.0.0.json").read_text(encoding="utf-8"))
    assert found
    return found[1], found[1][::-1]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda root: shutil.rmtree(root / "dist/saga-library-1.0.0"), "there is no folder dist/saga-library-1.0.0"),
        (lambda root: (root / "dist/saga-library-1.0.0/CHANGES.md").write_text("x"), "CHANGES.md isn't what SHA256SUMS says"),
        (
            lambda root: write(root, "releases/1.0.0.json", (root / "releases/1.0.0.json").read_text().replace("sha256:", "sha256:0")[:-1]),
            "releases/1.0.0.json",
        ),
        (lambda root: (root / "releases/zenodo.json").unlink(), "releases/zenodo.json knows none that was reserved for it"),
        (lambda root: write(root, "releases/zenodo.json", '{"zenodo": {"versions": []}}'), "releases/zenodo.json:1:"),
        (lambda root: write(root, "releases/zenodo.json", '{"zenodo"'), "scodata publish writes this file, so bring it back from git"),
        (lambda root: changed(root, "releases/zenodo.json", FIRST, SECOND), f"has {SECOND}"),
    ],
)
def test_what_is_not_what_was_released_is_not_sent(damage: Callable[[Path], object], said: str, at: Callable[[str], Path], server: State) -> None:
    damage(at("released"))
    assert said in refused("publish", "zenodo", "--yes")
    assert server.asked == []


def test_a_deposit_that_is_gone_or_another_is_not_published(at: Callable[[str], Path], server: State) -> None:
    at("released")
    assert "answered 404 while looking at the deposit 1002: there is no such deposit" in refused("publish", "zenodo", "--yes")
    first_published(server)
    assert "was published with other files than those of the release: CHANGES.md" in refused("publish", "zenodo", "--yes")
    assert read_deposits(Catalogue(Path()))["zenodo"].versions["1.0.0"].state == "reserved"


def test_another_doi_than_was_reserved_is_said(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    server.prefix = "10.9999"
    at("released")
    assert f"1.0.0 is published, but as 10.9999/zenodo.1002, and not as {FIRST}, which was reserved" in refused("publish", "zenodo", "--yes")


def test_before_any_release_and_without_a_doi_the_way_is_said(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    assert "nothing was released so far: `scodata publish zenodo --reserve` reserves a DOI" in refused("publish", "zenodo", "--yes")
    done("release", "--date", DAY)
    assert "1.0.0 was released without a DOI, and what was released doesn't change" in refused("publish", "zenodo", "--yes")
    assert not (root / "releases/zenodo.json").exists()
    assert server.asked == []


def test_a_catalogue_with_problems_reserves_nothing(at: Callable[[str], Path], server: State) -> None:
    root = at("fresh")
    write(root, "records/books/sagas.yaml", "id: sagas\n")
    result = run("publish", "zenodo", "--reserve")
    assert result.exit_code == 1
    assert "nothing reserved" in result.stdout
    assert server.asked == []


def test_a_file_in_brackets_is_left_to_its_writer() -> None:
    document, _ = parse(b"{name: x, date: 2024-01-01}\n", "scodata.yaml")
    assert document
    with pytest.raises(ScodataError, match=r"write `doi: 10\.5281/zenodo\.1` into it yourself"):
        with_values(document, {"doi": "10.5281/zenodo.1"}, below="date")


# Nothing by accident


def test_a_dry_run_sends_and_writes_nothing_and_needs_no_token(at: Callable[[str], Path], server: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZENODO_TOKEN")
    root = at("changed")
    assert "would reserve the DOI of 1.1.0" in done("publish", "zenodo", "--reserve", "--dry-run")
    assert git(root, "status", "--porcelain") == ""
    said = done("publish", "zenodo", "--dry-run", "--version", "1.0.0")
    assert f"would publish 1.0.0 as {FIRST}, the deposit 1002" in said
    sizes = [f"  {path.name} ({path.stat().st_size:,} bytes)" for path in sorted((root / "dist/saga-library-1.0.0").iterdir())]
    assert said.splitlines()[1:-1] == sizes
    assert git(root, "status", "--porcelain") == ""
    assert server.asked == []


def test_without_a_terminal_it_must_be_sure(at: Callable[[str], Path], server: State) -> None:
    at("released")
    assert "there is no terminal to ask on: say --yes if you are sure" in refused("publish", "zenodo")
    assert server.asked == []


def test_on_a_terminal_it_asks(at: Callable[[str], Path], server: State) -> None:
    first_draft(server)
    root = at("released")
    for answer, code, state in (("n", 1, "reserved"), ("y", 0, "published")):
        ours, theirs = pty.openpty()
        os.write(ours, f"{answer}\n".encode())
        asked = subprocess.run([sys.executable, "-m", "scodata", "publish", "zenodo"], stdin=theirs, capture_output=True, text=True, check=False)
        os.close(ours)
        os.close(theirs)
        assert f"Publish 1.0.0 as {FIRST}" in asked.stdout
        assert asked.returncode == code, asked.stderr
        assert TOKEN not in asked.stdout + asked.stderr
        assert read_deposits(Catalogue(root))["zenodo"].versions["1.0.0"].state == state
    uploads = [request for request in server.asked if request.startswith("PUT /api/files/")]
    assert len(uploads) == len(list((root / "dist/saga-library-1.0.0").iterdir())), "nothing is uploaded twice"


# What a deposit holds


def with_files(root: Path, names: list[str]) -> None:
    folder = root / "dist/saga-library-1.0.0"
    for name in names:
        write(folder, name, f"what {name} holds\n")
    write_sums(folder)


def test_what_a_deposit_holds_can_be_held_against_the_sums(at: Callable[[str], Path], server: State, tmp_path: Path) -> None:
    first_draft(server)
    root = at("released")
    with_files(root, [".zenodo.json", "Äpfel & Birnen?.txt"])
    done("publish", "zenodo", "--yes")
    for name, data in server.files(1002).items():
        (tmp_path / name).write_bytes(data)
    assert set(server.files(1002)) == {path.name for path in (root / "dist/saga-library-1.0.0").iterdir()}
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)


def test_more_than_a_deposit_takes_is_refused_before_anything_is_sent(at: Callable[[str], Path], server: State) -> None:
    root = at("released")
    there = len(list((root / "dist/saga-library-1.0.0").iterdir()))
    with_files(root, [f"file-{number}" for number in range(100 - there)])
    assert "would publish" in done("publish", "zenodo", "--dry-run")
    with_files(root, ["one-more"])
    assert "has 101 files" in refused("publish", "zenodo", "--yes")
    assert server.asked == []


def test_a_folder_is_refused_since_a_deposit_has_none(at: Callable[[str], Path], server: State) -> None:
    with_files(at("released"), ["tables/a"])
    assert "has a folder, tables" in refused("publish", "zenodo", "--yes")
    assert server.asked == []
