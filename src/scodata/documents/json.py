"""JSON files with places: JSON is read by the standard library, and composed as YAML only when a place is asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from scodata.documents.codes import DUPLICATE_KEY, NOT_A_MAPPING, SYNTAX
from scodata.documents.document import Document, span
from scodata.documents.reader import conflict, load, text_of
from scodata.problems import Place, Problem


def read_json(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """A JSON file (RFC 8259) as a document, or the problems that stand in the way: broken syntax, a key twice, no object at the top."""
    data = load(path, name)
    return (None, [data]) if isinstance(data, Problem) else parse_json(data, name)


def parse_json(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document that these bytes are, or the problems that stand in the way."""
    text = text_of(data, name)
    if isinstance(text, Problem):
        return None, [text]
    if conflicts := list(conflict(text, name)):
        return None, conflicts
    twice: list[str] = []
    try:
        value = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, twice))
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno, error.lineno, error.colno + 1)
        return None, [Problem(SYNTAX, f"not JSON: {error.msg}", place)]
    except (ValueError, OverflowError):
        return None, [Problem(SYNTAX, "not JSON that can be read: a number without an exact value, or half of a character", Place(name))]
    except RecursionError:
        return None, [Problem(SYNTAX, "not JSON that can be read: nested too deep", Place(name))]
    if not isinstance(value, dict):
        return None, [Problem(NOT_A_MAPPING, "the file's top level isn't an object", Place(name))]
    document = Document(name, value, text)
    return document, [
        Problem(DUPLICATE_KEY, f"the key `{key}` stands twice in one object", place) for key, place in (_second(document, twice) if twice else ())
    ]


def _once(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice += [key for key, number in Counter(key for key, _ in pairs).items() if number > 1]
    return result


def _second(document: Document, keys: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """Each key that stands twice in one object, where it stands again; at the top of a file whose text can't be composed."""
    found = [(key.value, span(document.name, key)) for key in _again(document.root)]
    yield from found or ((key, Place(document.name)) for key in keys)


def _again(node: yaml.Node) -> Iterator[yaml.Node]:
    """The keys of all mappings in a node that stood in the same mapping before."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from _again(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _again(item)
