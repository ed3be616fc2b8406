"""What the user gives: the file of a text, and the day on which it was published."""

from __future__ import annotations

from pathlib import Path

from scodata import edtf
from scodata.problems import ScodataError

LARGEST_TEXT = 1 << 21
"""Bytes; a press release is a thousand times smaller."""


def text_of(path: Path) -> str:
    """The text of a file; raises `ScodataError` where it can't be read, isn't UTF-8 or is larger than 2 MiB."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise ScodataError(f"can't read {path}: {(error.strerror or 'unknown error').lower()}") from error
    if len(data) > LARGEST_TEXT:
        raise ScodataError(f"{path} is larger than {LARGEST_TEXT:,} bytes: draft reads one report at a time")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScodataError(f"{path} isn't UTF-8 text: byte {error.start + 1} can't be read") from error


def day(text: str) -> str:
    """A day as the user gives it; raises `ScodataError` for anything else."""
    if text and not edtf.is_day(text):
        raise ScodataError(f"--published is a day such as 2024-03-27, not {text}")
    return text
