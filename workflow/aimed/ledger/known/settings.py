"""The numbers that config.yaml and the plans declare, and the level that all plans share."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import line_of
from aimed.ledger.contents import NumberEvidence
from aimed.ledger.known.quantities import WHOLE, KnownQuantity, slug
from aimed.study.declarations import PlannedAnalysis

INTERVAL, LEVEL_NAMES = 0.95, ("confidence level", "level of intervals", "level of the intervals")
COUNTED = ("outcomes", "codes", "pairs", "predictors", "covariates", "of")  # lists of a plan
SHARES = ("interval", "threshold")  # told in percent
# as analysis.schema.yaml has the kinds of the key interval
WITH_INTERVALS = ("distribution", "reliability", "model", "association", "means", "paired", "agreement")
NOT_TOLD = ("severities", "quotations")  # of config.yaml
NO_DISTANCE = {"smallest_cell": ("smallest cell",), "smallest_group": ("smallest group",)}


def list_settings(path: Path, config: Mapping[str, Any]) -> Iterator[KnownQuantity]:
    """Yield the numbers of config.yaml: smallest cell and group, decimals of units."""
    for keys, value in _walk(config):
        if keys[0] not in NOT_TOLD:
            words = " ".join(keys).replace("_", " ")
            place = (f"{path.as_posix()}:{line_of(path, list(keys))}",)
            names = NO_DISTANCE.get(keys[-1], ())
            yield KnownQuantity(
                ".".join(("config", *map(slug, keys))), value, "count", words, place, "as declared", names
            )


def list_planned(path: Path, plan: PlannedAnalysis) -> Iterator[KnownQuantity]:
    """Yield the numbers of a plan: coverage, how many outcomes or codes, draws, margins and limits."""
    name, file = f"plans.{slug(path.stem)}", path.as_posix()
    given: Mapping[str, Any] = plan
    if "interval" not in given and plan.get("kind") in WITH_INTERVALS:
        yield _coverage(f"{name}.interval", INTERVAL, path.stem, (file,), "0.95, as nothing is said")
    for key in COUNTED:
        if isinstance(listed := given.get(key), list):
            place = (f"{file}:{line_of(path, [key])}",)
            words = f"number of {'analyses' if key == 'of' else key} of {path.stem}"
            yield KnownQuantity(f"{name}.{key}", len(listed), "count", words, place, "entries counted")
    for keys, value in _walk(given):
        place = (f"{file}:{line_of(path, list(keys))}",)
        identifier = ".".join((name, *map(slug, keys)))
        if keys[0] in SHARES:
            yield _coverage(identifier, value, path.stem, place, "as declared, in percent")
        elif keys[-1] != "event":
            unit = WHOLE if keys[-1] == "seed" else "count"
            words = f"{' '.join(keys).replace('_', ' ')} of {path.stem}"
            yield KnownQuantity(identifier, value, unit, words, place, "as declared")


def list_draws(
    plans: Mapping[Path, PlannedAnalysis], evidence: Mapping[str, NumberEvidence]
) -> Iterator[KnownQuantity]:
    """Yield how many samples or permutations each analysis draws, where all draw alike."""
    drawn: dict[tuple[str, str], set[int]] = {}
    for one in evidence.values():
        if one["draws"]:
            what = "bootstrap_draws" if one["kind"] == "bootstrap" else "permutation_draws"
            drawn.setdefault((slug(one["analysis"]), what), set()).add(one["draws"])
    for path in plans:
        for what in ("bootstrap_draws", "permutation_draws"):
            number = drawn.get((slug(path.stem), what), set())
            if len(number) == 1:
                words = f"{what.replace('_', ' ')} of {path.stem}"
                rule = "of all its random draws, as declared or the workflow's own"
                yield KnownQuantity(
                    f"plans.{slug(path.stem)}.{what}", min(number), "count", words, (path.as_posix(),), rule
                )


def share_interval(plans: Mapping[str, PlannedAnalysis]) -> Iterator[KnownQuantity]:
    """Yield study.interval, the coverage of all intervals in percent, where all plans have the same."""
    told = {name: plan for name, plan in plans.items() if plan.get("kind") in WITH_INTERVALS}
    shares = {float(plan.get("interval", INTERVAL)) for plan in told.values()}
    if len(shares) == 1:
        sources = tuple(f"analyses/{name}.yaml" for name in sorted(told))
        rule = "the coverage that all plans share, in percent"
        label = "confidence level of all intervals"
        yield KnownQuantity(
            "study.interval", _percent(shares.pop()), "percent", label, sources, rule, LEVEL_NAMES
        )


def _coverage(name: str, share: float, plan: str, sources: tuple[str, ...], rule: str) -> KnownQuantity:
    what = "confidence level" if name.endswith("interval") else "threshold"
    return KnownQuantity(name, _percent(share), "percent", f"{what} of {plan}", sources, rule)


def _percent(share: float) -> float:
    return round(100 * float(share), 10)


def _walk(content: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the way to each number of nested mappings, and the number."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _walk(value, (*above, str(key)))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield (*above, str(key)), float(value)
