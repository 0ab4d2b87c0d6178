"""The toy study built in process, without Snakemake: from its sources to its numbers and their evidence."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from aimed.coding.compare_coders import compare_pairs, count_ratings, lay_out
from aimed.coding.count_codes import code_turns, keep_turns, mark_turns
from aimed.coding.readings import list_read
from aimed.files.tables import write_table
from aimed.files.yaml_json import read_yaml, write_json
from aimed.harmonise.cohort_tables import CohortSources
from aimed.ledger.entries import make_evidence
from aimed.ledger.make import collect_numbers
from aimed.ledger.row_sets import RowSets, describe_derived, list_lineage
from aimed.stats.adjust_families import adjust_tests, list_tests
from aimed.stats.compare_groups import compare_all
from aimed.stats.count_flow import count_arms, count_boxes, list_cohort_groups, order_steps
from aimed.stats.count_themes import count_codes
from aimed.stats.describe_groups import AnalysisData, describe_all
from aimed.stats.groups import list_groups
from aimed.stats.items import list_items, missing_rows
from aimed.stats.plans import Plan, read_plan
from aimed.stats.state_agreement import state_all
from aimed.stats.state_reliability import state_scale
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import read_study_codebook
from aimed.study.cohort_file import deciding_columns
from audit.lineage.related_numbers import state_related, write_related
from remembering import bytes_of, remembered
from toy_study import AGAIN, Harmonised, harmonise, vary

TALK = "data/cohorts/toy/transcripts/talk.txt"
CODES = ["learning", "learning.coding", "access"]
COMPARED = ("value", "low", "high", "n", "numerator", "denominator")
PLANS = {
    "details": "by: who_region\ncompare: yes\noutcomes: [prior, hours]\n"
    "population: [[core_curriculum, known, null]]\n",
    "derived": "outcomes: [burden, age_level, wishes, support]\nby: wealth\ncompare: yes\n",
    "pair": "by: income_group\ncollapsed: yes\ncompare: [hic, lmic]\n"
    "outcomes: [core_curriculum]\nevent: {core_curriculum: agree}\npopulation: [[hours, missing, null]]\n",
    "people": "table: participants\ncompare: no\noutcomes: [income_group]\nby: who_region\n",
}
DRAWN = "bootstrap: {draws: 100}\nfamily: one\n"
DERIVED = """
burden: {label: B, kind: sum, of: [age, hours], missing: all, unit: points, min: 0, max: 280}
age_level: {label: A, kind: bands, of: [age], scale: age_level,
  bands: [{code: young, from: 16, below: 24}, {code: old, from: 24, to: 80}]}
wishes: {label: W, kind: count, missing: none, unit: topics, min: 0, max: 2,
  conditions: [[topic__ethics, is, yes], [topic__coding, is, yes]]}
wealth: {label: R, kind: recode, of: [income_group], scale: wealth,
  codes: {high: rich, upper_middle: poor, lower_middle: poor, low: poor, unclassified: poor}}
support: {label: S, kind: mean, of: [core_curriculum, wishes], missing: {at_most: 1},
  unit: points, min: 0, max: 4}
"""
SCALES = "age_level,young,1,Young,,\nage_level,old,2,Old,,\nwealth,rich,1,Rich,,\nwealth,poor,2,Poor,,\n"
HEAD = "question: What moves?\nplanned: yes\nkind: {}\n"


@dataclass(frozen=True)
class ToySources:
    """All raw material of the toy study: the survey's cohort, its turns and its coded segments."""

    cohort: CohortSources
    turns: pd.DataFrame
    segments: pd.DataFrame

    def harmonised_turns(self) -> CohortSources:
        """Return the cohort's sources with the turns that are spoken."""
        return replace(self.cohort, turns=self.turns)


@dataclass(frozen=True)
class BuiltToy:
    """Numbers (one row each, by id) and what is needed to write their evidence."""

    numbers: pd.DataFrame
    row_sets: RowSets
    recodes: pd.DataFrame

    @cached_property
    def values(self) -> dict[str, tuple[Any, ...]]:
        """Return id -> everything about a number that a reader could see, nulls alike."""
        rows = self.numbers[list(COMPARED)].astype(object).where(self.numbers[list(COMPARED)].notna(), None)
        return dict(zip(self.numbers["id"], map(tuple, rows.to_numpy()), strict=True))

    @cached_property
    def evidence(self) -> dict[str, Any]:
        """Return evidence.json."""
        numbers = make_evidence(self.numbers, self.row_sets)
        sets = {"row_sets": self.row_sets.row_sets, "selections": self.row_sets.selections}
        derived, lineage = self.row_sets.derived, list_lineage(self.recodes, self.row_sets.derived)
        return {"numbers": numbers, "lineage": lineage, "derived": derived, **sets}


def speak() -> pd.DataFrame:
    """Return the turns of the toy's one transcript as ingest hands them on."""
    lines = Path(TALK).read_text(encoding="utf-8").splitlines()
    rows, at = [], 0
    for number, line in enumerate(lines, start=1):
        speaker, _, text = line.partition(": ")
        person = None if speaker == "Moderator" else f"toy:{speaker}"
        role = "participant" if person else "moderator"
        start = at + len(speaker) + 2
        rows.append(("toy", "talk", number, speaker, person, role, start, start + len(text), text, number))
        at += len(line) + 1
    columns = [*("cohort", "transcript", "turn", "speaker", "participant", "role", "char_start", "char_end")]
    turns = pd.DataFrame(rows, columns=[*columns, "text", "source_line"])
    return turns.assign(material="focus_groups", seconds=float("nan"))


def code(turns: pd.DataFrame) -> pd.DataFrame:
    """Return segments of two coders, who disagree about one turn."""
    given = {
        2: ("learning.coding", "learning.coding"),
        3: ("access", None),
        5: ("learning", "learning.coding"),
        6: ("access", "access"),
    }
    rows = [
        (f"coder_{at}", name, "toy", "talk", row.char_start, row.char_end)
        for row in turns.itertuples()
        for at, name in enumerate(given.get(row.turn, ()), start=1)
        if name
    ]
    columns = ["coder", "code", "cohort", "transcript", "char_start", "char_end"]
    return pd.DataFrame(rows, columns=columns)


def write_derived() -> None:
    """Write derived variables of many kinds, and give the agreement scale scores from 0 to 4."""
    Path("data/codebook/derived.yaml").write_text(DERIVED, encoding="utf-8")
    scales = Path("data/codebook/scales.csv")
    head, *lines = scales.read_text(encoding="utf-8").splitlines()
    scored = [
        f"{line},{int(line.split(',')[2]) - 1 if line.startswith('agreement,') else ''}" for line in lines
    ]
    scales.write_text("\n".join([f"{head},score", *scored, SCALES]), encoding="utf-8")


def write_plans() -> None:
    """Write further analyses, so that every kind of number is there."""
    for name, text in PLANS.items():
        Path(f"analyses/{name}.yaml").write_text(HEAD.format("distribution") + DRAWN + text, encoding="utf-8")
    Path("analyses/themes.yaml").write_text(HEAD.format("codes") + "by: income_group\n", encoding="utf-8")
    Path("analyses/again.yaml").write_text(HEAD.format("multiverse") + AGAIN, encoding="utf-8")
    Path("analyses/agreement.yaml").write_text(HEAD.format("agreement"), encoding="utf-8")
    text = HEAD.format("reliability") + "outcomes: [support, burden]\n"
    Path("analyses/reliability.yaml").write_text(text, encoding="utf-8")
    write_related()


def build(sources: ToySources) -> BuiltToy:
    """Return the numbers that the sources give. Nothing is written, as files would take most of the time."""
    cohort = sources.harmonised_turns()
    done = _harmonise(cohort, *(path.read_bytes() for path in tables_of(cohort)))
    turns = _keep_turns(sources.turns, done.participants)
    marked = _mark_turns(turns, sources.segments)
    read = list_read(turns[turns["role"] == "participant"], sources.segments, {})
    compared = lay_out(turns, sources.segments, read, CODES)
    known = {
        "responses": as_read(done.responses),
        "participants": as_read(done.participants),
        "exclusions": as_read(done.exclusions),
        "turns": as_read(turns),
        "coded_turns": as_read(_code_turns(turns, marked, read)),
        "agreement": as_read(compare_pairs(compared)),
        "ratings": as_read(count_ratings(compared)),
        "read_turns": as_read(read.assign(material="focus_groups")),
        "given_codes": as_read(marked.assign(material="focus_groups")),
    }
    known["missing"] = missing_rows(known["responses"], as_read(done.missing))
    numbers = _numbers(cohort, known)
    shown_if = {"hours": "prior"}
    deciding = {"toy": deciding_columns(cohort.description)}
    derived = describe_derived(cohort.codebook.derived.values())
    row_sets = RowSets(known, done.recodes, deciding, {"toy": len(done.exclusions)}, shown_if, derived)
    return BuiltToy(numbers, row_sets, done.recodes)


def tables_of(cohort: CohortSources) -> list[Path]:
    """Return the cohort's tables that harmonising reads from files."""
    return [p for p in (cohort.crosswalk_path, cohort.corrections_path, cohort.withdrawals_path) if p]


@remembered
def _harmonise(cohort: CohortSources, *_: bytes) -> Harmonised:
    """Return a cohort harmonised; the bytes are those of the files that it names."""
    return harmonise(cohort)


_keep_turns, _mark_turns, _code_turns = map(remembered, (keep_turns, mark_turns, code_turns))


@remembered
def as_read(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the types that it has when it is read from its file."""
    texts = {c: "object" for c in table.columns if table[c].dtype.name in ("string", "boolean")}
    plain = table.astype(texts)
    return plain.assign(**{c: plain[c].where(plain[c].notna(), None) for c in texts})


@cache
def plan_of(path: Path, codebook_of: str, columns: tuple[str, ...]) -> Plan:
    """Return a plan, read once."""
    return read_plan(path, read_study_codebook(Path(codebook_of).parents[1]), list(columns))


def write_baseline(built: BuiltToy, sources: ToySources, folder: Path) -> None:
    """Write what a trace reads: tables, evidence, ingested tables, recodes, events."""
    done = harmonise(sources.harmonised_turns())
    for name, table in built.row_sets.tables.items():
        room = "harmonise/pooled" if name in ("responses", "participants", "exclusions") else "coding"
        write_table(table, folder / f"results/{room}/{name}.parquet")
    for name, table in (("missing", done.missing), ("recodes", done.recodes), ("events", done.events)):
        write_table(table, folder / f"results/harmonise/pooled/{name}.parquet")
    ingest = folder / "results/ingest/toy"
    write_table(sources.cohort.survey, ingest / "survey.parquet")
    write_table(sources.turns, ingest / "turns.parquet")
    write_table(pd.DataFrame([{"transcript": "talk", "source_file": TALK}]), ingest / "transcripts.parquet")
    write_json(built.evidence, folder / "results/ledger/evidence.json")


def _numbers(cohort: CohortSources, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the numbers of all analyses; one whose tables are as in an earlier build is not done again."""
    written = {name: bytes_of(table) for name, table in tables.items()}
    found, tests = [], []
    for path in sorted(Path("analyses").glob("*.yaml")):
        kind, name, counted = _kind(path.absolute())
        plan = plan_of(path.absolute(), str(Path("data/codebook").absolute()), tuple(tables[counted].columns))
        read = READ.get(kind, (plan.table, "missing"))
        key = (path.absolute(), *(written[table] for table in read))
        if key not in DONE:
            table = tabulate_statistics(name, _statistics(kind, plan, cohort, tables, path))
            DONE[key] = table, list_tests(name, plan.family, table, plan.compare is not None)
        found.append((name, DONE[key][0]))
        tests.append(DONE[key][1])
    return collect_numbers(found, _adjust_tests(pd.concat(tests, ignore_index=True)))


_adjust_tests = remembered(adjust_tests)
READ = {
    "flow": ("exclusions", "participants", "turns"),
    "codes": ("turns", "coded_turns"),
    "agreement": ("agreement", "ratings", "read_turns", "given_codes"),
}
DONE: dict[tuple[Any, ...], tuple[pd.DataFrame, pd.DataFrame]] = {}


def _statistics(
    kind: str, plan: Plan, cohort: CohortSources, tables: dict[str, pd.DataFrame], path: Path
) -> list[Statistic]:
    match kind:
        case "distribution":
            subject = _subject(plan, cohort, tables)
            return [*describe_all(subject), *compare_all(subject)]
        case "reliability":
            rows = SelectedRows(plan.table, tables[plan.table]).also(*plan.population)
            scales = [cohort.codebook.derived[outcome] for outcome in plan.outcomes]
            return [
                one for scale in scales for one in state_scale(scale, cohort.codebook, rows, plan.coverage)
            ]
        case "flow":
            return list(_flow(cohort, tables))
        case "multiverse":
            return list(vary(cohort, tables))
        case "codes":
            return list(count_codes(plan, cohort.codebook, CODES, tables["turns"], tables["coded_turns"]))
        case "agreement":
            asked = [tables[name] for name in READ["agreement"]]
            return list(state_all({"bootstrap": {"draws": 100}}, *asked))
    return list(state_related(path, cohort.codebook, tables))


@cache
def _kind(path: Path) -> tuple[str, str, str]:
    """Return the kind of an analysis, its id, and the table whose columns its plan may name."""
    content = read_yaml(path)
    named = {"codes": "coded_turns", "agreement": "agreement"}.get(content["kind"], "responses")
    return content["kind"], path.stem, content.get("table", named)


def _subject(plan: Plan, cohort: CohortSources, tables: dict[str, pd.DataFrame]) -> AnalysisData:
    """Return what description.gather returns, from tables that were not written."""
    rows = SelectedRows(plan.table, tables[plan.table]).also(*plan.population)
    missing = SelectedRows("missing", tables["missing"]).also(*plan.population)
    reasons = missing if plan.table == "responses" else None
    items = list_items(plan, cohort.codebook)
    return AnalysisData(
        plan, cohort.codebook, rows, reasons, items, list_groups(plan, cohort.codebook, rows.rows)
    )


def _flow(cohort: CohortSources, tables: dict[str, pd.DataFrame]) -> Any:
    rules = [(rule["step"], rule["reason"]) for rule in cohort.description["exclusions"]]
    for group in list_cohort_groups(tables["exclusions"]):
        yield from count_boxes(group, tables["exclusions"], order_steps(tables["exclusions"], rules))
        yield from count_arms(group, tables["participants"], tables["turns"])
