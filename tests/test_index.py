"""The index of a catalogue is the sum of the indices of its parts; and no rule on texts would find anything in an ordinary one."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scodata.documents.texts import MISSING, is_ordinary
from scodata.records import Entry, Index
from scodata.rules import text

IDS = st.sampled_from("abcdef")
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=IDS,
        kind=st.just("books"),
        values=st.dictionaries(st.just("type"), IDS, max_size=1),
        references=st.lists(st.tuples(st.integers(0, 3), IDS), max_size=4).map(tuple),
        successors=st.one_of(st.none(), st.tuples(IDS)),
        facts=st.dictionaries(st.sampled_from(["labels", "arcs"]), st.tuples(st.tuples(st.just(()), IDS)), max_size=2),
    ),
    max_size=8,
    unique_by=lambda entry: entry.id,
)


def index_of(entries: list[Entry]) -> Index:
    index = Index()
    for entry in entries:
        index.add(entry)
    return index


@given(ENTRIES, st.integers(0, 8))
def test_parts_add_up_to_the_whole(entries: list[Entry], cut: int) -> None:
    whole, sum_ = index_of(entries), Index()
    for part in (entries[:cut], entries[cut:]):
        sum_.merge(pickle.loads(pickle.dumps(index_of(part))))
    assert list(sum_.references()) == list(whole.references())
    assert (sum_.targets(), sum_.referred(), sum_.linked()) == (whole.targets(), whole.referred(), whole.linked())
    assert (sum_.values, sum_.redirects, sum_.facts) == (whole.values, whole.redirects, whole.facts)


@given(st.one_of(st.text(min_size=1), st.text("aN/# =+-@.\t", min_size=1, max_size=8), st.sampled_from(sorted(MISSING))))
def test_no_rule_finds_anything_in_an_ordinary_text(one: str) -> None:
    draft: Any = SimpleNamespace(texts=[((), one, False)])
    rules = (text.stray_space, text.mixed_scripts, text.formula, text.reads_as_missing)
    found = [finding for rule in rules for finding in rule.find(draft, None)]  # type: ignore[arg-type]
    assert not (found and is_ordinary(one))
