"""The calendar: each occasion whose day is known, once, all day, as another library reads it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import vobject

import scodata
from scodata.feeds import calendar
from scodata.problems import ScodataError
from scodata.published import open_package

from conftest import REPOSITORY, write


def occasions(text: bytes) -> dict[str, object]:
    whole = vobject.readOne(text.decode("utf-8"))
    assert whole.validate(raiseException=True)
    return {occasion.uid.value: occasion for occasion in whole.vevent_list}


def test_every_event_whose_day_is_known_is_there_and_the_others_are_said() -> None:
    package = open_package(REPOSITORY / "datapackage", trusted=True)
    text = calendar(package)
    found = occasions(text)
    events = scodata.load(REPOSITORY / "datapackage")["events"].set_index("id")
    known = events[(events.start_date_earliest == events.start_date_latest).fillna(False)]
    assert set(found) == {f"{id_}@sco" for id_ in known.index}
    assert f"{len(events) - len(known)} occasions of which no day is known are left out." in text.decode("utf-8")
    samarkand = found["chs-2022@sco"]
    assert (samarkand.dtstart.value, samarkand.dtend.value) == (datetime.date(2022, 9, 15), datetime.date(2022, 9, 17)), "the end is the first day after it"
    assert samarkand.location.value == "Samarkand"
    assert {one.dtstamp.value.isoformat() for one in found.values()} == {package.descriptor["created"].replace("Z", "+00:00")}, "no clock"


def test_lines_end_and_fold_as_the_standard_says() -> None:
    text = calendar(open_package(REPOSITORY / "datapackage", trusted=True))
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert text == calendar(open_package(REPOSITORY / "datapackage", trusted=True))


def test_what_an_occasion_is_stands_in_the_schema(library: Path) -> None:
    write(library, "records/books/list.yaml", "id: list\ntitle: {is: 'Skrá, dagsett; ný'}\ntype: catalogue\nwritten: 1999-12-31\n")
    write(library, "records/books/year.yaml", 'id: year\ntitle: {is: Ár}\ntype: saga\nwritten: "1999"\n')
    assert scodata.open_catalogue(library).build().verdict.is_clean
    text = calendar(open_package(library / "datapackage"))
    found = occasions(text)
    assert list(found) == ["list@saga-library"]
    assert (found["list@saga-library"].summary.value, found["list@saga-library"].status.value) == ("Skrá, dagsett; ný", "TENTATIVE")
    assert b"3 occasions of which no day is known" in text


def test_a_package_without_occasions_says_so(library: Path) -> None:
    path = library / "schemas" / "books.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"x-calendar": {"status": {"type": {"catalogue": "TENTATIVE"}}},', ""), encoding="utf-8")
    scodata.open_catalogue(library).build()
    with pytest.raises(ScodataError, match="no schema of this package says, with x-calendar"):
        calendar(open_package(library / "datapackage"))


def test_an_annotation_that_names_no_property_is_a_problem(library: Path) -> None:
    path = library / "schemas" / "books.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"x-calendar": {', '"x-calendar": {"place": "shelf", '), encoding="utf-8")
    assert [problem.message for problem in scodata.open_catalogue(library).problems()] == ["`x-calendar` names `shelf`, and there is no such property here"]
