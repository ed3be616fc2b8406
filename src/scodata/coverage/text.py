"""The figures for a terminal: a screen or two, what lacks most first."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.coverage.figures import Figures
from scodata.coverage.markdown import runs, share

LAST = 10
"""The years that are shown one by one; all of them are in the other formats."""


def as_text(found: Figures) -> str:
    """The report as lines."""
    parts = (_kinds(found), _years(found), _series(found), _columns(found))
    return "\n".join([f"Coverage of {found['title']}", *(line for part in parts for line in part)]) + "\n"


def _kinds(found: Figures) -> Iterator[str]:
    yield from ("", f"{'Records':24}{'':>9}  sources each  without any")
    for kind, count in found["records"].items():
        sources = found["sources"].get(kind)
        yield f"  {kind:22}{count:>9,}" + (f"  {sources['citations'] / count:>12.1f}  {sources['none']:>11,}" if sources else "")


def _years(found: Figures) -> Iterator[str]:
    kinds = found["years"]
    if not kinds:
        return
    years = sorted({int(year) for ones in kinds.values() for year in ones})
    shown = years[-LAST:]
    yield from ("", f"{'Records by year':24}" + "".join(f"{kind:>15}" for kind in kinds))
    if before := years[:-LAST]:
        yield f"  {f'{before[0]} to {before[-1]}':22}" + "".join(f"{sum(ones.get(str(year), 0) for year in before):>15,}" for ones in kinds.values())
    for year in shown:
        yield f"  {year!s:22}" + "".join(f"{ones.get(str(year), 0):>15,}" for ones in kinds.values())


def _series(found: Figures) -> Iterator[str]:
    holes = [series for series in found["series"] if series["missing"]]
    if holes:
        yield from ("", "Series with numbers missing")
        yield from (f"  {series['id']}: {runs(series['missing'])}" for series in sorted(holes, key=lambda one: (len(one["missing"]), one["id"])))


def _columns(found: Figures) -> Iterator[str]:
    yield from ("", "Columns that no record fills, or few")
    for kind, columns in found["filled"].items():
        total = found["records"][kind]
        rare = sorted((count, name) for name, count in columns.items() if count * 20 < total)
        if rare:
            yield f"  {kind}: " + ", ".join(f"{name} {share(count, total)}" if count else name for count, name in rare)
