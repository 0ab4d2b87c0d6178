"""Write the study half of a new study: settings, plans, a paper of one page, and what is taken over."""

import json
import re
import shutil
from pathlib import Path

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_beside
from aimed.onboarding.check.stages import Cohort
from aimed.onboarding.founding.codebook import DraftedCodebook
from aimed.study.written_tables import SCALES, VARIABLES

KNOWN = read_beside(__file__)
ENOUGH = (
    10  # people on both sides of a share that the paper quotes: more than any smallest cell that is usual
)
ROWS = 12  # variables in the table of a page
FORMS = Path("manuscript/forms.yaml")


def write_study_half(checkout: Path, study: Path, title: str) -> None:
    """Write what every study has, and take over reference tables and styles; the codebook is empty."""
    for part in KNOWN["taken_over"]:
        source, target = checkout / part, study / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    forms = (study / FORMS).read_text(encoding="utf-8")
    for theirs, ours in KNOWN["speaker"].items():
        forms = forms.replace(theirs, ours)
    write_texts(study, {FORMS.as_posix(): forms})
    words = {"study": _name_study(title), "title": title}
    write_texts(study, {name: text.format(**words) for name, text in KNOWN["files"].items()})
    describe_answers(study, DraftedCodebook(), None, title)


def describe_answers(study: Path, drafted: DraftedCodebook, cohort: Cohort | None, title: str) -> None:
    """Write the codebook, the plan that describes it, the table and the paper that quotes its numbers."""
    names = [one.name for one in drafted.variables]
    words = {
        "quoted_title": json.dumps(title, ensure_ascii=False),
        "outcomes": ", ".join(names),
        "rows": ", ".join(names[:ROWS]),
        "sentence": f" {_write_sentence(drafted, cohort)}".rstrip() if cohort else "",
    }
    texts = KNOWN["described" if names else "not_described"]
    write_texts(study, {name: text.format(**words) for name, text in texts.items()})
    write_texts(
        study, {VARIABLES.as_posix(): drafted.write_variables(), SCALES.as_posix(): drafted.write_scales()}
    )


def write_texts(study: Path, texts: dict[str, str]) -> None:
    """Write texts to files of a study, each there as a whole."""
    for name, text in texts.items():
        with write_whole(study / name) as (half,):
            half.write_text(text, encoding="utf-8", newline="\n")


def _write_sentence(drafted: DraftedCodebook, cohort: Cohort) -> str:
    """Return a sentence with a number of those kept that nothing hides; empty where there is none."""
    if cohort.recoding is None:
        return ""
    for variable in drafted.variables:
        if variable.type not in ("category", "ordered", "number"):
            continue
        given = dict(cohort.responses[variable.name].value_counts())
        known = sum(given.values())
        lost = dict(cohort.recoding.reasons[variable.name].value_counts())
        quoted = {"label": _plain(variable.label), "name": variable.name}
        if min(lost.values(), default=ENOUGH) < ENOUGH:
            continue
        if variable.type == "number" and known >= 2 * ENOUGH:
            return str(KNOWN["sentences"]["median"]).format(**quoted)
        if variable.type != "number" and len(given) > 1 and min(given.values()) >= ENOUGH:
            code = max(variable.options, key=lambda code: given.get(code, 0))
            answer = _plain(variable.options[code])
            return str(KNOWN["sentences"]["level"]).format(code=code, answer=answer, **quoted)
    return ""


def _plain(label: str) -> str:
    """Return a label without what Markdown would interpret."""
    return " ".join(re.sub(r"[\[\]{}*_`<>@$\\^~|#“”\"]", " ", label).split())


def _name_study(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "study"
