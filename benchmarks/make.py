"""Writes a valid catalogue of N records with the real schemas: mostly events of about 800 bytes with six participations.

python benchmarks/make.py N DIR
"""

from __future__ import annotations

import datetime
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES_PER_EVENTS = 20
PEOPLE = ("aruzhan", "bakyt", "chen", "dilnoza", "emomali", "farrukh", "gulnara", "hamid", "irina", "jamshed")
FAMILIES = ("akhmedov", "bekova", "caoli", "davlatov", "ermekov", "fayzullin", "gafurov", "hoshimova", "ivanchenko", "jumabaev", "karimova", "liangyu")


def main(number: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("schemas", "derived"):
        shutil.copytree(ROOT / name, folder / name)
    text = (ROOT / "scodata.yaml").read_text(encoding="utf-8")
    (folder / "scodata.yaml").write_text(text.partition("expectations:")[0], encoding="utf-8")
    persons = min(len(PEOPLE) * len(FAMILIES), max(6, number // 10))
    sources = max(1, number // SOURCES_PER_EVENTS)
    events = number - persons - sources - 4  # the council, the land, the town and the post
    put(folder, "participants", "council", "type: organisation\nname:\n  en: Council of the Benchmark\n" + cited(0))
    put(folder, "participants", "land", "type: state\nname:\n  en: Land\n" + cited(0))
    put(folder, "places", "town", "type: city\nname:\n  en: Town\ncountry: land\n")
    put(folder, "posts", "minister", "name:\n  en: Minister\nshared: true\n")
    for one in range(sources):
        put(
            folder,
            "sources",
            source(one),
            f"url: https://example.org/reports/{one}\ndescription: Report number {one}\npublisher: Example\nlanguage: en\naccessed: 2026-11-23\n",
        )
    for one in range(persons):
        given, family = PEOPLE[one % len(PEOPLE)], FAMILIES[one // len(PEOPLE)]
        name = f"{given.capitalize()} {family.capitalize()}"
        put(folder, "participants", f"{given}-{family}", f"type: person\nname:\n  en: {name}\nstate: land\n" + cited(one % sources))
    for one in range(events):
        put(folder, "events", f"meeting-{one}", event(one, persons, one % sources))


def source(number: int) -> str:
    return f"report-{number}"


def cited(number: int) -> str:
    return f"citations:\n  {source(number)}: {{}}\n"


def put(folder: Path, kind: str, id_: str, text: str) -> None:
    path = folder / "records" / kind / f"{id_}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"id: {id_}\n{text}", encoding="utf-8")


def event(number: int, persons: int, cites: int) -> str:
    """Days go on from 1 January 1990, so that no two meetings are on one day in one place."""
    day = datetime.date(1990, 1, 1) + datetime.timedelta(days=number % 20000)
    lines = [
        "type: conference",
        "title:",
        f"  en: Meeting number {number} on trade",
        f"start_date: {day}",
        f"end_date: {day}",
        "format: in-person",
        "places:",
        "  town: {}",
        "participations:",
    ]
    for seat in range(6):
        who = (number * 7 + seat * 11) % persons
        given, family = PEOPLE[who % len(PEOPLE)], FAMILIES[who // len(PEOPLE)]
        lines += [f"  seat-{seat}:", f"    participant: {given}-{family}", "    roles: [speaker]", "    capacity: {post: minister, organisation: land}"]
    if number >= 20000:
        lines[0] = f"type: {('briefing', 'ceremony', 'visit', 'session', 'special-event')[number // 20000 % 5]}"
    return "\n".join(lines) + "\n" + cited(cites)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
