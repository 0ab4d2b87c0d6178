"""Count again by DuckDB: one query per row set gives its rows and every number that rests on them alone."""

from typing import Any

from statsmodels.stats.proportion import proportion_confint

from aimed.audit.recompute.rows import Aggregate, NoSecondRoad, Recomputed, RecomputedStudy, quote

SHARES = {"median": 0.5, "q1": 0.25, "q3": 0.75, "min": 0.0, "max": 1.0}
QUERIES = {("quantile", name): f"quantile_cont({{}}, {share})" for name, share in SHARES.items()}
QUERIES |= {("moment", "mean"): "avg({})", ("moment", "sd"): "stddev_samp({})"}
COUNTED_KINDS = ("count", "sum", "proportion", "quantile", "moment")


class RowAnswers:
    """What DuckDB answers of every row set: how many rows, the digest of their ids, further aggregates."""

    def __init__(self, study: RecomputedStudy) -> None:
        """Ask each row set once, together with all that any number asks of it."""
        self.reasons: dict[str, NoSecondRoad] = {}
        asked: dict[str, dict[str, Aggregate]] = {key: {} for key in study.row_sets}
        for name, evidence in study.evidence.items():
            try:
                aggregate = ask_of_rows(name, study)
                if aggregate and evidence["rows"] in asked:
                    asked[evidence["rows"]][name] = aggregate
            except NoSecondRoad as reason:
                self.reasons[name] = reason
        self.n: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self.wholes = {
            (evidence["analysis"], study.results.numbers[name]["group"], evidence["distinct"]): name
            for name, evidence in study.evidence.items()
            if evidence["distinct"] and evidence["denominator"] is None
        }
        for key, aggregates in asked.items():
            answer = study.ask_once(study.row_sets[key], list(aggregates.values()))
            self.n[key], self.digests[key] = answer[0], answer[1]
            self.values |= dict(zip(aggregates, answer[2:], strict=True))


def ask_of_rows(name: str, study: RecomputedStudy) -> Aggregate | None:
    """Return what a number asks of its rows beyond how many there are; None for nothing."""
    evidence, statistic = study.evidence[name], study.results.numbers[name]["statistic"]
    match evidence["kind"]:
        case "count" if evidence["distinct"]:
            columns = [quote(column) for column in evidence["distinct"].split(",")]
            known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
            return Aggregate(f"count(DISTINCT ({', '.join(columns)})) FILTER (WHERE {known})")
        case "sum":
            column = str(evidence["formula"]).removeprefix("sum of ")
            return Aggregate(f"coalesce(sum({quote(column)}), 0)")
        case "quantile" | "moment" as kind:
            query = QUERIES.get((kind, statistic))
            if query is None:
                raise NoSecondRoad(f"no query for {statistic}")
            value, order = _place(name, study)
            return Aggregate(query.format(value), order)
    return None


def recompute_count(name: str, study: RecomputedStudy, answers: RowAnswers) -> Recomputed:
    """Return a count, sum, proportion, quantile or moment from what DuckDB answered.

    Raises NoSecondRoad for rows that the evidence does not have.
    """
    if name in answers.reasons:
        raise answers.reasons[name]
    evidence = study.evidence[name]
    study.rows_of(name)
    study.rows_of(name, "base")
    rows, base = answers.n[str(evidence["rows"])], answers.n[str(evidence["base"])]
    if evidence["kind"] == "proportion":
        coverage = study.plan_of(name).coverage
        low, high = proportion_confint(rows, base, alpha=1 - coverage, method="wilson")
        return Recomputed(100 * rows / base, 100 * low, 100 * high, base, rows, base)
    if name in answers.values:
        # What is counted out of another number (places, people) has its n there and not in its own rows.
        apart = evidence["distinct"] and evidence["denominator"] is not None
        n = _other_base(name, study, answers) if apart else base
        return Recomputed(float(answers.values[name]), n=n, numerator=answers.values[name], denominator=n)
    return Recomputed(float(rows), n=base, numerator=rows, denominator=base)


def _place(name: str, study: RecomputedStudy) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of an answer as a number: itself, its score, or its place in the codebook's order."""
    item = study.item_of(name)
    if item.type == "number":
        return f"CAST({quote(item.column)} AS DOUBLE)", ()
    place = f"list_position(?::VARCHAR[], {quote(item.column)})"
    if item.scores:
        return f"CAST((?::DOUBLE[])[{place}] AS DOUBLE)", (list(item.scores), list(item.codes))
    return f"CAST({place} AS DOUBLE)", (list(item.codes),)


def _other_base(name: str, study: RecomputedStudy, answers: RowAnswers) -> int:
    """Return how many of the same kind there are in the group: the count with the same distinct columns."""
    entry, evidence = study.results.numbers[name], study.evidence[name]
    key = (evidence["analysis"], entry["group"], evidence["distinct"])
    if key not in answers.wholes:
        raise NoSecondRoad("no number says out of how many")
    return int(answers.values[answers.wholes[key]])
