"""An id for a new record, made of its name as the ids of its kind are made of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from typing import Any
from urllib.parse import urlsplit

from anyascii import anyascii

from scodata.creation.shelf import FEWEST, Shelf, names
from scodata.drafting.citing import facts_of
from scodata.layout import Shape

LONGEST = 64
"""Characters of an id where its schema sets no limit."""
MOST_TRIES = 100
"""Numbers that are put behind an id before a person is asked for another."""
_NUMBER = re.compile("[0-9]+")
_ORDINAL = re.compile(r"[0-9]+[a-z]{0,2}\b")
_YEAR = re.compile("(?:1[0-9]|20)[0-9]{2}")


@dataclass(frozen=True)
class Habit:
    """How the ids of a kind are made: which words of names they leave out, how many they have, whether they begin with the site of an address;
    whether they have a year, where, and the dates that it comes from, the likeliest first."""

    left_out: frozenset[str] = frozenset()
    words: int = 6
    has_site: bool = False
    has_year: bool = False
    year_is_last: bool = True
    dates: tuple[str, ...] = ()


def habit(shelf: Shelf, kind: str) -> Habit:
    """What the ids of a kind have in common; nothing where there are few."""
    shape, records = shelf.shape(kind), shelf.records(kind)
    if len(records) < FEWEST:
        return Habit(dates=tuple(_dates(shape)))
    split = {id_: id_.split("-") for id_ in records}
    years = [(len(words) - 1 - position, word) for words in split.values() for position, word in enumerate(words) if _YEAR.fullmatch(word)]
    sited = sum(split[id_][0] in site(shape, value).split("-") for id_, value in records.items())
    lengths = sorted(sum(not _YEAR.fullmatch(word) for word in words) for words in split.values())
    dates = [(_agreeing(name, records), name) for name in _dates(shape)]
    return Habit(
        left_out=frozenset(_left_out(shape, records)),
        words=max(2, lengths[len(lengths) * 9 // 10]),
        has_site=sited * 2 > len(records),
        has_year=len(years) * 2 > len(records),
        year_is_last=sum(behind == 0 for behind, _ in years) * 2 >= len(years),
        dates=tuple(name for agreeing, name in sorted(dates, reverse=True) if agreeing * 4 > len(years)),
    )


def proposed(shelf: Shelf, kind: str, value: Mapping[str, Any], is_free: Callable[[str], bool]) -> str:
    """An id that is free; empty where none is found."""
    shape, made_as = shelf.shape(kind), habit(shelf, kind)
    name = next(names(shape, value), "")
    said = _words(name)
    lead = [site(shape, value)] if made_as.has_site and site(shape, value) else []
    year = next((str(value[name]) for name in made_as.dates if value.get(name)), "") if made_as.has_year else ""
    year = found[0] if (found := _YEAR.search(year)) else ""
    own = [word for word in said if word not in (year, *lead)]
    tries = [word for word in own if word not in made_as.left_out], [word for word in own if len(word) > 3], own
    words = next((one for one in tries if any(word[0].isalpha() for word in one)), [*_words(str(shape.schema.get("x-singular", ""))), *own])
    head = [*lead, year] if year and not made_as.year_is_last else lead
    tail = [year] if year and made_as.year_is_last else []
    room = int(shape.named["id"].schema.get("maxLength", LONGEST)) - 4 if "id" in shape.named else LONGEST
    whole = _as_namesake(shape, shelf.records(kind), name, year) or _cut(_letter_first(words)[: max(1, made_as.words - len(lead))], head, tail, room)
    return next((one for one in islice(_numbered(whole), MOST_TRIES) if is_free(one)), "") if whole else ""


def _as_namesake(shape: Shape, records: Mapping[str, Mapping[str, Any]], name: str, year: str) -> str:
    """The last id of a record whose name differs in its numbers alone, with the numbers and the year of this one; empty where there is none."""
    own = {id_: next(names(shape, value), "") for id_, value in records.items()}
    alike = [id_ for id_ in sorted(own, reverse=True) if _ORDINAL.sub("0", own[id_]) == _ORDINAL.sub("0", name) and (year or not _YEAR.search(id_))]
    if not alike:
        return ""
    numbers = dict(zip(_NUMBER.findall(own[alike[0]]), _NUMBER.findall(name), strict=True))
    return "-".join(year if _YEAR.fullmatch(word) else numbers.get(word, word) for word in alike[0].split("-"))


def site(shape: Shape, value: Mapping[str, Any]) -> str:
    """The word of a record's address that names the site; empty where it has none."""
    address = next((value[name] for name, inner in shape.properties if "x-unique" in inner.schema and isinstance(value.get(name), str)), "")
    return "-".join(_words(facts_of("", address, "")["site"])) if "://" in address and _host(address) else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _words(text: str) -> list[str]:
    """The words of a name in Latin letters; of an address, those of its path."""
    text = urlsplit(text).path if "://" in text and _host(text) else text
    return re.findall("[a-z0-9]+", anyascii(text.replace("'", "").replace("’", "")).lower())


def _dates(shape: Shape) -> Iterator[str]:
    return (name for name, inner in shape.properties if inner.is_date or inner.schema.get("format") == "date")


def _agreeing(name: str, records: Mapping[str, Mapping[str, Any]]) -> int:
    """How many ids have the year of a date."""
    years = {id_: _YEAR.search(str(value.get(name, ""))) for id_, value in records.items()}
    return sum(year is not None and year[0] in id_.split("-") for id_, year in years.items())


def _left_out(shape: Shape, records: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The words that stand in names at least three times, and mostly not in the id."""
    seen: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for id_, value in records.items():
        words = set(_words(next(names(shape, value), "")))
        seen.update(words)
        kept.update(words & set(id_.split("-")))
    return (word for word, number in seen.items() if number >= 3 and kept[word] * 2 < number)


def _letter_first(words: list[str]) -> list[str]:
    """The words with numbers at the beginning put behind the first that begins with a letter: an id begins with one."""
    first = next((position for position, word in enumerate(words) if word[0].isalpha()), len(words))
    return [*words[first : first + 1], *words[:first], *words[first + 1 :]]


def _cut(words: Iterable[str], head: list[str], tail: list[str], room: int) -> str:
    """The parts with hyphens between, with as many of the words as there is room for."""
    taken: list[str] = []
    for word in words:
        if len("-".join((*head, *taken, word, *tail))) <= room:
            taken.append(word)
    whole = "-".join((*head, *taken, *tail))
    return whole if taken and whole[0].isalpha() else ""


def _numbered(id_: str) -> Iterator[str]:
    yield id_
    yield from (f"{id_}-{number}" for number in count(2))
