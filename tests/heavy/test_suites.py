"""The official test suites of YAML and of JSON Schema; `make test-heavy` fetches them into the folder that SUITES names."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from scodata.documents import parse
from scodata.documents.plain import value_of
from scodata.documents.reader import parse_strictly
from scodata.schemas.load import _CONDITION_LISTS, _CONDITIONS, _MAPS, _SINGLES

SUITES = Path(os.environ["SUITES"])
PAGE = Path(__file__).parents[2] / "docs" / "yaml.md"
KEYWORDS = sorted(
    {*_MAPS, *_SINGLES, *_CONDITIONS, *_CONDITION_LISTS, "$ref", "type", "enum", "const", "pattern", "format", "required", "uniqueItems", "dependentRequired"}
    | {
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    }
)


def schema_cases() -> list[Any]:
    files = {"if": "if-then-else", "then": "if-then-else", "else": "if-then-else", "$ref": "ref", "$defs": "defs", "enum": "enum", "const": "const"}
    names = sorted({files.get(keyword, keyword) for keyword in KEYWORDS})
    folder = SUITES / "json-schema" / "tests" / "draft2020-12"
    found = []
    for name in names:
        for case in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) if (folder / f"{name}.json").exists() else []:
            found += [
                pytest.param(case["schema"], test["data"], test["valid"], id=f"{name}-{case['description']}-{test['description']}") for test in case["tests"]
            ]
    return found


@pytest.mark.parametrize(("schema", "data", "valid"), schema_cases())
def test_the_quick_verdict_and_the_explanation_agree(schema: Any, data: Any, valid: bool) -> None:
    if "localhost:1234" in json.dumps(schema) or "json-schema.org" in json.dumps(schema).replace("https://json-schema.org/draft/2020-12/schema", "", 1):
        assert valid in (True, False), "schemas that need the network are refused by the lint, so they never come so far"
        return
    quick = jsonschema_rs.Draft202012Validator(schema, validate_formats=False).is_valid(data)
    slow = Draft202012Validator(schema).is_valid(data)
    assert quick == slow == valid


def yaml_cases() -> list[tuple[str, str, Any]]:
    """Name, text, and the expected values, None for a text that is no YAML."""
    found = []
    for entry in json.loads((SUITES / "yaml.json").read_text(encoding="utf-8")):
        for position, case in enumerate(entry["cases"]):
            expected = None if case.get("fail") else documents(case.get("json"))
            found.append((f"{entry['id']}-{position}", unescaped(case["yaml"]), expected))
    return found


def unescaped(text: str) -> str:
    """The suite writes white space as signs, so that it can be seen."""
    for sign, meant in (("␣", " "), ("»", "\t"), ("↵", ""), ("∎\n", ""), ("←", "\r"), ("⇔", "\ufeff")):
        text = text.replace(sign, meant)
    return text.replace("—\t", "\t").replace("———\t", "\t").replace("—", "")


def documents(text: str | None) -> list[Any] | str:
    """The JSON values of a case, one a document; a word where the suite gives none."""
    if text is None:
        return "no JSON given"
    decoder, position, found = json.JSONDecoder(), 0, []
    while (position := len(text) - len(text[position:].lstrip())) < len(text):
        value, position = decoder.raw_decode(text, position)
        found.append(value)
    return found


def alike(ours: Any, theirs: Any) -> bool:
    """Equal, but that a scalar which core YAML reads as a number, truth or nothing may be text here."""
    if isinstance(theirs, dict):
        return isinstance(ours, dict) and ours.keys() == theirs.keys() and all(alike(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(alike, ours, theirs))
    return bool(ours == theirs) or (isinstance(ours, str) and not isinstance(theirs, str))


def judged() -> list[tuple[str, str]]:
    """Each case of the YAML suite with what the reader does with it."""
    found = []
    for name, text, expected in yaml_cases():
        document, problems = parse(text.encode("utf-8", "surrogatepass"), "case.yaml")
        if document is None:
            reason = problems[0].code
            found.append((name, f"refused, as the suite demands ({reason.id} {reason.name})" if expected is None else f"refused ({reason.id} {reason.name})"))
        elif expected is None:
            found.append((name, "accepted, though the suite calls it wrong"))
        elif isinstance(expected, str):
            found.append((name, f"accepted; {expected}"))
        else:
            found.append((name, "accepted, and read alike" if len(expected) == 1 and alike(document.value, expected[0]) else "read otherwise"))
    return found


def test_the_reader_reads_alike_or_refuses_with_a_reason() -> None:
    wrong = {name: what for name, what in judged() if what in ("accepted, though the suite calls it wrong", "read otherwise")}
    assert not wrong


def test_the_quick_reader_reads_each_case_as_the_strict_one_or_leaves_it_to_that() -> None:
    texts = [text for _, text, _ in yaml_cases() if not any("\ud800" <= character <= "\udfff" for character in text)]
    values = {text: value for text in texts if (value := value_of(text)) is not None}
    assert values
    for text, value in values.items():
        document, problems = parse_strictly(text, "case.yaml")
        assert not problems
        assert document is not None
        assert repr(document.value) == repr(value)


def test_the_page_has_the_table_of_this_run() -> None:
    counts = Counter(what for _, what in judged())
    lines = [f"| {what} | {count} |" for what, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    table = "\n".join(["| what the reader does | cases |", "|---|--:|", *lines, f"| all | {sum(counts.values())} |"])
    if os.environ.get("UPDATE_DOCS"):
        head, _, rest = PAGE.read_text(encoding="utf-8").partition("| what the reader does")
        PAGE.write_text(head + table + "\n\n" + rest.partition("\n\n")[2], encoding="utf-8")
    assert table in PAGE.read_text(encoding="utf-8")
