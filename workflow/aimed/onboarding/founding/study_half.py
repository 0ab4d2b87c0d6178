"""Write the study half of a new study: settings, plans, a paper of one page, and what is taken over."""

import json
import re
import shutil
from pathlib import Path

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import read_beside
from aimed.onboarding.founding.codebook import DraftedCodebook, DraftedVariable
from aimed.onboarding.profiling import Profile
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


def describe_answers(study: Path, drafted: DraftedCodebook, profile: Profile | None, title: str) -> None:
    """Write the codebook, the plan that describes it, the table and the paper that quotes its numbers."""
    names = [one.name for one in drafted.variables]
    words = {
        "quoted_title": json.dumps(title, ensure_ascii=False),
        "outcomes": ", ".join(names),
        "rows": ", ".join(names[:ROWS]),
        "sentence": _write_sentence(drafted, profile) if profile else "",
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


def _write_sentence(drafted: DraftedCodebook, profile: Profile) -> str:
    """Return a sentence with a number that is shown whatever is hidden; empty where there is none."""
    for variable in drafted.variables:
        code = _find_code(variable, profile)
        quoted = {"label": _plain(variable.label), "name": variable.name}
        if code:
            answer = _plain(variable.options[code])
            return str(KNOWN["sentences"]["level"]).format(code=code, answer=answer, **quoted)
        filled = profile.columns[variable.columns[0]].filled
        if variable.type == "number" and filled >= 2 * ENOUGH:
            return str(KNOWN["sentences"]["median"]).format(**quoted)
    return ""


def _plain(label: str) -> str:
    """Return a label without what Markdown would interpret."""
    return " ".join(re.sub(r"[\[\]{}*_`<>@$\\^~|#“”\"]", " ", label).split())


def _find_code(variable: DraftedVariable, profile: Profile) -> str:
    """Return the code that most gave, where enough did and enough did not; else nothing."""
    if variable.type not in ("category", "ordered"):
        return ""
    column = profile.columns[variable.columns[0]]
    labels = {column.values.get(value, value): n for value, n in column.answers.items()}
    counts = {code: labels.get(label, 0) for code, label in variable.options.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if ENOUGH <= counts[best] <= sum(counts.values()) - ENOUGH else ""


def _name_study(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "study"
