"""What can be downloaded: the files of the package, all of them in one archive, and those of a folder of exports where one is given."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scodata.problems import ScodataError
from scodata.published import Package
from scodata.site.plan import Plan

DESCRIPTOR = "datapackage.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Offer:
    """A file to download: its path below the root of the site, its title, its size for people and in bytes, its rows, its SHA-256."""

    path: str
    title: str
    size: str
    bytes: int
    rows: str
    sum: str

    @property
    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Offered:
    """All that can be downloaded: the archive with everything, the files of the package, and others."""

    archive: Offer
    package: tuple[Offer, ...]
    others: tuple[Offer, ...]

    def all(self) -> list[Offer]:
        return [self.archive, *self.others, *self.package]


def offered(package: Package, plan: Plan, extra: Path | None, write: Callable[[str, bytes], None]) -> Offered:
    """Copies everything to where it is downloaded from, and says what there is."""
    archive = io.BytesIO()
    ours = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, rows in _files(package):
            data = package.data(path)
            packed.writestr(_member(path), data, zipfile.ZIP_DEFLATED)
            write(f"datapackage/{path}", data)
            ours.append(_offer(f"datapackage/{path}", path, data, rows))
    name = f"{package.descriptor['name']}-{package.descriptor['version']}.zip"
    write(f"downloads/{name}", archive.getvalue())
    others = tuple(_copied(extra, write)) if extra is not None else ()
    return Offered(_offer(f"downloads/{name}", name, archive.getvalue(), ""), tuple(ours), others)


def _files(package: Package) -> Iterator[tuple[str, str]]:
    """The files of the package, with how many rows a table has."""
    yield DESCRIPTOR, ""
    for resource in package.descriptor["resources"]:
        yield resource["path"], f"{sum(1 for _ in package.rows(resource['name'])):,}".replace(",", "\u202f")
    for schema in package.descriptor.get("schemas", ()):
        yield schema["path"], ""


def _copied(folder: Path, write: Callable[[str, bytes], None]) -> Iterator[Offer]:
    if not folder.is_dir():
        raise ScodataError(f"there is no folder {folder}")
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        write(f"downloads/{name}", data)
        yield _offer(f"downloads/{name}", name, data, "")


def _member(path: str) -> zipfile.ZipInfo:
    """A member of an archive that is the same whenever and wherever it is made."""
    member = zipfile.ZipInfo(path, _EPOCH)
    member.create_system, member.external_attr = 3, 0o644 << 16
    return member


def _offer(path: str, title: str, data: bytes, rows: str) -> Offer:
    return Offer(path, title, size(len(data)), len(data), rows, hashlib.sha256(data).hexdigest())


def size(count: int) -> str:
    """Bytes for people, with the prefixes of SI."""
    for unit in ("B", "kB"):
        if count < 1000:
            return f"{count} {unit}"
        count = round(count / 1000) if count >= 10_000 or unit == "B" else count // 1000
    return f"{count} MB"
