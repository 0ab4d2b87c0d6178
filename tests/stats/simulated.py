"""Samples of a known population: how often an interval holds the truth, and how often a test is wrong.

SAMPLES, a variable of the environment, says how many of each: 60 here, 4,000 by `make prove`. With so many a
share that is 95 % comes out between 93.6 and 96.4 % but for one time in 16,000: four Monte Carlo errors.
"""

import os
from collections import Counter
from collections.abc import Callable
from math import sqrt

import numpy as np

SAMPLES = int(os.environ.get("SAMPLES", "60"))
ERRORS = 4
LEVEL, COVERAGE = 0.05, 0.95
Draw = Callable[[np.random.Generator], dict[str, bool | None]]


def simulate(draw: Draw, samples: int = SAMPLES, seed: int = 1) -> dict[str, float]:
    """Return in what share of its samples each thing happened; None counts for neither."""
    generator, happened, tried = np.random.default_rng(seed), Counter[str](), Counter[str]()
    for _ in range(samples):
        found = {name: one for name, one in draw(generator).items() if one is not None}
        tried.update(found.keys())
        happened.update(name for name, one in found.items() if one)
    return {name: happened[name] / tried[name] for name in tried}


def allow(share: float, samples: int = SAMPLES) -> float:
    """Return how far from a true share one of so many samples may lie."""
    return ERRORS * sqrt(share * (1 - share) / samples)


def is_level(share: float, samples: int = SAMPLES, *, least: float = LEVEL) -> bool:
    """Return whether a test is wrong as often as LEVEL says; `least` is below it where it may be careful."""
    return least - allow(LEVEL, samples) <= share <= LEVEL + allow(LEVEL, samples)


def is_covered(share: float, samples: int = SAMPLES, *, most: float = COVERAGE) -> bool:
    """Return whether an interval holds the truth as often as COVERAGE says; `most` is what it may be."""
    return COVERAGE - allow(COVERAGE, samples) <= share <= most + allow(COVERAGE, samples)


def holds(limits: tuple[float, float] | None, truth: float) -> bool | None:
    """Return whether an interval holds the truth, None where there is none."""
    return None if limits is None else limits[0] <= truth <= limits[1]
