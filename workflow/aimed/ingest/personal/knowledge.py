"""All that a cohort's personal data are known by, and what stands in their place."""

import functools
import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimed.ingest.personal.decisions import Decisions, read_decisions
from aimed.ingest.personal.patterns import Found, find_patterns, is_plain, keep_apart
from aimed.ingest.personal.roster import People, list_people
from aimed.ingest.personal.words import PersonalWords, read_words, tokens_of
from aimed.messages.collector import Collector
from aimed.messages.problems import ProblemsFound
from aimed.study.declarations import CohortDescription
from aimed.study.pseudonym_key import FILE, read_key
from aimed.study.pseudonyms import ID, name_pseudonym, tag_value


@dataclass
class Knowledge:
    """A cohort's description, words, people and decisions; `regions` are hints for telephone numbers."""

    cohort_file: Path
    described: CohortDescription
    words: PersonalWords
    people: People
    decisions: Decisions
    regions: set[str] = field(default_factory=set)

    def find(self, text: str) -> list[Found]:
        """Return the personal data in a text, in its order; a known name goes before an introduction."""
        said = tokens_of(text)
        found = find_patterns(text, self.words, sorted(self.regions), said)
        named = self.people.known_names.find(text, said)
        sure = [one for one in found if one.kind != "introduction"]
        return keep_apart([*sure, *named, *(one for one in found if one.kind == "introduction")])

    def list_doubtful(self, texts: list[str]) -> list[tuple[int, str]]:
        """Return the texts and their places; plain ones hold nothing where nobody is known by name."""
        known = bool(self.people.known_names)
        return [(place, text) for place, text in enumerate(texts) if known or not is_plain(text)]

    def names_person(self, stem: str) -> bool:
        """Return whether a file is called after a person: by an address, or a name, written together too."""
        apart = re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])", " ", stem)
        names = self.people.known_names
        named = names.find(apart) or names.find(re.sub(r"[\W_]+", " ", stem))
        telling = ("email", "handle", "phone", "id_number")
        return bool(named) or any(one.kind in telling for one in self.find(stem))

    def replace(self, found: Found) -> str:
        """Return what stands in the place of a find: a participant's id, or a pseudonym."""
        known = found.stands_for or self.people.known_names.stands_for(found.value)
        kind = "name" if found.kind == "introduction" else found.kind
        return known or name_pseudonym(kind, tag_value(found.value, self.key))

    def pseudonymise(self, text: str, kinds: set[str]) -> str:
        """Return a text with its finds of some kinds replaced."""
        for found in reversed(self.find(text)):
            if found.kind in kinds:
                text = text[: found.start] + self.replace(found) + text[found.end :]
        return text

    def name_respondent(self, value: str) -> str:
        """Return the pseudonymous id of a respondent whose id in the export is personal."""
        known = self.people.known_names.stands_for(value) or next(
            (
                one.stands_for
                for one in self.people.known_names.find(value)
                if one.end - one.start == len(value)
            ),
            "",
        )
        return known if known and not known.startswith("[") else f"p{tag_value(value, self.key, ID)}"

    @functools.cached_property
    def key(self) -> bytes:
        """The key of the cohort's pseudonyms, made on first use."""
        return read_key(self.cohort_file.parent)

    def hear_countries(self, names: list[str]) -> None:
        """Take countries, by code or name, as hints for telephone numbers."""
        known = self.words.phone_regions
        self.regions |= {known.get(name) or _regions_by_name().get(name.casefold(), "") for name in names} - {
            ""
        }


def read_knowledge(described: CohortDescription, cohort_file: Path, problems: Collector) -> Knowledge:
    """Return what is known of a cohort's people, given its cohort.yaml.

    problems: of its roster, and then of its decisions, of the stage "personal data".
    """
    people, decisions = People(), Decisions(cohort_file.with_name(FILE))
    with problems.collecting("personal data"):
        people = read_people(described, cohort_file)
    problems.add("personal data", people.problems)
    problems.stop()
    with problems.collecting("personal data"):
        decisions = read_decisions(cohort_file.parent)
    knowledge = Knowledge(cohort_file, described, read_words(), people, decisions)
    knowledge.hear_countries(described.get("countries") or [])
    return knowledge


def read_people(described: CohortDescription, cohort_file: Path) -> People:
    """Return the people whom a cohort knows; those of roster lines with problems too, beside the problems.

    Raises ProblemsFound for a roster that is not there or has other columns.
    """
    named = (described.get("personal_data") or {}).get("roster")
    roster = cohort_file.parent / named if named else None
    if roster is not None and not roster.is_file():
        expected = f"the roster that {cohort_file.as_posix()} names"
        remedy = "restore it from where it is kept; it is never committed"
        raise ProblemsFound.at(roster, "no such file", expected, remedy, kind="absent_file")
    return list_people(described, roster, read_words())


@functools.cache
def _regions_by_name() -> dict[str, str]:
    """Return country in many languages, in small letters -> region, as the telephone library has them."""
    regions = _load_regions().LOCALE_DATA.items()
    return {name.casefold(): region for region, names in regions for name in names.values()}


def _load_regions() -> Any:
    """Return the module of the countries' names alone: its package would load all places of the world."""
    spec = importlib.util.find_spec("phonenumbers")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("phonenumbers")
    path = Path(spec.submodule_search_locations[0], "geodata", "locale.py")
    own = importlib.util.spec_from_file_location("phonenumbers.geodata.locale", path)
    if own is None or own.loader is None:
        raise ModuleNotFoundError(path.as_posix())
    module = importlib.util.module_from_spec(own)
    own.loader.exec_module(module)
    return module
