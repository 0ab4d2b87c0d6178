"""Why a model has no estimates: nobody, no variation, terms that follow from others, separation."""

import numpy as np
from scipy.optimize import linprog

SMALL = 1e-7


def find_dependent(matrix: np.ndarray, names: tuple[str, ...]) -> str | None:
    """Return the first column that follows from those before it, None where there is none."""
    scale = np.linalg.norm(matrix, axis=0)
    scaled = matrix / np.where(scale > 0, scale, 1)
    held: list[int] = []
    for at, name in enumerate(names):
        if np.linalg.matrix_rank(scaled[:, [*held, at]], tol=SMALL) <= len(held):
            return name
        held.append(at)
    return None


def find_separated(signed: np.ndarray, names: tuple[str, ...]) -> list[str]:
    """Return the columns whose coefficient would be infinite, [] where all estimates exist.

    A column without a name is called `more`. signed: (rows, columns), each row of the design times +1 for
    who has the event and -1 for who has not. The likelihood grows without end along a direction in which no
    row is on the wrong side and some row is on the right one; the linear programme seeks it. Albert A,
    Anderson JA. Biometrika 1984;71:1-10. Konis K. Computational algorithms for detection of separation.
    Oxford 2007.
    """
    scale = np.abs(signed).max(axis=0)
    rows = np.unique(signed / np.where(scale > 0, scale, 1), axis=0)
    if _reach(rows, rows.sum(axis=0)) <= SMALL:
        return []
    ways = np.eye(rows.shape[1])
    infinite = [at for at, way in enumerate(ways) if max(_reach(rows, way), _reach(rows, -way)) > SMALL]
    return list(dict.fromkeys(names[at] if at < len(names) else "more" for at in infinite))


def _reach(rows: np.ndarray, way: np.ndarray) -> float:
    """Return how far `way` goes a direction with no row on the wrong side; each of its parts is -1 to 1."""
    return -float(linprog(-way, A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs").fun)


def find_reason(
    outcome: np.ndarray, matrix: np.ndarray, names: tuple[str, ...], parameters: int
) -> str | None:
    """Return why there is no model of these rows, None where its estimates exist but for separation."""
    n = len(outcome)
    if n == 0:
        return "nobody has an answer to the outcome and to every predictor"
    if np.ptp(outcome) == 0:
        return "all have the same answer to the outcome"
    if n <= parameters:
        return f"{n} people and {parameters} coefficients"
    dependent = find_dependent(matrix, names)
    return f"{dependent} follows from the other terms or does not vary" if dependent else None
