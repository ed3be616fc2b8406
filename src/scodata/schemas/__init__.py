"""Documents held against JSON Schemas, and the schemas held against their own rules."""

from scodata.schemas.judge import Judge
from scodata.schemas.lint import lint
from scodata.schemas.load import Schemas, Where, own, read_schemas

__all__ = ["Judge", "Schemas", "Where", "lint", "own", "read_schemas"]
