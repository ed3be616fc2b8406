"""The mends that problems offer, made one by one: what can't be read first, then what is wrong, and the canonical form last."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scodata import checking
from scodata.catalogue import Catalogue
from scodata.documents import Lines, parse
from scodata.documents.reader import load
from scodata.edits.changes import Changes, copied, put
from scodata.edits.fmt import chosen, formed, within
from scodata.edits.settle import at_work, settle
from scodata.edits.spans import Edit, applied, index_of
from scodata.ground import Ground, survey
from scodata.problems import Mend, Place, Problem, in_order

ROUNDS = 8
"""How often the catalogue is checked anew after mends; what is hidden behind more is left to the next run."""
CANONICAL = "form"
"""What stands in the place of a code where a file was only brought into its canonical form."""


@dataclass(frozen=True)
class Mended:
    """One edit: for which code, where, and the text before and after."""

    code: str
    place: Place
    before: str
    after: str


@dataclass(frozen=True)
class Fixed:
    """What was mended, or would be, in order; and the problems that remain in the files looked at."""

    changes: Changes
    mends: tuple[Mended, ...]
    problems: tuple[Problem, ...]
    said: str = ""


def fix(catalogue: Catalogue, paths: Sequence[Path] = (), *, dry_run: bool = False) -> Fixed:
    """Makes the mends that the problems of the records at `paths`, or of all, offer; with `dry_run` nothing is written.

    A mend that would make a new problem anywhere in the catalogue is left out. Of a file that can't be read nobody knows what else is
    wrong in it, so there a mend is made when it makes that problem go. Raises `ScodataError` when a path holds no record, and where a
    file can't be written.
    """
    with at_work(catalogue) as said:
        wanted = chosen(catalogue, paths)
        ground, problems = survey(catalogue)
        if ground is None:
            return Fixed(Changes({}, {}), (), tuple(problems), said)
        with copied(catalogue) as copy:
            bench = _Bench(copy, ground, within(ground, wanted))
            bench.make_readable()
            bench.mend()
            bench.shape()
            remaining = [problem for problem in bench.problems() if problem.place.path in bench.names]
        changes = Changes(bench.original, bench.texts)
        if not dry_run:
            settle(catalogue, changes)
        return Fixed(changes, tuple(bench.mends), tuple(remaining), said)


class _Bench:
    """A copy of the catalogue on which mends are tried, and the texts of the files in question."""

    def __init__(self, copy: Catalogue, ground: Ground, names: list[str]) -> None:
        self.copy = copy
        self.ground = ground
        self.mends: list[Mended] = []
        self.names = frozenset(names)
        self.original: dict[str, str] = {}
        for name in names:
            data = load(copy.root / name, name)
            text = _decoded(data) if isinstance(data, bytes) else None
            if text is not None:
                self.original[name] = text
        self.texts = dict(self.original)
        self.found: dict[frozenset[tuple[str, str]], list[Problem]] = {}

    def problems(self, tried: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
        """The problems of the whole catalogue with the texts as they are now but for those tried; looked for once for the same texts."""
        state = frozenset({**self.texts, **tried}.items() - self.original.items())
        if state not in self.found:
            with self.in_place(tried):
                self.found[state] = checking.validate(self.copy).problems
        return self.found[state]

    @contextmanager
    def in_place(self, tried: Mapping[str, str]) -> Iterator[None]:
        now = {name: self.texts[name] for name in tried}
        try:
            for name, text in tried.items():
                put(self.copy, name, text)
            yield
        finally:
            for name, text in now.items():
                put(self.copy, name, text)

    def put(self, name: str, text: str) -> None:
        self.texts[name] = text
        put(self.copy, name, text)

    def make_readable(self) -> None:
        """Mends what stands in the way of reading, as long as each mend takes its problem away."""
        for name in self.texts:
            text, mends = _readable(name, self.texts[name])
            if mends:
                self.mends += mends
                self.put(name, text)

    def mend(self) -> None:
        """Mends what is wrong in records, round by round, since one mend can uncover another problem."""
        refused: set[Problem] = set()
        before = self.problems()
        for _ in range(ROUNDS):
            offered = _apart(problem for problem in in_order(before) if problem.mend and problem.place.path in self.texts and problem not in refused)
            kept = self.tried(offered, before)
            refused.update(problem for problem in offered if problem not in kept)
            if not kept:
                return
            self.mends += (_said(problem, self.texts[problem.place.path]) for problem in kept)
            for name, text in self.with_mends(kept).items():
                self.put(name, text)
            before = self.problems()

    def tried(self, offered: list[Problem], before: list[Problem], kept: tuple[Problem, ...] = ()) -> list[Problem]:
        """Those that may be kept, of these and the ones offered, in their order, so that none makes a new problem: halved until it is known which do."""
        together = [*kept, *offered]
        if not offered or self.is_harmless(together, before):
            return together
        if len(offered) == 1:
            return [*kept]
        half = len(offered) // 2
        first = self.tried(offered[:half], before, kept)
        return self.tried(offered[half:], before, tuple(first))

    def is_harmless(self, mends: list[Problem], before: list[Problem]) -> bool:
        texts = self.with_mends(mends)
        return not any(checking.added(self.problems(texts), Lines(self.copy.root, texts), before, Lines(self.copy.root), str))

    def with_mends(self, problems: list[Problem]) -> dict[str, str]:
        """The texts of the files that these mends change."""
        names = dict.fromkeys(problem.place.path for problem in problems)
        return {name: _mended(self.texts[name], [problem.mend for problem in problems if problem.mend and problem.place.path == name]) for name in names}

    def shape(self) -> None:
        """Brings each file that can be read into its canonical form."""
        for name, text in self.texts.items():
            document, _ = parse(text.encode(), name)
            now = formed(self.ground, document)[0] if document else text
            if now != text:
                self.mends += _reformed(name, text, now)
                self.put(name, now)


def _reformed(name: str, text: str, formed: str) -> Iterator[Mended]:
    """The runs of lines in which a file wasn't in its form, each by its first line."""
    before, after = text.splitlines(), formed.splitlines()
    for how, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how != "equal":
            yield Mended(CANONICAL, Place(name, start + 1), _first(before[start:end]), _first(after[new_start:new_end]))


def _first(lines: list[str]) -> str:
    return "".join((*(line.strip() for line in lines[:1]), " …" if len(lines) > 1 else ""))


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _readable(name: str, text: str) -> tuple[str, list[Mended]]:
    """The text after mends of what the reader refuses, and these."""
    mends: list[Mended] = []
    document, problems = parse(text.encode(), name)
    while document is None and (offered := _apart(problem for problem in problems if problem.mend)):
        mended = _mended(text, [problem.mend for problem in offered if problem.mend])
        document, left = parse(mended.encode(), name)
        if document is None and (left[0].code.id, left[0].place) == (problems[0].code.id, problems[0].place):
            break
        mends += (_said(problem, text) for problem in offered)
        text, problems = mended, left
    return text, mends


def _apart(problems: Iterable[Problem]) -> list[Problem]:
    """Problems whose mends don't touch each other; the first of those that do."""
    chosen: list[Problem] = []
    for problem in problems:
        if problem.mend and not any(_touch(problem.mend, other.mend) for other in chosen if other.mend):
            chosen.append(problem)
    return chosen


def _touch(one: Mend, other: Mend) -> bool:
    a, b = one.place, other.place
    if a.path != b.path:
        return False
    return ((a.line, a.column) < (b.end_line, b.end_column) and (b.line, b.column) < (a.end_line, a.end_column)) or a == b


def _edit(text: str, mend: Mend) -> Edit:
    place = mend.place
    return Edit(index_of(text, place.line, place.column), index_of(text, place.end_line, place.end_column), mend.text)


def _mended(text: str, mends: Sequence[Mend]) -> str:
    return applied(text, [_edit(text, mend) for mend in mends])


def _said(problem: Problem, text: str) -> Mended:
    assert problem.mend, "only problems with a mend are mended"
    edit = _edit(text, problem.mend)
    return Mended(problem.code.id, problem.mend.place, text[edit.start : edit.end], edit.text)
