"""What JSON Schema can't say. Each rule is a generator with a code; to add one, write it and list it here."""

from scodata.rules import identity, pointers, references, time, values

RECORD_RULES = (
    identity.id_is_file_name,
    identity.id_is_a_word,
    references.broken_reference,
    references.wrong_kind,
    pointers.points_at_nothing,
    time.ends_before_start,
    values.says_nothing,
)
CATALOGUE_RULES = (
    references.refers_to_retired,
    references.condition_of_reference,
)

__all__ = ["CATALOGUE_RULES", "RECORD_RULES"]
