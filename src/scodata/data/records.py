"""Records whose references lead on: a value that names another record is that record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scodata.layout import Shape

if TYPE_CHECKING:
    from scodata.data.load import Data


class Node(Mapping[str, Any]):
    """A part of a record, by its properties or keys. A property that names a record gives that `Record`; sets and lists are tuples.

    Where a map is keyed by records, `record` of an item is the one that its key names.
    """

    def __init__(self, data: Data, value: Mapping[str, Any], shape: Shape, record: Record | None = None) -> None:
        self._data = data
        self._shape = shape
        self.value = value
        self.record = record

    def __getitem__(self, name: str) -> Any:
        value = self.value[name]
        if self._shape.form == "map":
            of = self._data.record(name) if self._shape.keys is not None and self._shape.keys.reference[0] else None
            return self._of(value, self._shape.items, of)
        return self._of(value, self._shape.named.get(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self.value)

    def __len__(self) -> int:
        return len(self.value)

    def _of(self, value: Any, shape: Shape | None, record: Record | None = None) -> Any:
        if shape is None:
            return value
        if shape.form in ("object", "map"):
            return Node(self._data, value, shape, record)
        if shape.form in ("set", "list"):
            return tuple(self._of(item, shape.items) for item in value)
        return self._data.record(value) if shape.reference[0] else value


class Record(Node):
    """A record: its `id`, `kind` and `label`, its properties as those of a mapping, and `value`, as its curators wrote it."""

    def __init__(self, data: Data, id_: str, kind: str, value: Mapping[str, Any], shape: Shape) -> None:
        super().__init__(data, value, shape)
        self.id = id_
        self.kind = kind
        self.label = data.label(id_)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.id == other.id and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<{self.kind}: {self.id}, {self.label}>"
