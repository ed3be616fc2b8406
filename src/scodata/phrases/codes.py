"""The code of a phrase that can't be used."""

from __future__ import annotations

from scodata.problems import Code

BAD_PHRASE = Code(
    "C515",
    "bad-phrase",
    """A phrase of `phrases/` that can't be read, or that names a slot, kind or property which doesn't exist.

Why: it would find nothing, or propose what no record may have, in silence.

Mend: correct it; the message says what is wrong at this place. `docs/drafting.md` describes how phrases are written.

Example: `phrases: ["written by {author"]`, whose slot isn't closed.""",
)
