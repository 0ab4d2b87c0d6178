"""The second study of docs/examples: `make example-study` builds it, and its numbers are those of R.

Expected values were computed with R 4.2.2 from survey.sav, after

    d <- foreign::read.spss("survey.sav", to.data.frame=TRUE, use.value.labels=FALSE, use.missings=FALSE)
    d <- d[d$consent == 1 & !duplicated(trimws(d$id)), ]
    st <- d[paste0("w1_st_", 1:10)]; st[c(4,5,7,8)] <- 4 - st[c(4,5,7,8)]; s <- rowSums(st)
    w <- function(n) { x <- d[paste0(n, "_wb_", 1:5)]
                       ifelse(rowSums(is.na(x)) < 2, 20 * rowMeans(x, na.rm=TRUE), NA) }
"""

import os
import subprocess
from pathlib import Path

import pytest
from aimed.files.yaml_json import read_json
from aimed.simulate.survey import simulate_survey
from toy_study import REPOSITORY, run_aimed

COHORT = REPOSITORY / "docs/examples/student-wellbeing/data/cohorts/campus"
READ = "the words of 23 of 31 claims agree with their conditions\n"  # a person read the others, as they say
EXPECTED = {
    "flow.kept.all.count": 220,  # nrow(d)
    "stress.stress.all.mean": 19.662037037037,  # mean(s, na.rm=TRUE)
    "bands.stress_band.all.level.low.count": 39,  # table(cut(s, c(-1,13,26,40)))
    "bands.stress_band.all.level.moderate.count": 144,
    "bands.stress_band.all.level.high.count": 33,
    "wellbeing.wellbeing_first.all.mean": 53.6727272727273,  # mean(w("w1"))
    "wellbeing.wellbeing_second.all.mean": 47.6701570680628,  # mean(w("w2"), na.rm=TRUE)
    "wellbeing.wellbeing_second.all.n": 191,  # sum(!is.na(w("w2")))
    "reliability.stress.all.alpha": 0.828507809767178,  # psych::alpha(na.omit(st))$total$raw_alpha
    # psych::alpha(na.omit(d[paste0("w2_wb_", 1:5)]))$total$raw_alpha
    "reliability.wellbeing_second.all.alpha": 0.798703923763268,
    # wilcox.test(w("w2"), w("w1"), paired=TRUE, correct=FALSE, exact=FALSE)$p.value
    "change.wellbeing_second.with_wellbeing_first.p": 2.25209164831971e-05,
    # wilcox.test(s ~ gender, d, correct=FALSE, exact=FALSE)$p.value
    "stress.stress.woman_vs_man.p": 0.0180027833989485,
    # coef(summary(lm(s ~ I(gender==1) + year + sleep + treated, d)))
    "stress_model.stress.prior_treatment_treated.estimate": 5.851709749599955,
    "stress_model.stress.sleep_hours.se": 0.329867181443970,
    # coef(summary(glm(s > 26 ~ I(gender==1) + year + sleep + treated, binomial, d,
    #                  control=list(epsilon=1e-14))))
    "high_stress_model.high_stress.prior_treatment_treated.estimate": 1.917910174499163,
    "high_stress_model.high_stress.study_year.p": 3.45274285876425e-02,
}
CHANGE = (-7.59873519217234, -3.00859465075960)  # t.test(w("w2") - w("w1"))$conf.int


@pytest.mark.slow
def test_make_builds_it_and_its_numbers_are_those_of_r(tmp_path: Path) -> None:
    study = tmp_path / "study"
    made = subprocess.run(
        ["make", "-o", ".venv/ready", f"EXAMPLE_STUDY={study}", "example-study"],
        cwd=REPOSITORY,
        env=os.environ | {"MAKEFLAGS": ""},
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    written = [f"{study}/results/manuscript/{name}.pdf" for name in ("paper", "supplement")]
    told = [line for line in made.stdout.splitlines() if line.endswith(".pdf")]
    assert [line for line in told if not line.endswith("-evidence.pdf")][-2:] == written
    numbers = read_json(study / "results/ledger/ledger.json")["numbers"]
    assert {name: numbers[name]["value"] for name in EXPECTED} == pytest.approx(EXPECTED, rel=1e-6)
    change = numbers["change_mean.wellbeing_change.all.mean"]
    assert (change["low"], change["high"]) == pytest.approx(CHANGE, rel=1e-9)
    checked = run_aimed(study, "check")
    assert (checked.returncode, checked.stdout) == (0, READ + "0 errors, 0 warnings (stage draft)\n")
    assert run_aimed(study, "recompute").returncode == 0


def test_its_raw_file_is_drawn_from_the_written_design(tmp_path: Path) -> None:
    design = COHORT / "simulation"
    drawn = tmp_path / "survey.sav"
    simulate_survey(spec=design / "survey.yaml", respondents=design / "respondents.csv", output=drawn)
    assert drawn.read_bytes() == (COHORT / "survey.sav").read_bytes()


def test_it_is_written_without_a_line_of_python() -> None:
    half = COHORT.parents[2]
    assert [path for path in half.rglob("*") if path.suffix in (".py", ".R", ".smk", ".ipynb")] == []
