"""Exports of KoboToolbox and ODK Central: names with their groups, or labels; with the XLSForm."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.ingest.survey.export import (
    ExportLayout,
    HeadProblem,
    cells_below,
    clean_name,
    describe_own,
    match_in_order,
    refuse_other,
    say,
)
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.questionnaires.kobo import SEVERAL, Form, XlsFormQuestion, read_form

NAME = "kobo"
KNOWN = read_beside(__file__)
OWN = {name: kind for kind, names in KNOWN["own"].items() for name in names}
KOBO, CENTRAL = set(KNOWN["kobo"]), set(KNOWN["central"])
POINT = re.compile(r"_(?P<question>.+)_(latitude|longitude|altitude|precision)")
POINTS = ("geopoint", "geotrace", "geoshape", "start-geopoint")
TYPES = {"integer": "number", "decimal": "number", "range": "number", "date": "date", "text": "text"}
YES_NO = (("1", "0"), ("TRUE", "FALSE"), ("True", "False"), ("true", "false"))


def recognise(head: list[list[str]]) -> bool:
    """Return whether three of the columns are there that Kobo, or ODK Central, adds to every form."""
    if not head:
        return False
    names = {clean_name(name) for name in head[0]}
    return len(names & KOBO) >= 3 or ("KEY" in names and len(names & CENTRAL) >= 3)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns by their heads; a label that comes twice with the question's path behind it.

    Raises HeadProblem for cells without a head, as after a faulty export, where all may have moved; and
    ProblemsFound for a form that is none, or of another survey.
    """
    rows = 2 if len(head) > 1 and _is_tags(head[1]) else 1
    names = [clean_name(name) for name in head[0]]
    cells = cells_below(head, rows)
    _check_heads(names, cells)
    form = read_form(questionnaire) if questionnaire is not None else None
    matches = _match(names, form) if form else [None] * len(names)
    count = Counter(names)
    columns = []
    for name, below, match in zip(names, cells, matches, strict=True):
        written = f"{name} [{'/'.join(match[0].path)}]" if match and count[name] > 1 else name
        asked = _describe_question(*match, form.languages, below) if form and match else None
        columns.append((written, asked or _describe(name, names, below)))
    unused = list(_name_unused(form, matches)) if form else []
    return ExportLayout(NAME, rows, columns, not_used=unused)


def _is_tags(row: list[str]) -> bool:
    """Return whether a row holds HXL tags, such as #affected, which Kobo writes below the heads."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(cell.strip().startswith("#") for cell in filled)


def _check_heads(names: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    for at, name in enumerate(names):
        if not name and any(cells[at]):
            expected = "a head above every cell"
            remedy = "export it again with the option for select-many questions `both`: cells may have moved"
            raise HeadProblem(1, f"{at} heads above rows of at least {at + 1} cells", expected, remedy)


def _match(names: Sequence[str], form: Form) -> list[tuple[XlsFormQuestion, str] | None]:
    """Return question and option (or '') per column: by name with or without groups, else by label."""
    known: dict[str, dict[tuple[tuple[str, ...], str], tuple[XlsFormQuestion, str]]] = {}
    for question in form.questions:
        for option in ["", *(question.choices if question.type in SEVERAL else [])]:
            for written in _write_heads(question, option, form):
                known.setdefault(written, {})[question.path, option] = (question, option)
    asked = {name: list(found.values()) for name, found in known.items() if name not in OWN}
    found = match_in_order(names, asked)
    if not any(found):
        what, expected = f"{len(form.questions)} questions", "the XLSForm of the survey that was exported"
        raise refuse_other(form.path, what, expected, "download the form that was deployed")
    return found


def _write_heads(question: XlsFormQuestion, option: str, form: Form) -> Iterator[str]:
    """Yield every head that a column may have: names, then labels of each language."""
    names = {"/".join(question.path), "-".join(question.path), question.name}
    yield from (f"{name}/{option}" if option else name for name in names)
    for language in form.languages:
        label = say(question.label, language)
        groups = [say(texts, language) for texts in question.groups]
        for written in {label, "/".join([*groups, label])} if label else ():
            texts = {say(question.choices[option], language), option} if option else set()
            yield from (clean_name(f"{written}/{text}") for text in texts)
            if not option:
                yield clean_name(written)


def _describe(name: str, names: Sequence[str], cells: Sequence[str]) -> ColumnDescription:
    """Return what the heads say of a column that no form explains."""
    base = name.rpartition("/")[2]
    point = POINT.fullmatch(base)
    if name in OWN or base in OWN or point:
        return describe_own(name, "coordinates" if point else OWN.get(name, OWN.get(base, "")))
    options = [other[len(name) + 1 :] for other in names if other.startswith(f"{name}/")]
    if options:
        return {"label": name, "question": name, "separator": " ", "options": options}
    question, _, option = name.rpartition("/")
    if question in names and set(cells) - {""} and any(set(cells) <= {*pair, ""} for pair in YES_NO):
        return {"label": name, "question": question, "option": option} | _tick(option, cells)
    return {"label": name, "question": name}


def _describe_question(
    question: XlsFormQuestion, option: str, languages: list[str], cells: Sequence[str]
) -> ColumnDescription:
    own = languages[0]
    said = {language: say(question.label, language) or question.name for language in languages}
    found: ColumnDescription = {"label": said[own], "question": said[own]}
    if question.shown_if:
        found["shown_if"] = question.shown_if
    if question.type in POINTS or question.type in OWN:
        kind = "coordinates" if question.type in POINTS else OWN[question.type]
        found |= {"identifies": kind} if kind else {}
        found |= {"platform": True} if question.type in OWN else {}
    if option:
        text = say(question.choices[option], own) or option
        found |= {"label": f"{said[own]} - {text}", "option": text} | _tick(text, cells)
        said = {
            language: f"{label} - {say(question.choices[option], language) or option}"
            for language, label in said.items()
        }
    elif question.choices:
        found |= _list_choices(question, languages, cells)
    elif question.type in TYPES:
        found["type"] = TYPES[question.type]
    return found | ({"labels": said} if len(said) > 1 else {})


def _list_choices(question: XlsFormQuestion, languages: list[str], cells: Sequence[str]) -> ColumnDescription:
    """Return values and order, or separator and options, keyed by what stands in the cells: names or labels.

    Kobo joins several labels by blanks, too, though labels hold blanks: only the options can tell them apart.
    """
    several = question.type in SEVERAL
    cells_of = {f" {cell} " if several else cell for cell in cells}
    texts = {
        language: {name: say(text, language) or name for name, text in question.choices.items()}
        for language in languages
    }

    def count(written: dict[str, str]) -> int:
        if several:
            return sum(f" {one} " in cell for one in written.values() for cell in cells_of)
        return len(cells_of & set(written.values()))

    keys = max([{name: name for name in question.choices}, *texts.values()], key=count)
    own = texts[languages[0]]
    values = {key: own[name] for name, key in keys.items()}
    if several:
        return {"separator": " ", "options": list(keys.values()), "values": values}
    found: ColumnDescription = {"values": values, "order": list(keys.values())}
    translated = {
        language: {keys[name]: text for name, text in one.items()} for language, one in texts.items()
    }
    return found | ({"values_in": translated} if len(translated) > 1 else {})


def _tick(option: str, cells: Sequence[str]) -> ColumnDescription:
    """Return what ticked and unticked are; all options are blank where the question was not shown."""
    yes, no = next((pair for pair in YES_NO if set(cells) & set(pair)), YES_NO[0])
    return {"values": {yes: option}, "unticked": [no], "not_shown": [""]}


def _name_unused(form: Form, matches: Sequence[tuple[XlsFormQuestion, str] | None]) -> Iterator[str]:
    """Yield the questions of a form that the export has no column of."""
    seen = {match[0].path for match in matches if match}
    for one in form.questions:
        if one.path not in seen and one.type != "note" and one.type not in OWN:
            why = "repeated: in a table of its own" if one.repeated else "no column"
            yield f"{'/'.join(one.path)} of {form.path.name} ({why})"
