"""A worklist for a terminal: each line begins with the file and line to open, as editors understand it."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.ages.worklist import LISTS, Item, Worklist


def as_text(found: Worklist, limit: int) -> str:
    """The lists, at most `limit` lines of each, or all for 0; of an empty list there is nothing to say."""
    lines = [line for name, items in found.lists.items() if items for line in _list(found, name, items, limit)]
    return "".join(f"{line}\n" for line in (f"{found.title}, on {found.on}", *(lines or [_nothing(found)])))


def _nothing(found: Worklist) -> str:
    if any(sum(counts.values()) for counts in found.ages.values()):
        return f"Nothing is older than {found.older_than} days."
    return "Nothing in it has an age: no schema says so with x-looked-at, x-pending, or x-terms with an end."


def _list(found: Worklist, name: str, items: tuple[Item, ...], limit: int) -> Iterator[str]:
    yield ""
    yield f"{LISTS[name]}: {len(items):,}"
    shown = items[:limit] if limit else items
    yield from (f"{one.file}:{one.line}: {_since(found, one)}{f': {one.says}' if one.says else ''}" for one in shown)
    if len(items) > len(shown):
        yield f"… and {len(items) - len(shown):,} more, with --limit 0"


def _since(found: Worklist, item: Item) -> str:
    days = found.days(item)
    return f"{item.since} ({days:,} days)" if days is not None else "never"
