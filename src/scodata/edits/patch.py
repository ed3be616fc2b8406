"""From the parts of a file, before and after, to the fewest edits of its text: a word, an entry that came, an entry that went."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.documents.outline import Collection, Entry, Part, Scalar
from scodata.documents.quoting import Spot, quoted
from scodata.edits.canonical import canonical, entry_lines, inner_shape
from scodata.edits.canonical import scalar as on_one_line
from scodata.edits.spans import Edit, applied
from scodata.layout import Shape


class _TooCoarseError(Exception):
    """The change can't be made inside of this part; the entry around it is written anew."""


def _written(entry: Entry, shape: Shape | None, column: int) -> str:
    return "".join(f"{line}\n" for line in entry_lines(entry, shape, column))


def patched(text: str, old: Collection, new: Collection, shape: Shape | None = None) -> str:
    """The text of a file whose parts were `old` and shall be `new`; what is equal in both keeps its every character.

    An entry of `new` is one of `old` if it has its start; all others come from elsewhere.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    try:
        return applied(text, _Patch(text).collection(old, new, shape, False))
    except _TooCoarseError:
        return canonical(new, shape)


def _comments(comments: tuple[str, ...], column: int) -> str:
    return "".join(f"{' ' * column}{comment}\n" for comment in comments)


class _Patch:
    def __init__(self, text: str) -> None:
        self.text = text

    def collection(self, old: Collection, new: Collection, shape: Shape | None, bracketed: bool) -> list[Edit]:
        before = {entry.start: entry for entry in old.entries}
        after = {entry.start for entry in new.entries}
        kept = [(before[entry.start], entry) for entry in new.entries if entry.start in before]
        came = [entry for entry in new.entries if entry.start not in before]
        gone = [entry for entry in old.entries if entry.start not in after]
        spoken = new.head[len(old.head) :], new.below[len(old.below) :]
        if (came or gone or any(spoken)) and (old.brackets or bracketed or not kept):
            raise _TooCoarseError
        edits = self.remarks(old, *spoken) if any(spoken) else []
        edits += [edit for one, other in kept for edit in self.entry(one, other, shape, bracketed or old.brackets)]
        edits += [Edit(*self.lines(entry), "") for entry in gone]
        return edits + list(self.insertions(old, came, shape))

    def remarks(self, old: Collection, head: tuple[str, ...], below: tuple[str, ...]) -> list[Edit]:
        """Comments that came, above the first entry and below the last."""
        first, last = self.lines(old.entries[0])[0], self.text.index("\n", old.end) + 1
        return [Edit(place, place, _comments(comments, old.column)) for place, comments in ((first, head), (last, below)) if comments]

    def entry(self, old: Entry, new: Entry, shape: Shape | None, bracketed: bool) -> list[Edit]:
        """The edits of one entry that stays."""
        try:
            if (old.above, old.beside) != (new.above, new.beside):
                raise _TooCoarseError
            key = _scalar(old.key, new.key, "bracketed" if bracketed else "key") if old.key and new.key else []
            return [*key, *self.part(old.value, new.value, inner_shape(shape, old.name), bracketed)]
        except _TooCoarseError:
            if bracketed:
                raise
            return [Edit(*self.lines(old), _written(new, shape, old.column))]

    def part(self, old: Part, new: Part, shape: Shape | None, bracketed: bool) -> list[Edit]:
        if isinstance(old, Scalar) and isinstance(new, Scalar):
            return _scalar(old, new, "bracketed" if bracketed else "value")
        if isinstance(old, Collection) and isinstance(new, Collection) and old.keyed == new.keyed:
            return self.collection(old, new, shape, bracketed)
        raise _TooCoarseError

    def insertions(self, old: Collection, came: list[Entry], shape: Shape | None) -> Iterator[Edit]:
        """New entries, in a mapping where the schema's order wants them, in a map or list after the last."""
        ranks = {name: rank for rank, name in enumerate(shape.named)} if shape and shape.form == "object" else {}
        for entry in sorted(came, key=lambda entry: ranks.get(entry.name, len(ranks))):
            rank = ranks.get(entry.name, len(ranks))
            before = [other for other in old.entries if ranks.get(other.name, len(ranks)) <= rank]
            place = self.lines(before[-1])[1] if before else self.lines(old.entries[0])[0]
            yield Edit(place, place, _written(entry, shape, old.column))

    def lines(self, entry: Entry) -> tuple[int, int]:
        """From the beginning of an entry's first line, the comments above it included, to the end of its last."""
        start = self.text.rfind("\n", 0, entry.top) + 1
        if self.text[start : entry.top].strip():
            raise _TooCoarseError
        return start, self.text.index("\n", entry.value.end) + 1


def _scalar(old: Scalar, new: Scalar, spot: Spot) -> list[Edit]:
    """The new text in the place of the old one, in the quotes that stand there."""
    if old.value == new.value and type(old.value) is type(new.value):
        return []
    inside = old.start + 1, old.end - 1
    if old.source[1:-1] == old.value and quoted(str(new.value)) == f'"{new.value}"' and old.source[0] in "\"'":
        return [Edit(*inside, str(new.value))]
    return [Edit(old.start, old.end, on_one_line(new, spot))]
