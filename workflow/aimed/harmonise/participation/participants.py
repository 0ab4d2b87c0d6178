"""Who took part: one row per person, kept or not, in which arm, of which group, consenting to what."""

import numpy as np
import pandas as pd

from aimed.messages.problems import Problem
from aimed.study.cohort_file import is_yes
from aimed.study.declarations import CohortDescription

PURPOSES = ("analysis", "quotation", "deposit")
CONSENTS = {purpose: f"consent_{purpose}" for purpose in PURPOSES}
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
    rows = exclusions.assign(position=range(len(exclusions)))
    named = rows[rows["respondent"].notna()].sort_values("kept", ascending=False, kind="stable")
    first = named.drop_duplicates("respondent")
    people = first[["respondent", "kept", "reason"]].rename(columns={"respondent": "participant"})
    answers = survey.iloc[first["position"]]
    for purpose, consent in CONSENTS.items():
        people[consent] = people["kept"] & _consents(answers, cohort, purpose)
    speakers = set(turns["participant"].dropna())
    silent = pd.DataFrame({"participant": sorted(speakers - set(people["participant"]))})
    silent = silent.assign(kept=False, reason="no_survey", **dict.fromkeys(CONSENTS.values(), False))
    people = pd.concat([people, silent], ignore_index=True)
    people["in_survey"] = people["reason"].ne("no_survey") & ("survey" in cohort["files"])
    people["in_focus_groups"] = people["participant"].isin(speakers)
    groups = responses.set_index("respondent")[[g for g in GROUPS if g in responses.columns]]
    people = people.join(groups, on="participant")
    quiet = set(withdrawn.loc[withdrawn["scope"] == "quotation", "respondent"])
    people.loc[people["participant"].isin(quiet), "consent_quotation"] = False
    order = ["participant", "in_survey", "in_focus_groups", "kept", "reason", *GROUPS]
    return people.reindex(columns=[*order, *CONSENTS.values()]).sort_values("participant", ignore_index=True)


def find_unplaced_speakers(turns: pd.DataFrame, exclusions: pd.DataFrame, place: str) -> list[Problem]:
    """Return a problem for each speaker who is mapped to a participant that the survey does not have."""
    speakers = set(turns["participant"].dropna())
    unknown = sorted(speakers - set(exclusions["respondent"].dropna()) if speakers else ())
    expected, remedy = "the id of a respondent in this cohort's survey", "correct the id under speakers"
    named = [f"participant {name.split(':', 1)[1]}" for name in unknown]
    return [Problem(f"{place}, speakers", found, expected, remedy) for found in named]


def _consents(answers: pd.DataFrame, cohort: CohortDescription, purpose: str) -> np.ndarray | bool:
    """Return whether the people consent, from the row of each that counts: the kept one, or the first."""
    rule = cohort.get("consent", {}).get(purpose, "no")
    if not isinstance(rule, dict):
        return is_yes(rule)
    return (answers[rule["column"]].astype(object) == str(rule["value"])).to_numpy(dtype=bool)
