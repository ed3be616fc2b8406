"""Documents held against JSON Schemas, and the schemas held against their own rules."""

from scodata.schemas.judge import Bench, Judge, own_judge, violations
from scodata.schemas.lint import lint
from scodata.schemas.load import Schemas, Where, files_named, own, read_schemas

__all__ = ["Bench", "Judge", "Schemas", "Where", "files_named", "lint", "own", "own_judge", "read_schemas", "violations"]
