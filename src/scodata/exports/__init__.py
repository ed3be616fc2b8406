"""A package in the formats that its users' tools open: a module a format, all listed in one place."""

from scodata.exports.export import EXPORTS, VERIFIED, Exported, export

__all__ = ["EXPORTS", "VERIFIED", "Exported", "export"]
