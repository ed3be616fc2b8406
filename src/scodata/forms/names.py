"""The names that people fill in become ids, by all names that the catalogue knows, in any script; sources by their addresses too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from scodata.drafting.desk import slug
from scodata.drafting.knowledge import Knowledge
from scodata.ground import Ground
from scodata.layout import Shape
from scodata.layout.sites import sites
from scodata.phrases.words import words_of
from scodata.rules.provenance import folded

LONGEST_NAME = 60
"""Words; no record has a longer one that anybody would fill in."""


class Names:
    """What names lead to, and which ids are free."""

    def __init__(self, knowledge: Knowledge, ground: Ground) -> None:
        self.knowledge = knowledge
        self.shapes = ground.layout.shapes
        self.taken = {id_.casefold() for id_ in ground.listing.kinds} | {id_ for id_, _ in ground.known.released}

    def ids(self, text: str, shape: Shape) -> list[str]:
        """The records that a name can mean, where a reference of this shape stands: by id, else by name, else by name in another script."""
        if self._fits(text, shape):
            return [text]
        words = words_of(text)
        if not words or len(words) > LONGEST_NAME:
            return []
        known = self.called(text)
        known = known or {id_ for end, id_ in self.knowledge.transliterated(words, 0) if end == len(words)}
        return sorted(id_ for id_ in known if self._fits(id_, shape))

    def called(self, text: str) -> set[str]:
        """The records that have this very name."""
        words = words_of(text)
        found = self.knowledge.find(words) if len(words) <= LONGEST_NAME else ()
        return {mention.id for mention in found if (mention.start, mention.end) == (0, len(words))}

    def at_address(self, address: str, kind: str) -> str:
        """The record of a kind that has this address, folded; empty where none has."""
        for id_ in self.knowledge.of_kind(kind):
            for site in sites(self.shapes[kind], self.knowledge.values[id_]).of("x-unique"):
                drop = tuple(site.shape.schema["x-unique"].get("drop", ()))
                if isinstance(site.value, str) and folded(site.value, drop) == folded(address, drop):
                    return id_
        return ""

    def free_id(self, texts: Sequence[str], kind: str) -> str:
        """An id that no record has or had, made of the first of these texts that has letters."""
        wish = next((made for text in texts if len(made := slug(text)) > 1), f"new-{kind}")
        free = next(one for number in count(1) if (one := wish if number == 1 else f"{wish[:58].rstrip('-')}-{number}") not in self.taken)
        self.taken.add(free)
        return free

    def _fits(self, id_: str, shape: Shape) -> bool:
        kind, conditions = shape.reference
        value = self.knowledge.values.get(id_)
        return value is not None and self.knowledge.kinds[id_] == kind and all(value.get(name) in allowed for name, allowed in conditions.items())
