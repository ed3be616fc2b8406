"""Changes of records, all or nothing: canonical form, ids that change with every reference, and the mends that problems offer."""

from collections.abc import Mapping, Sequence

from scodata.catalogue import Catalogue
from scodata.edits import moves
from scodata.edits.changes import Changes, diff
from scodata.edits.desk import Outcome, carried_out
from scodata.edits.fix import Fixed, Mended, fix
from scodata.edits.fmt import Formatted, fmt

__all__ = ["Changes", "Fixed", "Formatted", "Mended", "Outcome", "diff", "fix", "fmt", "merge", "rename", "retire", "split"]


def rename(catalogue: Catalogue, old: str, new: str, *, dry_run: bool = False) -> Outcome:
    """Gives a record another id; every reference follows. Raises `ScodataError` where that can't be meant."""
    return carried_out(catalogue, lambda desk: moves.rename(desk, old, new), dry_run=dry_run)


def merge(catalogue: Catalogue, kept: str, gone: str, *, dry_run: bool = False) -> Outcome:
    """Makes one record a part of another; every reference follows. Raises `ScodataError` where that can't be meant."""
    return carried_out(catalogue, lambda desk: moves.merge(desk, kept, gone), dry_run=dry_run)


def split(catalogue: Catalogue, id_: str, successors: Sequence[str], refer: Mapping[str, str], rest: str = "", *, dry_run: bool = False) -> Outcome:
    """Replaces a record by several others; each reference follows as `refer` and `rest` say. Raises `ScodataError` where that can't be meant."""
    return carried_out(catalogue, lambda desk: moves.split(desk, id_, successors, refer, rest), dry_run=dry_run)


def retire(catalogue: Catalogue, id_: str, reason: str, *, dry_run: bool = False) -> Outcome:
    """Withdraws a record to which nothing refers. Raises `ScodataError` where that can't be meant."""
    return carried_out(catalogue, lambda desk: moves.retire(desk, id_, reason), dry_run=dry_run)
