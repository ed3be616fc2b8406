"""The phrases of a catalogue: how a text says, in each language, what a record holds. They are data, and this reads and judges them."""

from scodata.phrases.grammar import Phrases
from scodata.phrases.load import read_phrases

__all__ = ["Phrases", "read_phrases"]
