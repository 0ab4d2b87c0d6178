"""Account for the people and rows of a cohort that came in harmonised, table by table."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from aimed.harmonise.participation.exclusions import NO_PERSON
from aimed.harmonise.participation.participants import GROUPS, PURPOSES
from aimed.harmonise.received.folder import AGAIN, Received
from aimed.ingest.survey.rows.no_people import SAID
from aimed.messages.problems import Problem
from aimed.study.cohort_file import is_asked

OWN_RULES = {("withdrawal", "withdrew"), ("consent", "no_consent")}
OWN_RULES |= {(NO_PERSON, reason) for reason in SAID}
YES = {"yes": True, "no": False}
FLAGS = ("in_survey", "in_focus_groups", "kept", *(f"consent_{purpose}" for purpose in PURPOSES))


def check_rows(received: Received, cohort_file: str) -> list[Problem]:
    """Return a problem for each person twice, row that is not accounted for, and count that differs."""
    return [
        *_check_cells(received),
        *_check_twice(received),
        *_check_kept(received),
        *_check_steps(received, cohort_file),
        *_check_people(received),
        *_check_accounts(received),
        *_check_recodes(received),
        *_check_consent(received, cohort_file),
    ]


def _check_cells(received: Received) -> Iterator[Problem]:
    for table, columns in (("exclusions", ("kept",)), ("participants", FLAGS)):
        rows = received.tables[table]
        for column in columns:
            yield from received.find(table, rows[~rows[column].isin(YES)], column, "{!r}", "yes or no")
    rows = received.tables["recodes"]
    for column, pattern in (("n", r"\d+"), ("crosswalk_line", r"\d*")):
        wrong = rows[~rows[column].str.fullmatch(pattern)]
        yield from received.find("recodes", wrong, column, "{!r}", "a whole number")


def _check_twice(received: Received) -> Iterator[Problem]:
    """Yield a problem for each respondent, or participant, without an id or with two rows."""
    for table, key in (("responses", "respondent"), ("participants", "participant")):
        rows = received.tables[table]
        named = rows[rows[key] != ""]
        again, each = "{} a second time", f"one row per {key}"
        yield from received.find(table, rows[rows[key] == ""], key, "no id", "an id in each row")
        yield from received.find(table, named[named.duplicated(key)], key, again, each)


def _check_kept(received: Received) -> Iterator[Problem]:
    """Yield a problem for each kept row without answers, and answers of nobody who was kept."""
    exclusions, responses = received.tables["exclusions"], received.tables["responses"]
    kept, key = exclusions[exclusions["kept"] == "yes"], "respondent"
    silent = kept[~kept[key].isin(responses[key])].replace({key: {"": "nobody"}})
    twice = kept[kept.duplicated(key)]
    unkept = responses[~responses[key].isin(kept[key])]
    answers = f"answers in {received.place('responses')}"
    row = f"a row that was kept in {received.place('exclusions')}"
    yield from received.find("exclusions", silent, key, "{} kept without answers", answers)
    yield from received.find("exclusions", twice, key, "{} kept a second time", "one row kept per person")
    yield from received.find("responses", unkept, key, "answers of {}", row)


def _check_steps(received: Received, cohort_file: str) -> Iterator[Problem]:
    """Yield a problem for each row left out for no reason that cohort.yaml names, or kept with one."""
    rules = {(rule["step"], rule["reason"]) for rule in received.description.get("exclusions", [])}
    rows = received.tables["exclusions"]
    said = rows["step"] + " " + rows["reason"]
    known = {" ".join(rule) for rule in rules | OWN_RULES}
    kept = rows[(rows["kept"] == "yes") & (said != " ")]
    gone = rows[(rows["kept"] == "no") & ~said.isin(known)]
    gone = gone.replace({"step": {"": "no step"}, "reason": {"": "no reason"}})
    found, listed = "{step} {reason} of a row that is kept", f"a step and reason of {cohort_file}, exclusions"
    yield from received.find("exclusions", kept, "reason", found, "no step and reason")
    yield from received.find("exclusions", gone, "reason", "{step}, {reason}", listed)


def _check_people(received: Received) -> Iterator[Problem]:
    """Yield a problem for each respondent who is no participant, and what participants say otherwise."""
    people, responses = received.tables["participants"], received.tables["responses"]
    named = received.tables["exclusions"]
    strange = named[(named["respondent"] != "") & ~named["respondent"].isin(people["participant"])]
    row, found = f"a row of {received.place('participants')}", "{}, who is no participant"
    yield from received.find("exclusions", strange, "respondent", found, row)
    here = people["participant"].isin(responses["respondent"])
    said = people.assign(have=here.map({True: "answers", False: "no answers"}))
    other = said[(people["kept"] == "yes") != here]
    found, expected = (
        "kept {kept} and {have} of {participant}",
        "answers of those who are kept, and of nobody else",
    )
    yield from received.find("participants", other, "kept", found, expected)
    silent = people[(people["kept"] == "yes") & (people["consent_analysis"] != "yes")]
    found, expected = "{participant} kept without consent", "yes of all kept"
    yield from received.find("participants", silent, "consent_analysis", found, expected)
    both = people.merge(responses, left_on="participant", right_on="respondent", suffixes=("", "_answered"))
    for name in (name for name in GROUPS if name in responses.columns):
        for _, other_row in both[both[name] != both[f"{name}_answered"]].iterrows():
            place = received.place("participants", other_row["line"], name)
            expected = f"as in {received.place('responses', other_row['line_answered'], name)}"
            yield Problem(place, f"another {name} of {other_row['participant']}", expected, AGAIN)


def _check_accounts(received: Received) -> Iterator[Problem]:
    """Yield a problem for each count of the accounts that the tables do not have."""
    place = received.files["accounts.json"].as_posix()
    exclusions = received.tables["exclusions"]
    kept = int((exclusions["kept"] == "yes").sum())
    found = {"received": len(exclusions), "kept": kept, "excluded": len(exclusions) - kept}
    for name, count in found.items():
        told = received.accounts["rows"].get(name)
        if told != count:
            expected = f"{count}, as in {received.place('exclusions')}"
            yield Problem(place, f"{told} rows {name}", expected, AGAIN)
    for path, count in _count_raw_rows(received).items():
        table = received.tables["raw_digests"].set_index("path")["rows"]
        if str(table.get(path, "no")) != str(count):
            where = received.place("raw_digests")
            counted = f"{table.get(path, 'no')} rows of {path}"
            yield Problem(where, counted, f"{count}, as in {received.place('exclusions')}", AGAIN)
    cells = received.accounts["cells"]
    rest = sum(count for name, count in cells.items() if name != "received")
    if cells.get("received") != rest:
        said = f"{cells.get('received')} cells received and {rest} accounted for"
        yield Problem(place, said, "every one accounted for", AGAIN)


def _count_raw_rows(received: Received) -> dict[str, int]:
    counted = Counter(received.tables["exclusions"]["raw_file"])
    return {name: counted[name] for name in sorted({*counted, *received.tables["raw_digests"]["path"]})}


def _check_recodes(received: Received) -> Iterator[Problem]:
    """Yield a problem for each source column whose cells were not all recoded, and unknown variables."""
    recodes = received.tables["recodes"]
    kept = len(received.tables["responses"])
    columns = set(received.columns())
    counts = pd.to_numeric(recodes["n"], errors="coerce")
    for keys, rows in recodes.assign(n=counts).groupby(["source_variable", "variable"], sort=True):
        place = received.place("recodes", rows["line"].iloc[0])
        if keys[1] not in columns:
            yield Problem(f"{place}, column variable", f"{keys[1]!r}", "a variable of data/codebook", AGAIN)
        if rows["n"].sum() != kept:
            found = f"{int(rows['n'].sum())} cells of {keys[0]} recoded to {keys[1]}"
            yield Problem(f"{place}, column n", found, f"{kept}, one for each row that is kept", AGAIN)


def _check_consent(received: Received, cohort_file: str) -> Iterator[Problem]:
    people = received.tables["participants"]
    kept = people[people["kept"] == "yes"]
    for purpose, said in received.description["consent"].items():
        agreed = int((kept[f"consent_{purpose}"] == "yes").sum())
        if (said if is_asked(said) else 0) != agreed:
            found = f"{said} people who consent to {purpose}"
            expected = f"{agreed}, as in {received.place('participants')}"
            yield Problem(f"{cohort_file}, consent", found, expected, AGAIN)
