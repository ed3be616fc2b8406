"""What JSON Schema can't say. Each rule is a generator with a code; to add one, write it and list it here."""

from collections.abc import Mapping

from scodata.findings import CatalogueRule, Gatherer, RecordRule
from scodata.rules import graph, identity, likeness, permanence, pointers, provenance, references, series, text, time, values

RECORD_RULES: tuple[RecordRule, ...] = (
    identity.id_is_file_name,
    identity.id_is_a_word,
    references.broken_reference,
    references.wrong_kind,
    pointers.points_at_nothing,
    time.ends_before_start,
    time.before_it_existed,
    time.held_twice,
    values.says_nothing,
    provenance.unsupported,
    provenance.claim_incomplete,
    provenance.preferred_differs,
    text.stray_space,
    text.mixed_scripts,
    text.other_script,
    text.formula,
    text.reads_as_missing,
)
CATALOGUE_RULES: tuple[CatalogueRule, ...] = (
    references.refers_to_retired,
    references.condition_of_reference,
    permanence.chain,
    time.held_by_two,
    time.outside,
    time.before_office,
    series.repeated,
    series.out_of_order,
    series.missing,
    provenance.same_address,
    provenance.needed,
    likeness.duplicate,
    likeness.same_happening,
    likeness.spelling_variant,
    graph.alone,
    graph.circle,
    graph.said_twice,
)
GATHERERS: Mapping[str, Gatherer] = {
    "stand_ins": Gatherer(permanence.gather_stand_ins),
    "held": Gatherer(time.gather_held, "x-exclusive"),
    "periods": Gatherer(time.gather_periods, "x-period"),
    "parts": Gatherer(time.gather_parts, "x-within"),
    "terms": Gatherer(time.gather_terms, "x-terms"),
    "capacities": Gatherer(time.gather_capacities, "x-capacity"),
    "editions": Gatherer(series.gather_editions, "x-edition"),
    "addresses": Gatherer(provenance.gather_addresses, "x-unique"),
    "labels": Gatherer(likeness.gather_labels, "x-label"),
    "different": Gatherer(likeness.gather_different, "x-different"),
    "happenings": Gatherer(likeness.gather_happenings, "x-alike"),
    "arcs": Gatherer(graph.gather_arcs, "x-acyclic"),
    "symmetric": Gatherer(graph.gather_symmetric, "x-symmetric"),
}
"""What the index keeps of each record for the rules above, by the name under which they look it up."""

__all__ = ["CATALOGUE_RULES", "GATHERERS", "RECORD_RULES"]
