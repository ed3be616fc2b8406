"""Questions to a package: what holds on a day, what a record says and what refers to it, and whatever SQL can ask."""

from scodata.questions.as_of import Holding, Holdings, as_of, group_texts, holdings, is_dated, positions
from scodata.questions.query import Answer, query
from scodata.questions.show import show

__all__ = ["Answer", "Holding", "Holdings", "as_of", "group_texts", "holdings", "is_dated", "positions", "query", "show"]
