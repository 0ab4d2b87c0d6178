"""The toy study with 160 more people, so that models and further kinds of plan have someone to rest on."""

import csv
import random
import re
from pathlib import Path

import toy_study
from toy_study import TOY, copy_toy, run_aimed

PLANS = {
    "wants": """
        kind: model
        model: logistic
        outcomes: [core_curriculum, topic]
        event: {core_curriculum: agree}
        predictors: [prior, age, [prior, age]]
        covariates: [income_group]
        reference: {prior: no, income_group: low}
        population: [[income_group, in, [high, lower_middle, low]]]""",
    "wants_more": """
        kind: model
        model: linear
        outcomes: [core_curriculum]
        predictors: [prior, age]
        reference: {prior: no}
        cluster: country""",
    "wants_within": """
        kind: model
        model: linear
        outcomes: [core_curriculum]
        predictors: [prior, topic]
        reference: {prior: no}
        random: age""",
    "wants_in_four": """
        kind: model
        model: linear
        outcomes: [core_curriculum]
        predictors: [prior]
        random: country""",
    "wants_ticked": """
        kind: model
        model: logistic
        outcomes: [core_curriculum]
        event: {core_curriculum: agree}
        predictors: [topic.ethics, age, [topic.ethics, age]]
        covariates: [prior]
        reference: {prior: no}""",
    "wants_most": """
        kind: model
        model: ordinal
        outcomes: [core_curriculum]
        predictors: [prior, age]
        reference: {prior: no}
        cluster: country""",
    "together": """
        kind: association
        outcomes: [age, core_curriculum, hours]""",
    "together_ticked": """
        kind: association
        outcomes: [topic]
        with: [age]""",
    "together_tau": """
        kind: association
        method: kendall
        outcomes: [age]
        with: [core_curriculum]""",
    "on_average": """
        kind: means
        outcomes: [age, core_curriculum]
        by: income_group
        compare: [high, lower_middle, low]""",
    "on_average_two": """
        kind: means
        outcomes: [hours, age]
        by: income_group
        collapsed: yes
        compare: [hic, lmic]
        equivalence: {margin: 3}""",
    "alike": """
        kind: distribution
        outcomes: [core_curriculum, topic]
        event: {core_curriculum: agree}
        by: income_group
        collapsed: yes
        compare: [hic, lmic]
        equivalence: {margin: 15}""",
    "grows": """
        kind: trend
        outcomes: [age, core_curriculum, topic]
        by: income_group
        compare: [high, lower_middle, low]""",
    "pair_by_pair": """
        kind: pairwise
        outcomes: [core_curriculum]
        by: income_group
        compare: [high, lower_middle, low]""",
    "crossed": """
        kind: model
        model: logistic
        outcomes: [core_curriculum]
        event: {core_curriculum: agree}
        predictors: [prior, income_group, [prior, income_group]]
        reference: {income_group: low}
        population: [[income_group, in, [high, lower_middle, low]]]""",
    "themes": """
        kind: codes
        by: prior
        measures: [density, participants_pct]""",
    "together_said": """
        kind: cooccurrence""",
    "near_said": """
        kind: cooccurrence
        codes: [learning, access]
        within: 2
        permutations: {draws: 200, seed: 4}""",
    "saturated": """
        kind: saturation
        base: 1
        run: 1""",
    "spoken": """
        kind: participation
        by: prior
        present: {talk: 9}
        speakers: yes
        small_cells: shown
        small_cells_reason: the people of the toy are invented""",
    "twice": """
        kind: paired
        outcomes: [age, hours, prior, core_curriculum]
        event: {prior: "yes", core_curriculum: agree}
        pairs: [[age, hours], [prior, core_curriculum]]""",
}

TABLES = """
- {id: wants, analysis: wants, kind: model}
- {id: wants-most, analysis: wants_most, kind: model}
- {id: wants-more, analysis: wants_more, kind: model}
- {id: wants-within, analysis: wants_within, kind: model}
- {id: wants-ticked, analysis: wants_ticked, kind: model}
- {id: together, analysis: together, kind: correlations}
- {id: ticked, analysis: together_ticked, kind: correlations, cell: "{point_biserial} ({low} to {high})"}
- id: means
  analysis: on_average_two
  kind: comparison
  columns: [hic, lmic]
  number_cell: "{mean} ({low} to {high})"
  effects: [mean_difference, hedges_g]
"""
FIGURES = """
- id: forest
  analysis: wants
  kind: forest
  alt: The odds ratios of age and of income, by outcome.
  items: [core_curriculum, topic]
  groups: [age, income_group_high, income_group_lower_middle]
- id: effects
  analysis: wants_more
  kind: forest
  statistic: ame
  axis: Average difference on a scale of 1 to 5
  alt: How much more those who were taught want it.
  items: [core_curriculum]
  groups: [prior_yes, age]
- id: means
  analysis: on_average_two
  kind: means
  axis: Hours or years
  alt: Mean hours and age by income group.
  items: [hours, age]
  groups: [hic, lmic]
- id: together
  analysis: together
  kind: correlations
  alt: Correlations of age, wish and hours.
  items: [age, core_curriculum, hours]
"""


def build_wider_toy(folder: Path) -> Path:
    """Build a copy of the toy study with more people and the plans above; return its folder."""
    with (TOY / "survey.csv").open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream), *_more_people()]
    survey = folder / "more"
    survey.mkdir(parents=True)
    with (survey / "survey.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    study = folder / "toy"
    toy_study.TOY, before = survey, toy_study.TOY
    try:
        copy_toy(study, half=before)
    finally:
        toy_study.TOY = before
    cohort = study / "data/cohorts/toy/cohort.yaml"
    text = cohort.read_text(encoding="utf-8").replace("rows: 16", f"rows: {len(rows)}")
    cohort.write_text(text.replace("talk.txt, format: txt", "talk.vtt, format: vtt"), encoding="utf-8")
    _time_talk(cohort.parent / "transcripts/talk.txt")
    config = study / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("smallest_cell: 2", "smallest_cell: 5")
    config.write_text(text, encoding="utf-8")
    for name, keys in PLANS.items():
        plan = "\n".join(
            ["question: What is it?", "planned: no", *(line[8:] for line in keys.split("\n")[1:])]
        )
        (study / f"analyses/{name}.yaml").write_text(plan + "\n", encoding="utf-8")
    for name, entries in (("tables", TABLES), ("figures", FIGURES)):
        path = study / f"manuscript/{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + entries.lstrip(), encoding="utf-8")
    paper = study / "manuscript/paper.qmd"
    shown = [
        f'::: {{#{kind}-more-{name} from="{name}"}}\nThe {name}.\n:::\n'
        for kind, entries in (("tbl", TABLES), ("fig", FIGURES))
        for name in re.findall(r"id: ([a-z-]+)", entries)
    ]
    paper.write_text(paper.read_text(encoding="utf-8") + "\n" + "\n".join(shown), encoding="utf-8")
    done = run_aimed(study, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return study


def _time_talk(talk: Path) -> None:
    """Write the transcript as captions: each line of it begins 1.25 s after the one before has ended."""
    cues, at = ["WEBVTT"], 0.0
    for line in talk.read_text(encoding="utf-8").splitlines():
        end = at + len(line) / 8
        begins, ends = (f"00:{int(one // 60):02}:{one % 60:06.3f}" for one in (at, end))
        cues.append(f"{begins} --> {ends}\n{line}")
        at = end + 1.25
    talk.with_suffix(".vtt").write_text("\n\n".join(cues) + "\n", encoding="utf-8")
    talk.unlink()


def _more_people() -> list[dict[str, object]]:
    drawn, people = random.Random(7), []
    for at in range(20, 180):
        country = drawn.choice(["Germany", "Norway", "Kenya", "Rwanda"])
        prior, age = int(drawn.random() < 0.4), drawn.randint(18, 40)
        rich = country in ("Germany", "Norway")
        answer = min(5, max(1, round(2.2 + 0.9 * prior + 0.03 * age + 0.6 * rich + drawn.gauss(0, 1.1))))
        hours = min(200, max(1, int(4 + answer * 2 + drawn.gauss(0, 4)))) if prior else ""
        people.append(
            {"id": f"b{at}", "consent": 1, "status": 0, "country": country}
            | {"q_age": age if drawn.random() > 0.04 else -99, "q_prior": prior, "q_hours": hours}
            | {"q7_1": answer if drawn.random() > 0.04 else -99}
            | {"q8_1": int(drawn.random() < 0.3 + 0.1 * answer), "q8_2": int(drawn.random() < 0.5)}
            | {"q9": "", "tool": "x"}
        )
    return people
