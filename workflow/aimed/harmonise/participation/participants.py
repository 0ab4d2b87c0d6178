"""Who took part: one row per person, kept or not, in which arm, of which group, consenting to what."""

import pandas as pd

from aimed.messages.problems import Problem
from aimed.study.cohort_file import is_yes
from aimed.study.declarations import CohortDescription

PURPOSES = ("analysis", "quotation", "deposit")
GROUPS = ("country", "income_group", "who_region")


def list_participants(
    survey: pd.DataFrame,
    exclusions: pd.DataFrame,
    responses: pd.DataFrame,
    turns: pd.DataFrame,
    cohort: CohortDescription,
    withdrawn: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per person who answered the survey or spoke in a focus group.

    Columns: participant, in_survey, in_focus_groups, kept, reason, country, income_group, who_region,
    consent_analysis, consent_quotation, consent_deposit. A person is kept when one survey row is, and
    not withdrawn; a withdrawal of scope `quotation` takes only that consent.
    """
    named = exclusions[exclusions["respondent"].notna()].sort_values("kept", ascending=False, kind="stable")
    people = named.drop_duplicates("respondent")[["respondent", "kept", "reason"]]
    people = people.rename(columns={"respondent": "participant"})
    speakers = set(turns["participant"].dropna())
    silent = pd.DataFrame({"participant": sorted(speakers - set(people["participant"]))})
    people = pd.concat([people, silent.assign(kept=False, reason="no_survey")], ignore_index=True)
    people["in_survey"] = people["reason"].ne("no_survey")
    people["in_focus_groups"] = people["participant"].isin(speakers)
    groups = responses.set_index("respondent")[[g for g in GROUPS if g in responses.columns]]
    people = people.join(groups, on="participant")
    consents = _consents(survey, exclusions, cohort)
    for purpose in PURPOSES:
        column = f"consent_{purpose}"
        given = people["participant"].map(consents[purpose]).fillna(False).astype(bool)
        people[column] = given & people["kept"]
    quiet = set(withdrawn.loc[withdrawn["scope"] == "quotation", "respondent"])
    people.loc[people["participant"].isin(quiet), "consent_quotation"] = False
    order = ["participant", "in_survey", "in_focus_groups", "kept", "reason", *GROUPS]
    columns = [*order, *(f"consent_{purpose}" for purpose in PURPOSES)]
    return people.reindex(columns=columns).sort_values("participant", ignore_index=True)


def find_unplaced_speakers(turns: pd.DataFrame, exclusions: pd.DataFrame, place: str) -> list[Problem]:
    """Return a problem for each speaker who is mapped to a participant that the survey does not have."""
    speakers = set(turns["participant"].dropna())
    unknown = sorted(speakers - set(exclusions["respondent"].dropna()) if speakers else ())
    expected, remedy = "the id of a respondent in this cohort's survey", "correct the id under speakers"
    named = [f"participant {name.split(':', 1)[1]}" for name in unknown]
    return [Problem(f"{place}, speakers", found, expected, remedy) for found in named]


def _consents(
    survey: pd.DataFrame, exclusions: pd.DataFrame, cohort: CohortDescription
) -> dict[str, pd.Series]:
    """Return purpose -> participant -> whether that person's kept row (or first row) consents."""
    rows = exclusions.assign(position=range(len(exclusions)))
    rows = rows[rows["respondent"].notna()].sort_values("kept", ascending=False, kind="stable")
    first = rows.drop_duplicates("respondent")
    given: dict[str, pd.Series] = {}
    for purpose in PURPOSES:
        rule = cohort.get("consent", {}).get(purpose, "no")
        if isinstance(rule, dict):
            answers = survey[rule["column"]].astype(object).iloc[first["position"]] == str(rule["value"])
            yes = [bool(answer) for answer in answers.fillna(False)]
        else:
            yes = [is_yes(rule)] * len(first)
        given[purpose] = pd.Series(yes, index=first["respondent"], dtype=bool)
    return given
