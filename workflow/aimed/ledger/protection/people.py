"""What a reader knows of how counts add up: one unknown for each cell of the tables of columns asked."""

from collections.abc import Collection, Iterable
from itertools import product

import numpy as np
import scipy.sparse as sp

from aimed.ledger.protection.questions import Question, QuestionReader

MOST_COLUMNS, MOST_CELLS = 3, 20_000
Columns = tuple[str, ...]


class CountedPeople:
    """Unknown counts of people, and the sums that hold between them whoever answered.

    Questions of the same columns are sums of cells of one table; a table's sums over a column are the cells
    of the table without it. States of a column that no question tells apart are one.
    """

    def __init__(self, reader: QuestionReader, questions: Collection[Question]) -> None:
        self.unknowns: dict[tuple[str, Columns, Columns], int] = {}
        self.sums: list[list[tuple[int, int]]] = []  # (unknown, its sign) that make 0
        self.tables: set[tuple[str, Columns]] = set()
        self.merged = _merge_states(reader, questions)

    def cells(self, question: Question) -> np.ndarray | None:
        """Return the unknowns that add up to the answer of a question; None for one of too many columns."""
        columns = tuple(column for column, _ in question.cuts)
        shape = [len(self._states(question.table, column)) for column in columns]
        if len(columns) > MOST_COLUMNS or np.prod(shape, initial=1) > MOST_CELLS:
            return None
        self._add_table(question.table, columns)
        passing = [
            sorted({self.merged[question.table, column][state] for state in states})
            for column, states in question.cuts
        ]
        return np.array([self._unknown(question.table, columns, cell) for cell in product(*passing)], int)

    def matrix(self) -> sp.csr_matrix:
        """Return the sums as a matrix of shape (sums, unknowns); its product with the counts is 0."""
        rows = np.repeat(np.arange(len(self.sums)), [len(one) for one in self.sums])
        terms = np.array([term for one in self.sums for term in one]).reshape(-1, 2)
        shape = (len(self.sums), len(self.unknowns))
        return sp.csr_matrix((terms[:, 1].astype(float), (rows, terms[:, 0])), shape=shape)

    def _states(self, table: str, column: str) -> list[str]:
        return list(dict.fromkeys(self.merged[table, column].values()))

    def _unknown(self, table: str, columns: Columns, cell: Columns) -> int:
        return self.unknowns.setdefault((table, columns, cell), len(self.unknowns))

    def _add_table(self, table: str, columns: Columns) -> None:
        if (table, columns) in self.tables:
            return
        self.tables.add((table, columns))
        for at, column in enumerate(columns):
            rest = (*columns[:at], *columns[at + 1 :])
            self._add_table(table, rest)
            for cell in product(*(self._states(table, one) for one in rest)):
                parts = [(*cell[:at], state, *cell[at:]) for state in self._states(table, column)]
                terms = [(self._unknown(table, columns, part), 1) for part in parts]
                self.sums.append([*terms, (self._unknown(table, rest, cell), -1)])


def _merge_states(
    reader: QuestionReader, questions: Iterable[Question]
) -> dict[tuple[str, str], dict[str, str]]:
    """Return (table, column) -> state -> the first state that every question treats alike."""
    cuts: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for question in questions:
        for column, states in question.cuts:
            cuts.setdefault((question.table, column), set()).add(states)
    merged: dict[tuple[str, str], dict[str, str]] = {}
    for asked, found in cuts.items():
        first: dict[tuple[bool, ...], str] = {}
        ordered = [set(cut) for cut in sorted(found)]
        alike = {s: tuple(s in cut for cut in ordered) for s in reader.states[asked]}
        merged[asked] = {state: first.setdefault(alike[state], state) for state in reader.states[asked]}
    return merged
