"""What words mean: the codebook's own in every language it has, yes and no, and numbers that a text says."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from aimed.files.yaml_json import read_beside
from aimed.harmonise.recoding.geography import CountryNames
from aimed.language.likeness import normalise
from aimed.onboarding.unanswered import COUNTRY
from aimed.study.codebook import Codebook

OWN_LANGUAGE = "en"  # of the columns `label`, which stand in the paper
LABEL = "label"
KNOWN = read_beside(__file__)
NUMBERS = re.compile(r"\d+(?:[.,]+\d+)*")
PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
COUNTED = re.compile(
    r"\d+(?:(?:st|nd|rd|th|o|a|er|e|eme|ro|do|to)(?= ))? ?(?P<after>[^\W\d_]+)|(?P<before>[^\W\d_]+) ?\d+"
)
LETTERS = re.compile(r"[^\W\d_]+")
UNITS = {word: unit for unit, words in KNOWN["units"].items() for word in words}


@dataclass(frozen=True)
class Vocabulary:
    """variables: variable -> wordings. scales: scale -> code -> wordings. missing: reason -> wordings.

    languages: language -> normalised wordings of the codebook in it.
    """

    codebook: Codebook
    variables: dict[str, list[str]]
    scales: dict[str, dict[str, list[str]]]
    missing: dict[str, list[str]]
    languages: dict[str, set[str]] = field(default_factory=dict)
    countries: CountryNames = field(default_factory=CountryNames)

    def type_of(self, variable: str) -> str:
        """Return category, ordered, number, text, multi or date."""
        return str(self.codebook.variables.at[variable, "type"])

    def units_of(self, variable: str) -> frozenset[str]:
        """Return the units of time that a variable is told in: by its unit, else by its wordings."""
        unit = str(self.codebook.variables.at[variable, "unit"])
        return find_units([unit]) or find_units(self.variables[variable])

    def scale_of(self, variable: str) -> str:
        """Return the scale of a variable; an empty text for one without."""
        return str(self.codebook.variables.at[variable, "scale"])

    def codes_of(self, variable: str) -> dict[str, list[str]]:
        """Return code -> wordings of a variable's scale; nothing for one without a scale."""
        return self.scales.get(self.scale_of(variable), {})

    def wordings_of(self, column: str) -> frozenset[str]:
        """Return all wordings of the codes of a column of responses, of countries, and of missing reasons."""
        variable = self.codebook.variable_of(column)
        said = {word for words in self.missing.values() for word in words}
        if variable in self.codebook.variables.index:
            said |= {word for words in self.codes_of(variable).values() for word in words}
        return frozenset(said | {*self.countries.codes} if variable == COUNTRY else said)

    def detect_languages(self, texts: set[str]) -> list[str]:
        """Return the languages in which most of the texts that the codebook knows are written, best first."""
        said = {normalise(text) for text in texts} - {""}
        hits = {language: len(said & words) for language, words in self.languages.items()}
        most = max(hits.values(), default=0)
        return sorted((name for name, n in hits.items() if n and n * 2 > most), key=lambda n: -hits[n])


def read_vocabulary(codebook: Codebook, reasons: pd.DataFrame, countries: CountryNames) -> Vocabulary:
    """Return the wordings of a codebook: ids, labels, and the columns `label:<language>`."""
    variables = {
        str(name): _wordings(str(name), row)
        for name, row in codebook.variables.loc[codebook.answered].iterrows()
    }
    scales = {
        scale: {str(code): _wordings(str(code), row) for code, row in table.iterrows()}
        for scale, table in codebook.scales.items()
    }
    missing = {str(row["reason"]): _wordings(str(row["reason"]), row) for _, row in reasons.iterrows()}
    for reason, said in KNOWN["no_answers"].items():
        missing[reason] = [*missing.get(reason, [reason.replace("_", " ")]), *said]
    languages: dict[str, set[str]] = {}
    for table in (codebook.variables, *codebook.scales.values()):
        for column in filter(_is_label, map(str, table.columns)):
            language = column.partition(":")[2] or OWN_LANGUAGE
            words = {normalise(word) for cell in table[column] for word in split_wordings(cell)}
            languages.setdefault(language, set()).update(words - {""})
    return Vocabulary(codebook, variables, scales, missing, languages, countries)


def _is_label(column: str) -> bool:
    return column == LABEL or column.startswith(f"{LABEL}:")


def _wordings(name: str, row: pd.Series) -> list[str]:
    labels = [word for column in row.index if _is_label(str(column)) for word in split_wordings(row[column])]
    return [name.replace("_", " "), *labels]


def split_wordings(cell: str) -> list[str]:
    """Return the wordings in a label's cell; several are parted by a bar."""
    return [word.strip() for word in str(cell).split("|") if word.strip()]


def is_yes(text: str) -> bool:
    """Return whether a text says yes."""
    return text.strip().casefold() in KNOWN["yes"]


def is_no(text: str) -> bool:
    """Return whether a text says no."""
    return text.strip().casefold() in KNOWN["no"]


def read_plain_number(text: str, units: frozenset[str]) -> str:
    """Return the one number of a text with a decimal point; an empty text where it may be another.

    So it is with several numbers, thousands marks, fractions (5½), and units of time beside `units`.
    """
    found = NUMBERS.findall(text)
    fractions = any(unicodedata.category(character) == "No" for character in text)
    if len(found) != 1 or not PLAIN.fullmatch(found[0]) or fractions or find_units([text]) - units:
        return ""
    return "".join(str(unicodedata.decimal(character, ".")) for character in found[0])


def says_unit_alone(text: str, units: frozenset[str]) -> bool:
    """Return whether a text is a number and its unit, as Year 1, 4th year or 1年, and nothing beside them."""
    found = COUNTED.fullmatch(normalise(text))
    word = (found["after"] or found["before"]) if found else ""
    eastern = {known for unit in units for known in KNOWN["eastern_units"].get(unit, [])}
    return UNITS.get(word) in units or word in eastern


def find_units(texts: Iterable[str]) -> frozenset[str]:
    """Return the units of time that texts speak of, as hour and year."""
    said = [normalise(text) for text in texts]
    known = {UNITS[word] for text in said for word in LETTERS.findall(text) if word in UNITS}
    anywhere = KNOWN["eastern_units"].items()
    eastern = {unit for unit, words in anywhere if any(word in text for word in words for text in said)}
    return frozenset(known | eastern)
