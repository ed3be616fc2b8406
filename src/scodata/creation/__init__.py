"""A new record: what it must say is learned from its schema, asked for, judged and written; nothing is invented."""

from scodata.creation.interview import ANOTHER, TODAY, Asker, Question
from scodata.creation.make import Given, Made, new
from scodata.creation.shelf import Candidate

__all__ = ["ANOTHER", "TODAY", "Asker", "Candidate", "Given", "Made", "Question", "new"]
