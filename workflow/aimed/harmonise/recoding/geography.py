"""From a country's name to its ISO code, its income group in the year of collection and its WHO region."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from aimed.language.likeness import fold
from aimed.language.own_words import NAME, may_be_own
from aimed.messages.problems import Problem, repeat_problem
from aimed.study.reference_columns import UNCLASSIFIED
from aimed.study.written_tables import read_written

NO_REGION = "none"
ADD = "add the name to that table, or correct the cell in corrections.yaml"


@dataclass(frozen=True)
class Reference:
    """The reference tables of the study.

    aliases: name of a country (alias) and its iso3. income: iso3 and one column per fiscal year. regions:
    iso3 and who_region.
    """

    aliases: pd.DataFrame
    income: pd.DataFrame
    regions: pd.DataFrame


@dataclass(frozen=True)
class CountryNames:
    """The ISO3 codes of countries by their names and by the codes themselves."""

    codes: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """Return the code of a name, whatever its capitals, accents and blanks; null where nothing tells."""
        return self.codes.get(name) or self._folded.get(fold(name))

    @cached_property
    def _folded(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for name, code in self.codes.items():
            found.setdefault(fold(name), set()).add(code)
        return {name: min(codes) for name, codes in found.items() if len(codes) == 1}


def name_countries(aliases: pd.DataFrame) -> CountryNames:
    """Return the names of an alias table (alias, iso3)."""
    names = dict(zip(aliases["alias"], aliases["iso3"], strict=True))
    return CountryNames(names | {code: code for code in aliases["iso3"]})


def read_reference(countries: Path, income_groups: Path, who_regions: Path) -> Reference:
    """Return the reference tables from their three CSV files."""
    return Reference(*map(read_written, (countries, income_groups, who_regions)))


def fiscal_year(day: str) -> str:
    """Return the World Bank fiscal year of a day written 2020-03-01, as fy20: 1 July to 30 June."""
    year, month = int(day[:4]), int(day[5:7])
    return f"fy{(year + (month >= 7)) % 100:02d}"


def find_countries(
    names: pd.Series, aliases: pd.DataFrame, survey: pd.DataFrame
) -> tuple[pd.Series, list[Problem]]:
    """Return the ISO3 code of each name by the alias table (alias, iso3), and problems.

    `survey` has the file and row of each name. Capitals, accents and blanks make no other name; a near name
    is suggested to the person, never taken.
    """
    countries = name_countries(aliases)
    known = countries.codes
    found = names.map({name: countries.find(str(name)) for name in names.dropna().unique()})
    problems: list[Problem] = []
    for name, rows in names[names.notna() & found.isna()].groupby(names, sort=True):
        near = difflib.get_close_matches(str(name), list(known))
        hint = f"; the nearest is {near[0]!r}" if near else ""
        said = NAME if may_be_own(str(name), len(rows), known) else repr(name)
        key, first = ("country", str(name)), _place_first(rows, survey)
        around = (f"country {said} (", " rows)")
        expected = f"a name in data/reference/countries.csv{hint}"
        problems.append(repeat_problem(key, len(rows), first, around, expected, ADD, kind="unknown_value"))
    return found, problems


def _place_first(cells: pd.Series, survey: pd.DataFrame) -> str:
    first = survey.loc[cells.index[0]]
    return f"{first['source_file']}, row {first['source_row']}, country"


def find_unlisted_countries(countries: pd.Series, listed: list[str], survey: pd.DataFrame) -> list[Problem]:
    """Return a problem for each ISO3 code that the codebook's scale of countries, where it has one, lacks."""
    return [
        repeat_problem(
            ("unlisted", str(code)),
            len(rows),
            _place_first(rows, survey),
            (f"country {code} (", " rows), which the scale of country lacks"),
            "a code of the scale of country in data/codebook/scales.csv",
            "add its line there, or leave the rows out by a rule of cohort.yaml",
            kind="unknown_value",
        )
        for code, rows in countries[countries.notna() & ~countries.isin(listed)].groupby(countries, sort=True)
    ]


def find_lacking_year(year: str, reference: Reference) -> list[Problem]:
    """Return what is to be said where the income table lacks a cohort's fiscal year; it stops nothing."""
    years = [column for column in reference.income.columns if column.startswith("fy")]
    if year in years:
        return []
    return [
        Problem(
            "data/reference/income_groups.csv",
            f"no column {year}, the World Bank fiscal year of the first day of collection",
            f"one of {years[0]} to {years[-1]}" if years else "a column for each year",
            f"add the year with its source; until then the income group of the cohort is {UNCLASSIFIED}",
        )
    ]


def group_countries(countries: pd.Series, year: str, reference: Reference) -> pd.DataFrame:
    """Return country, income_group and who_region for each ISO3 code; null stays null.

    A blank in the income table is `unclassified`, and so is a year that it lacks, which `find_lacking_year`
    tells. A country without a WHO region gets `none`. Both are levels that are printed.
    """
    income, regions = reference.income, reference.regions
    known_year = year in income.columns
    groups = dict(zip(income["iso3"], income[year], strict=True)) if known_year else {}
    areas = dict(zip(regions["iso3"], regions["who_region"], strict=True))
    different = countries.dropna().unique()
    income_group = countries.map({code: groups.get(code) or UNCLASSIFIED for code in different})
    who_region = countries.map({code: areas.get(code) or NO_REGION for code in different})
    known = {"income_group": income_group, "who_region": who_region}
    present = countries.notna()
    return pd.DataFrame({"country": countries} | {name: by.where(present) for name, by in known.items()})
