"""The codes of edits: why one isn't made."""

from scodata.problems import Code

CONTRADICTION = Code(
    "M101",
    "records-contradict",
    """Two records that shall become one say different things at one place.

Why: one of the two values would be lost, and with it what its source says.

Mend: decide first. Correct the wrong record, delete the value that doesn't hold, or write a claim with a reading for each; then merge.

Example: merging two books, one of 312 pages and one of 321.""",
)
UNDECIDED = Code(
    "M102",
    "reference-undecided",
    """A reference names a record that shall be split or retired, and nobody has said what it shall name instead.

Why: only a curator can tell which of the successors is meant; a guess would be a false fact.

Mend: say it with `--refer RECORD=SUCCESSOR` or `--rest SUCCESSOR`, or change the reference in its record first.

Example: `scodata split sagas sagas-1 sagas-2`, while a letter is about `sagas`.""",
)
NO_FORM = Code(
    "M103",
    "no-canonical-form",
    """The canonical form of the file would not be read as the same record; the file was left as it is.

Why: formatting never changes what a record says.

Mend: see what the message says of it. Shorten what is too long, or write it by hand.

Example: a file of just under 1 MiB in brackets, which would be larger than 1 MiB with a line for each of its values.""",
)
