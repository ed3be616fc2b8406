"""The quick reader: wherever it gives a value, the strict reader gives the same one and finds no problem."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scodata.documents import parse
from scodata.documents.plain import DEEPEST, value_of
from scodata.documents.reader import parse_strictly

from conftest import REPOSITORY, TESTS


def assert_lawful(text: str) -> None:
    """Types and order too: 1 isn't 1.0 or true here."""
    value = value_of(text)
    if value is not None:
        document, problems = parse_strictly(text, "record.yaml")
        assert not problems
        assert document is not None
        assert repr(document.value) == repr(value)


KEYS = ["a", "b", "c", "a-b", "/x/y", '"q"', "'s'", "true", "null", "1", "a b", "é", "~", "<<", "? a", "- a", '"a: b"', "/", "x."]
SCALARS = "x|x y|x |7|-7|1.5|1.50|-0|0.0|1e3|9007199254740993|true|false|null|~|NO|010|=|.|...|---|-a|?a|:a|http://x.y/z?a=b|it's|a: b|a:|x # c|x#c|a, ?b|a]b"
QUOTES = """"q"|'s'|"a: b"|"a # b"|"a|""|''|"\\n"|"a" b|"a"b|'a''b'|"true"|"1\""""
BRACKETS = "[a]|[a, b]|[ a ]|[]|[a,b]|[a, ]|[1, true]|[null]|{}|{a: b}|{a: b, c: d}|{a: b, a: c}|{a: {}}|{ a: b }|{a:b}|{/a: b}|[a: b]|[?a]|[-a]|[a b , c]|[a#b"
OTHERS = "|>-|>|&a|*a|!t|@a|`a|%a|# c|x\tb|x\r|\u200b|e\u0301|\u00a0x|x\u00a0|\ufffc|\u2028|x\x85y|\U0001f600|<<|<<<<<<< a|=======|\\"
VALUES = [*SCALARS.split("|"), *QUOTES.split("|"), *BRACKETS.split("|"), "|", *OTHERS.split("|")]
lines = st.builds(
    lambda indent, key, colon, value: " " * indent + key + colon + value,
    st.sampled_from([0, 0, 0, 2, 2, 4, 4, 1, 3, 6]),
    st.sampled_from(KEYS),
    st.sampled_from([": ", ": ", ":", ":  ", " : ", ""]),
    st.sampled_from(VALUES) | st.text(max_size=8),
)
rows = lines | st.sampled_from(["", "# c", "  # c", " ", "  text of a block", "    text of a block", "- a", "  - a"])


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a mapping that is well indented, whatever its keys and values are."""
    found: list[str] = []
    for key in draw(st.lists(st.sampled_from(KEYS[:7]), min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(["value", "value", "value", "mapping", "block", "comment"]))
        margin = " " * draw(st.sampled_from([1, 2, 2, 4]))
        if kind == "mapping" and depth < 4:
            found += [f"{key}:", *(margin + row for row in draw(blocks(depth + 1)))]
        elif kind == "block":
            found += [f"{key}: >-", *(margin + row for row in draw(st.lists(st.sampled_from(["text", "more: text", *VALUES]), min_size=1, max_size=3)))]
        else:
            found += ["# c", ""] if kind == "comment" else []
            found.append(f"{key}: {draw(st.sampled_from(VALUES))}")
    return found


@given(st.lists(rows, min_size=1, max_size=5).map("\n".join))
@example("a: b\n  c")
@example("a: >-\n    b\n  c: d")
@example("a: >-\n  b\n\n  c")
@example("a: b\na: c")
@example("a:\nb: c")
@settings(max_examples=400)
def test_lines_in_any_order_are_read_alike_or_declined(text: str) -> None:
    assert_lawful(text)


@given(blocks().map("\n".join), st.integers(0, 200), st.sampled_from([*": \n#-?[]{},&*!|>'\"%@`~a1é\r\t", *VALUES]), st.booleans())
@settings(max_examples=400)
def test_a_well_formed_text_with_a_slip_of_the_hand_is_read_alike_or_declined(text: str, position: int, slip: str, slips: bool) -> None:
    assert_lawful(text)
    if slips:
        assert_lawful(text[:position] + slip + text[position:])
        assert_lawful(text[:position] + text[position + 1 :])


@given(st.text(alphabet=": \n#-[]{},>'\"~ab1/", max_size=40))
def test_no_text_is_read_otherwise(text: str) -> None:
    assert_lawful(text)


def test_every_file_of_the_catalogues_and_cases_is_read_alike_or_declined() -> None:
    texts = [path.read_bytes().decode("utf-8", "replace") for folder in (REPOSITORY / "records", TESTS) for path in folder.rglob("*.yaml") if path.is_file()]
    assert len(texts) > 2000
    for text in texts:
        assert_lawful(text)


def test_nearly_every_record_of_the_catalogue_is_plain() -> None:
    values = [value_of(path.read_text(encoding="utf-8")) for path in (REPOSITORY / "records").rglob("*.yaml")]
    assert sum(value is not None for value in values) > 0.98 * len(values)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb:\n  c: [x, 2, 'y z']\n  d: {e: true}\n", {"a": 1, "b": {"c": ["x", 2, "y z"], "d": {"e": True}}}),
        ("a: >-\n  one\n  two: 2\nb: -7.50\n", {"a": "one two: 2", "b": -7.5}),
        ("# c\na:\n\n  # c\n  /b/c: NO\n", {"a": {"/b/c": "NO"}}),
        ("a: {}\n", {"a": {}}),
    ],
)
def test_what_it_reads(text: str, value: object) -> None:
    assert value_of(text) == value
    assert_lawful(text)


@pytest.mark.parametrize("text", ["", "a", "a:", "- a", "a: []", "a: null", "a: b\na: c", "a:\n  b: 1\n c: 2", "a: &b c", "a: |\n  b", "a: 1\r\n", "\ta: 1"])
def test_what_it_leaves_to_the_strict_reader(text: str) -> None:
    assert value_of(text) is None


def test_places_are_those_of_the_strict_reader() -> None:
    text = "id: sagas\ntitle:\n  is: Sögur\nloans:\n  summer: {lost: true}\nkeywords: [kings, 'no']\n"
    quick, _ = parse(text.encode(), "record.yaml")
    strict, _ = parse_strictly(text, "record.yaml")
    assert value_of(text) is not None
    assert quick is not None
    assert strict is not None
    for path in [(), ("id",), ("title", "is"), ("loans",), ("loans", "summer", "lost"), ("keywords", 1), ("gone",)]:
        for key in (False, True):
            assert quick.place(path, key=key) == strict.place(path, key=key)


def test_depth_is_bounded() -> None:
    texts = {depth: "".join(f"{' ' * level}a:\n" for level in range(depth)) + " " * depth + "b: c\n" for depth in (DEEPEST - 1, DEEPEST, 3000)}
    assert [value_of(text) is None for text in texts.values()] == [False, True, True]
    for text in texts.values():
        assert_lawful(text)


def test_equal_lines_of_two_records_share_nothing_that_changes() -> None:
    text = "a: [x]\nb: {c: d}\n"
    first, second = value_of(text), value_of(text)
    assert first is not None
    first["a"].append("y")
    first["b"]["c"] = "z"
    assert second == value_of(text) == {"a": ["x"], "b": {"c": "d"}}


@pytest.mark.parametrize("piece", [" ", "[", "{", '"', "a, ", "a: ", '"a", ', "{a: b}, ", "a: >-\n b\n", "a:\n ", "x"])
@pytest.mark.parametrize("head", ["", "a: ", "a: [", "a: {a: ", "a: >-\n  "])
def test_no_large_file_holds_it_up(head: str, piece: str) -> None:
    text = head + piece * (500_000 // len(piece))
    started = time.process_time()
    value_of(text)
    assert time.process_time() - started < 2
