"""Rules on ids: a record is known by one name."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.findings import Draft, Finding, Known, record_rule

MISREAD = frozenset(["true", "false", "null", "nan", "none", "yes", "no", "on", "off", "con", "nul", "aux", "prn"])
"""Words that pandas reads as missing, YAML readers as true or false, or Windows as devices."""


@record_rule("R301", "id-differs-from-file-name")
def id_is_file_name(draft: Draft, known: Known) -> Iterator[Finding]:
    """The id isn't the name of the file.

    Why: a record is found by its id; one that lies elsewhere is found by nobody, and references are checked against file names.

    Mend: rename the file, or correct the id. An id that was ever released stays.

    Example: `id: sagas` in `records/books/saga.yaml`.
    """
    id_, stem = draft.id, draft.name
    if id_ and id_ != stem:
        yield Finding(f"the id is `{id_}`, but the file is called `{stem}.yaml`", ("id",), f"rename the file to `{id_}.yaml`, or write `id: {stem}`")


@record_rule("R303", "id-is-misread")
def id_is_a_word(draft: Draft, known: Known) -> Iterator[Finding]:
    """The id is a word that common programs take for something else.

    Why: pandas reads `null` and `none` as missing, YAML readers read `no` and `off` as false, and Windows has no file `con`.

    Mend: say more: `norway` for `no`.

    Example: `id: none`.
    """
    if draft.id in MISREAD:
        yield Finding(f"`{draft.id}` is read as something else by common programs", ("id",), "say more than one short word")
