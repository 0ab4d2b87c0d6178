"""The one door to pingouin: rounding off, and its columns under our own nouns."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pingouin
from scipy.stats import mannwhitneyu

pingouin.options["round"] = None


@dataclass(frozen=True)
class RankTest:
    """Mann-Whitney of two groups: `u` counts the pairs in which the first is higher, ties as a half."""

    u: float
    p: float
    rank_biserial: float


@dataclass(frozen=True)
class TableTest:
    """A test on a table of counts: the statistic, its degrees of freedom, p and Cramér's V."""

    chi2: float
    df: int
    p: float
    v: float


@dataclass(frozen=True)
class GroupsTest:
    """Kruskal-Wallis of several groups, corrected for ties."""

    h: float
    df: int
    p: float


@dataclass(frozen=True)
class WelchTest:
    """Welch's analysis of variance of several groups."""

    f: float
    df: int
    df_within: float
    p: float


def run_mann_whitney(first: np.ndarray, second: np.ndarray) -> RankTest:
    """Return the asymptotic Mann-Whitney test, corrected for ties, without continuity correction.

    Both groups have someone in them and not all values are equal. As R's
    wilcox.test(first, second, exact = FALSE, correct = FALSE).
    """
    # SciPy's own: pingouin's mwu returns the same bits, and makes a table of all pairs on the way.
    u, p = mannwhitneyu(first, second, method="asymptotic", use_continuity=False)
    pairs = first.size * second.size
    return RankTest(u=float(u), p=float(p), rank_biserial=float(1 - (2 * (pairs - u)) / pairs))


def run_chi_square(counts: np.ndarray) -> TableTest:
    """Return Pearson's chi-square test of a table of counts (groups x levels), without continuity correction.

    At least two groups and two levels have someone in them. As R's chisq.test(counts, correct = FALSE).
    """
    groups, levels = np.indices(counts.shape)
    people = pd.DataFrame(
        {
            "group": np.repeat(groups.ravel(), counts.ravel()),
            "level": np.repeat(levels.ravel(), counts.ravel()),
        }
    )
    with warnings.catch_warnings():
        # It warns of small counts, which our method text says, and of five further tests that we do not use.
        warnings.simplefilter("ignore")
        _, _, tests = pingouin.chi2_independence(people, "group", "level", correction=False)
    row = tests.set_index("test").loc["pearson"]
    return TableTest(
        chi2=float(row["chi2"]), df=int(row["dof"]), p=float(row["pval"]), v=float(row["cramer"])
    )


def run_kruskal_wallis(values: np.ndarray, groups: np.ndarray) -> GroupsTest:
    """Return the Kruskal-Wallis test; at least two groups have someone in them and not all values are equal.

    As R's kruskal.test(values, groups).
    """
    row = pingouin.kruskal(
        pd.DataFrame({"value": values, "group": groups}), dv="value", between="group"
    ).iloc[0]
    return GroupsTest(h=float(row["H"]), df=int(row["ddof1"]), p=float(row["p_unc"]))


def find_alpha(answers: pd.DataFrame) -> float:
    """Return Cronbach's alpha of items, one column each, of which the sum varies. As R's psych::alpha."""
    # Its interval is rounded to three decimals, whatever the option says.
    return float(pingouin.cronbach_alpha(data=answers)[0])


def run_welch_anova(groups: list[np.ndarray]) -> WelchTest:
    """Return Welch's analysis of variance; each group has two values or more that are not all equal.

    As R's oneway.test(values ~ group).
    """
    row = pingouin.welch_anova(_lengthen(groups), dv="value", between="group").iloc[0]
    return WelchTest(
        f=float(row["F"]), df=int(row["ddof1"]), df_within=float(row["ddof2"]), p=float(row["p_unc"])
    )


def run_games_howell(groups: list[np.ndarray]) -> list[float]:
    """Return the p-value of each pair of groups, the first with each other one first.

    As R's rstatix::games_howell_test.
    """
    found = pingouin.pairwise_gameshowell(_lengthen(groups), dv="value", between="group")
    pairs = sorted(zip(found["A"], found["B"], found["pval"], strict=True))
    return [float(p) for _, _, p in pairs]


def _lengthen(groups: list[np.ndarray]) -> pd.DataFrame:
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return pd.DataFrame({"value": np.concatenate(groups), "group": labels})
