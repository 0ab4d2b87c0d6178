"""Average marginal effects: by how much the expected outcome differs, on average over the people analysed."""

import numpy as np

from aimed.stats.models.design import Design
from aimed.stats.models.fits import FittedModel
from aimed.stats.models.request import Predictor

AVERAGE = "average marginal effect, interval by the delta method (Williams 2012)"


def average_effect(
    design: Design, fit: FittedModel, predictor: Predictor, code: str
) -> tuple[float, np.ndarray]:
    """Return the average effect of a level against the reference, or of a number's slope, and its derivatives
    by the coefficients.

    Everybody is given the level and the reference in turn, in interactions too; all else stays as it is.
    """
    assert fit.mean is not None
    coefficients, name = fit.coefficients, predictor.variable
    if predictor.codes:
        n = len(design.values[name])
        with_level = design.matrix({name: np.full(n, code, dtype=object)})
        without = design.matrix({name: np.full(n, predictor.reference, dtype=object)})
        upper, upper_slope, _ = fit.mean(with_level @ coefficients)
        lower, lower_slope, _ = fit.mean(without @ coefficients)
        effects = upper - lower
        gradient = (upper_slope[:, None] * with_level - lower_slope[:, None] * without).mean(axis=0)
    else:
        own = design.matrix()
        # Every column is linear in a number, so that one more is the derivative itself.
        more = design.matrix({name: design.values[name] + 1}) - own
        _, slope, bend = fit.mean(own @ coefficients)
        change = more @ coefficients
        effects = slope * change
        gradient = (slope[:, None] * more + (bend * change)[:, None] * own).mean(axis=0)
    return float(effects.mean()), gradient
