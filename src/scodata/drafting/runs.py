"""Unknown names: runs of capital words, or of letters in a script without spaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from scodata.phrases.grammar import NameShape
from scodata.phrases.words import Word


@dataclass(frozen=True)
class Runs:
    """The words of a sentence, at which positions known names stand, and where a name goes on behind its first word."""

    words: Sequence[Word]
    named: AbstractSet[int]
    inside: AbstractSet[int]

    def letters(self, bounds: tuple[int, int], position: int) -> Iterator[int]:
        """The ends of runs of so many letters from here, longest first; a dot between parts of a name begins the count anew."""
        least, most = bounds
        ends: list[int] = []
        end = position
        while end < len(self.words) and end - position < 3 * most and end not in self.named:
            if self.words[end].text in "·•" and end > position:
                least, position = 1, end + 1
            elif not (len(self.words[end].text) == 1 and self.words[end].text.isalpha()) or end - position >= most:
                break
            end += 1
            if end - position >= least:
                ends.append(end)
        yield from reversed(ends)

    def capitals(self, shape: NameShape, position: int) -> Iterator[int]:
        """The ends of runs of capital words from here, longest first; small words of the shape, hyphens and apostrophes stand only inside of a run.

        A known name, or an abbreviation, stands at the beginning of a run or not at all.
        """
        ends: list[int] = []
        end, count = position, 0
        while end < len(self.words) and count < shape.words[1] and not self._parts(shape, position, end):
            word = self.words[end]
            joined = end > position and word.start == self.words[end - 1].end
            if (word.text.isupper() if shape.capitals else word.is_capital) or (joined and word.is_word and self.words[end - 1].folded in "-'"):
                count += not joined
                ends.append(end + 1)
            elif end == position or not ((joined and word.folded in "-'") or self._is_small(shape, end)):
                break
            end += 1
        if shape.whole and ends and (ends[-1] != end or (end < len(self.words) and self.words[end].is_capital and end not in self.named)):
            return
        yield from (
            one
            for one in (ends[-1:] if shape.whole else reversed(ends))
            if shape.words[0] <= self._count(position, one) <= shape.words[1] and not self._joins(one)
        )

    def _parts(self, shape: NameShape, start: int, position: int) -> bool:
        """Whether what stands here can't be inside of a run: another known name, an abbreviation, or the sign of a possessive."""
        word = self.words[position]
        if position in self.named and (not shape.must_have or position not in self.inside):
            return not shape.must_have or position > start
        if word.folded == "'":
            return position + 1 < len(self.words) and self.words[position + 1].folded == "s"
        return position > start and not shape.capitals and len(word.text) > 1 and word.text.isupper()

    def _is_small(self, shape: NameShape, position: int) -> bool:
        """Whether a small word stands here, with no other before it."""
        return self.words[position].folded in shape.particles and self.words[position - 1].folded not in shape.particles - {"of", "on", "for"}

    def _joins(self, end: int) -> bool:
        """Whether the word that ends here goes on behind a hyphen."""
        return end < len(self.words) and self.words[end].folded == "-" and self.words[end].start == self.words[end - 1].end

    def _count(self, start: int, end: int) -> int:
        return sum(word.is_word and (place == 0 or word.start > self.words[start + place - 1].end) for place, word in enumerate(self.words[start:end]))
