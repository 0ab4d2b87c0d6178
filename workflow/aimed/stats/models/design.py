"""The design matrix of a model: an intercept, a column per number or level, and products of those."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aimed.stats.models.request import Predictor, name_level

INTERCEPT = "intercept"
Values = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class DesignColumn:
    """One column of a design matrix: the product of its factors, (variable, code or None for a number)."""

    name: str
    factors: tuple[tuple[str, str | None], ...]
    tested: bool

    def of(self, values: Values) -> np.ndarray:
        """Return the column for rows whose variables have these values."""
        n = len(next(iter(values.values())))
        product = np.ones(n)
        for variable, code in self.factors:
            cells = values[variable]
            product = product * ((cells == code).astype(float) if code is not None else cells.astype(float))
        return product


@dataclass(frozen=True)
class Design:
    """The terms of one model, for rows with these values: variable -> one cell per row, codes or numbers."""

    predictors: tuple[Predictor, ...]
    interactions: tuple[tuple[str, str], ...]
    values: Values

    @cached_property
    def columns(self) -> tuple[DesignColumn, ...]:
        """The columns after the intercept: of the levels that occur, the reference left out."""
        main = {one.variable: self._main(one) for one in self.predictors}
        columns = [column for some in main.values() for column in some]
        for first, second in self.interactions:
            for a in main[first]:
                for b in main[second]:
                    product = DesignColumn(
                        f"{a.name}_x_{b.name}", (*a.factors, *b.factors), a.tested and b.tested
                    )
                    if not a.factors[0][1] or not b.factors[0][1] or product.of(self.values).any():
                        columns.append(product)
        return tuple(columns)

    def _main(self, one: Predictor) -> list[DesignColumn]:
        if not one.codes:
            return [DesignColumn(one.variable, ((one.variable, None),), one.tested)]
        given = set(self.values[one.variable])
        return [
            DesignColumn(name_level(one.variable, code), ((one.variable, code),), one.tested)
            for code in one.codes
            if code in given and code != one.reference
        ]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the matrix' columns, as groups of ids."""
        return (INTERCEPT, *(column.name for column in self.columns))

    def matrix(self, changed: Values | None = None) -> np.ndarray:
        """Return the matrix (rows, 1 + columns), with some variables `changed` to other values."""
        values = {**self.values, **(changed or {})}
        n = len(next(iter(values.values())))
        return np.column_stack([np.ones(n), *(column.of(values) for column in self.columns)])
