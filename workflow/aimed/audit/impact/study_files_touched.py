"""What the files of the whole study touch: codebook, reference tables, descriptions, config.yaml."""

from aimed.audit.impact.dependent_numbers import Touched
from aimed.audit.lineage.evidence import feeding_columns
from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.audit.lookup.study_files import StudyFile

COLLAPSED = "_collapsed"


def touch_shared(file: StudyFile) -> Touched:
    """Return what a codebook file, config.yaml or the description of a cohort touches.

    Each decides what values become, or who is counted, of all numbers; themes only of those of the turns.
    """
    if file.name == "themes.csv":
        return Touched(spoken=True)
    return Touched(cohort=file.cohort or None, sources=None, spoken=True)


def touch_shared_line(file: StudyFile, written: Row, study: TracedStudy) -> Touched:
    """Return what a line of a codebook file or a reference table touches.

    A variable's line touches the numbers that read it, a scale's line those that read one of its variables.
    The rows of a reference table are not told apart: a changed one may move people to any group.
    """
    if file.kind == "reference":
        return Touched(reference=file.path)
    variables = _variables(file, written, study)
    if variables is None:
        return touch_shared(file)
    fed = {name for columns in study.fed.values() for name in columns}
    columns = {name for name in fed if name.partition("__")[0] in variables} | variables
    return Touched(columns=frozenset(feeding_columns(columns)), sources=None, recoded=True)


def _variables(file: StudyFile, written: Row, study: TracedStudy) -> set[str] | None:
    """Return the variables that a line of the codebook is about, or None where it is about all."""
    if file.name == "variables.csv":
        return {written["variable"]}
    if file.name == "scales.csv":
        scale = written["scale"].removesuffix(COLLAPSED)
        return {row["variable"] for row in study.variables if row.get("scale") == scale}
    return None
