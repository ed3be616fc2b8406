"""Who met whom: those that met most often as points, laid out by springs that always come to rest in the same place."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from scodata.drawing import dot, line, link, shortened, svg, text, titled
from scodata.site.frame import Frame, Ground

MOST_POINTS = 40
MOST_LINES = 220
MOST_ROWS = 400
ROUNDS = 400
PULL, MIDDLE = 60, 0.6
"""How weakly lines pull, and how strongly the middle does, so that nobody drifts away."""
WIDTH, HEIGHT, EDGE = 1000, 760, 80
Pair = tuple[str, str]
Places = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Network:
    """How often each pair met, those that are drawn with their places, and how often a pair met at least to be drawn."""

    pairs: tuple[tuple[Pair, int], ...]
    everybody: int
    places: Places
    degrees: Counter[str]
    least: int


def network(ground: Ground) -> Network | None:
    """The network of the table that the layout names; None where nobody met."""
    said, package = ground.plan.network, ground.package
    columns = [column.name for column in package.tables[said["table"]].columns]
    one, other, weight = (columns.index(said[key]) for key in ("one", "other", "weight"))
    met: Counter[Pair] = Counter()
    for row in package.rows(said["table"]):
        met[min(row[one], row[other]), max(row[one], row[other])] += int(row[weight] or 0)
    degrees: Counter[str] = Counter()
    for pair, times in met.items():
        degrees.update(dict.fromkeys(pair, times))
    if not met:
        return None
    pairs = sorted(met.items(), key=lambda item: (-item[1], item[0]))
    shown = {id_ for id_, _ in sorted(degrees.items(), key=lambda item: (-item[1], item[0]))[:MOST_POINTS]}
    inside = [(pair, times) for pair, times in pairs if set(pair) <= shown]
    least = inside[MOST_LINES][1] + 1 if len(inside) > MOST_LINES else 1
    return Network(tuple(pairs), len(degrees), laid_out(sorted(shown), dict(inside)), degrees, least)


def laid_out(points: list[str], lines: dict[Pair, int]) -> Places:
    """Places between 0 and 1 after Fruchterman and Reingold (1991): all push each other away, lines and the middle pull; from a circle, so always the same."""
    count = len(points)
    places = [(math.cos(2 * math.pi * number / count), math.sin(2 * math.pi * number / count)) for number in range(count)]
    position = {id_: number for number, id_ in enumerate(points)}
    pulls = [(position[one], position[other], math.log1p(times)) for (one, other), times in lines.items()]
    ideal = 1.6 / math.sqrt(max(count, 1))
    for turn in range(ROUNDS):
        places = _moved(places, pulls, ideal, 0.12 * (1 - turn / ROUNDS))
    lows, highs = ([choose(place[axis] for place in places) for axis in (0, 1)] for choose in (min, max))
    spans = [max(high - low, 1e-9) for low, high in zip(lows, highs, strict=True)]
    return {id_: ((places[number][0] - lows[0]) / spans[0], (places[number][1] - lows[1]) / spans[1]) for id_, number in position.items()}


def _moved(places: list[tuple[float, float]], pulls: list[tuple[int, int, float]], ideal: float, most: float) -> list[tuple[float, float]]:
    """Places after one round, none moved further than `most`."""
    forces = [[0.0, 0.0] for _ in places]
    for one, (x, y) in enumerate(places):
        for other in range(one):
            away_x, away_y = x - places[other][0], y - places[other][1]
            push = ideal * ideal / max(away_x * away_x + away_y * away_y, 1e-6)
            _push(forces, one, other, away_x * push, away_y * push)
    for one, other, weight in pulls:
        away_x, away_y = places[one][0] - places[other][0], places[one][1] - places[other][1]
        pull = -math.hypot(away_x, away_y) / ideal * weight / PULL
        _push(forces, one, other, away_x * pull, away_y * pull)
    for force, (x, y) in zip(forces, places, strict=True):
        force[0] -= x * MIDDLE
        force[1] -= y * MIDDLE
    moved = []
    for (x, y), (force_x, force_y) in zip(places, forces, strict=True):
        length = max(math.hypot(force_x, force_y), 1e-9)
        step = min(length, most) / length
        moved.append((x + force_x * step, y + force_y * step))
    return moved


def _push(forces: list[list[float]], one: int, other: int, x: float, y: float) -> None:
    forces[one][0] += x
    forces[one][1] += y
    forces[other][0] -= x
    forces[other][1] -= y


def picture(frame: Frame, found: Network) -> dict[str, Any]:
    """The drawing, its text and its table."""
    words, package = frame.words, frame.ground.package
    path = next(resource["path"] for resource in package.descriptor["resources"] if resource["name"] == frame.ground.plan.network["table"])
    return {
        "text": words(
            "network_text", n=len(found.places), all=words.number(found.everybody), least=found.least, rows=words.number(min(MOST_ROWS, len(found.pairs)))
        ),
        "drawing": _drawn(frame, found),
        "head": [words("network_one"), words("network_other"), words("network_times")],
        "rows": [[frame.to(one), frame.to(other), times] for (one, other), times in found.pairs[:MOST_ROWS]],
        "more": (f"{frame.root}datapackage/{path}", "CSV") if len(found.pairs) > MOST_ROWS else (),
    }


def _drawn(frame: Frame, found: Network) -> Markup:
    at = {id_: (EDGE + x * (WIDTH - 2 * EDGE), EDGE / 2 + y * (HEIGHT - EDGE)) for id_, (x, y) in found.places.items()}
    most = max(found.degrees[id_] for id_ in at)
    parts, joined = list[Markup](), set[str]()
    strongest = set()
    for pair, _ in found.pairs:
        if set(pair) <= at.keys() and not set(pair) <= joined:
            strongest.add(pair)
            joined.update(pair)
    for (one, other), times in reversed(found.pairs):
        if one in at and other in at and (times >= found.least or (one, other) in strongest):
            broad = f"w{min(5, 1 + int(math.log2(max(times / found.least, 1))))}"
            said = f"{frame.label(one).text} – {frame.label(other).text}: {times}"
            parts.append(titled(said, line(*at[one], *at[other], "edge", broad)))
    for id_, (x, y) in at.items():
        radius = 4 + 9 * math.sqrt(found.degrees[id_] / most)
        label = frame.label(id_).text
        inside = dot(x, y, radius, "dot") + text(x, y - radius - 3, shortened(label, 28), "middle", "halo")
        parts.append(link(f"{frame.home}{frame.ground.contents.kind_of(id_)}/{id_}/", label, inside))
    return svg(WIDTH, HEIGHT, frame.words("network"), parts)
