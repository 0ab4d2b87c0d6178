"""Exports of LimeSurvey (CSV, Excel): heads of codes, of codes and texts, or of texts; answers or codes."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from aimed.ingest.survey.export import (
    ExportLayout,
    cells_below,
    clean_name,
    describe_own,
    join_texts,
    refuse_other,
    say,
)
from aimed.ingest.survey.labels import ColumnDescription
from aimed.ingest.survey.questionnaires.limesurvey import (
    FIXED,
    NUMBERS,
    WRITTEN,
    LimeSurveyColumn,
    LimeSurveyQuestionnaire,
    read_questionnaire,
)
from aimed.ingest.survey.several_answers import NO, NOT_SHOWN, WORDS, YES, find_options

NAME = "limesurvey"
OWN = {  # the platform's own columns, and what they tell about a person
    **dict.fromkeys(["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"], ""),
    **dict.fromkeys(["refurl", "interviewtime"], ""),
    **{"token": "identifier", "ipaddr": "ip", "firstname": "name", "lastname": "name", "email": "email"},
}
OWN_PART = re.compile(r"\[(SQ\d+|other|comment)\]")
MARKS = ("submitdate", "lastpage", "startlanguage")
TIMING = re.compile(r"groupTime\d+|[A-Za-z]\w*Time")
CODE = re.compile(r"[A-Za-z]\w*(?:\[[^\[\]]*\]){0,2}")
PART = re.compile(r"(?P<question>.+?) ?\[(?P<part>.+?)\](?:\[(?P<scale>[^\[\]]*)\])?", re.S)
DATED = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.0+)?)?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z-]+)?")
ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*", re.I)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?(\.0+)?")
SEED = re.compile(r"\d{6,10}")


def recognise(head: list[list[str]]) -> bool:
    """Return whether columns are LimeSurvey's own, by their names or, under texts, by their cells.

    Texts are in the language of the export; what stands below them is the same in every language. Without its
    own columns an export is known by heads with the code of a part, as Q4[SQ001].
    """
    if not head:
        return False
    names = [_split_head(name)[0] for name in head[0]]
    if (sum(mark in names for mark in MARKS) >= 2 and names[0] == "id") or _has_parts(head[0]):
        return True
    return len(head) > 1 and len(head[0]) > 4 and all(map(_begins_as_a_response, head[1:]))


def _has_parts(heads: Sequence[str]) -> bool:
    """Return whether two heads or more hold the code of a part, with a text or as LimeSurvey numbers it."""
    split = [_split_head(name) for name in heads]
    return sum("[" in code and bool(text or OWN_PART.search(code)) for code, text in split) > 1


def _begins_as_a_response(row: list[str]) -> bool:
    """Return whether a row begins with a number, a date or blank, a page or blank, and a language."""
    cells = [cell.strip() for cell in row[:4]]
    return (
        cells[0].isdecimal()
        and DATED.fullmatch(cells[1]) is not None
        and (cells[2].isdecimal() or not cells[2])
        and LANGUAGE.fullmatch(cells[3]) is not None
    )


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns by their codes, or by their texts where the export has no codes.

    Raises ProblemsFound for a questionnaire that is none, or of another survey.
    """
    own = [_split_head(name)[0] for name in head[0]]
    by_code = "startlanguage" in own or "lastpage" in own or _has_parts(head[0])
    heads = [_split_head(name) if by_code else ("", clean_name(name)) for name in head[0]]
    if not by_code:
        heads[:4] = [(name, text) for name, (_, text) in zip(("id", *MARKS), heads[:4], strict=True)]
    cells = cells_below(head)
    if not by_code:
        for at, name in _find_own(cells):
            heads[at] = (name, heads[at][1])
    asked = read_questionnaire(questionnaire) if questionnaire is not None else None
    matches = _match(heads, asked) if asked else [None] * len(heads)
    languages = asked.languages if asked else []
    described = [
        _describe_asked(match, languages, below) if match else _describe(*head, below)
        for head, below, match in zip(heads, cells, matches, strict=True)
    ]
    alike = find_options(described, cells)
    described = [alike.get(at, one) for at, one in enumerate(described)]
    columns = list(zip([code if by_code else text for code, text in heads], described, strict=True))
    seen = {match.name for match in matches if match}
    left = [one.name for one in asked.asked if one.name not in seen] if asked else []
    of = questionnaire.name if questionnaire else ""
    return ExportLayout(NAME, 1, columns, not_used=[f"{name} of {of} (no column)" for name in left])


def _find_own(cells: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Yield the places of the platform's columns behind the first four, by what stands in their cells."""
    place = 4
    for name, pattern in (("seed", SEED), ("startdate", MOMENT), ("datestamp", MOMENT), ("ipaddr", ADDRESS)):
        if place < len(cells) and _all_like(pattern, cells[place]):
            yield place, name
            place += 1


def _split_head(written: str) -> tuple[str, str]:
    """Return the code and the text of a head such as `Q4[SQ001]` or `Q4[SQ001]. How far ... [Row]`."""
    head = clean_name(written)
    found = CODE.match(head)
    if not found or found[0] == head:
        return head, ""
    rest = head[found.end() :]
    separated = re.match(r"[.:;,|/-]? ?", rest)
    if not rest or not separated or not separated[0]:
        return head, ""
    return found[0], rest[separated.end() :].strip()


def _describe(code: str, text: str, cells: Sequence[str]) -> ColumnDescription:
    """Return what head and cells say of a column that no questionnaire explains."""
    kind = OWN.get(code, "ip" if _all_like(ADDRESS, cells) else "")
    if code in OWN or TIMING.fullmatch(code) or kind:
        return describe_own(text or code, kind)
    found: ColumnDescription = {"label": text or code}
    base, _, rest = code.partition("[")
    parts = PART.fullmatch(text)
    part = parts["part"] if parts else rest.partition("]")[0]
    question = parts["question"].strip() if parts else (text or base)
    if not part:
        return found | {"question": question}
    several = _tick(cells)
    return found | {"question": question} | ({"option": part} if several else {"row": part}) | several


def _all_like(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(pattern.fullmatch(cell) for cell in filled)


def _tick(cells: Sequence[str]) -> ColumnDescription:
    """Return what ticked and unticked look like, where cells can only be those of one option among several.

    Answers in words are never blank there: what was not shown is N/A. Codes are Y and blank, and nothing
    tells then what was not shown from what was not ticked.
    """
    answers = set(cells)
    if answers == {"Y", ""} or ("" not in answers and answers & set(NOT_SHOWN) and answers <= WORDS):
        return _ticked(answers)
    return {}


def _ticked(answers: set[str]) -> ColumnDescription:
    """Return what the cells of one option among several mean, from those that are there.

    Where unticked options were converted (to N or 2), what was not shown is blank: LimeSurvey converts
    only what was shown.
    """
    for yes, no in (("Y", "N"), ("1", "2")):
        if answers - {""} and answers <= {yes, no, ""}:
            values = ColumnDescription(values={yes: "Yes"})
            return values | ({"unticked": [no], "not_shown": [""]} if no in answers else {"unticked": [""]})
    if not answers - {""}:
        return {"values": {"Y": "Yes"}, "unticked": [""]}
    ticked = sorted(answers & set(YES)) or ["Yes"]
    left = sorted(answers & set(NO)) or ["No"]
    hidden = sorted(answers & set(NOT_SHOWN)) or ["N/A"]
    return {"values": {ticked[0]: "Yes", left[0]: "No"}, "unticked": left, "not_shown": hidden}


def _match(heads: Sequence[tuple[str, str]], asked: LimeSurveyQuestionnaire) -> list[LimeSurveyColumn | None]:
    """Return what was asked in each column, by its code, or by its text where that is of one column only."""
    codes = {one.name: one for one in asked.asked}
    codes |= {one.name.replace("[", "_").replace("]", ""): one for one in asked.asked}
    texts: dict[str, list[LimeSurveyColumn]] = {}
    for one in asked.asked:
        for language in asked.languages:
            texts.setdefault(_write_head(one, language), []).append(one)
    found: list[LimeSurveyColumn | None] = []
    for code, text in heads:
        same = {one.name: one for one in texts.get(text, [])} if not code else {}
        known = codes.get(code) if code and code not in OWN else None
        found.append(next(iter(same.values())) if len(same) == 1 else known)
    if not any(found):
        what, expected = f"{len(asked.asked)} columns", "the questionnaire of the survey that was exported"
        raise refuse_other(asked.path, what, expected, "export the .lss from the same survey")
    return _match_parts(heads, found, asked)


def _match_parts(
    heads: Sequence[tuple[str, str]], found: list[LimeSurveyColumn | None], asked: LimeSurveyQuestionnaire
) -> list[LimeSurveyColumn | None]:
    """Return the matches, and those of parts in LimeSurvey's own words (Other, Rank 1, Scale 2).

    They are those of one question that are left on both sides, when they are equally many: exports keep
    the order of the questionnaire.
    """
    seen = {one.name for one in found if one}
    left: dict[str, list[int]] = {}
    for at, (code, text) in enumerate(heads):
        parts = PART.fullmatch(text)
        if not code and parts and found[at] is None:
            left.setdefault(parts["question"].strip(), []).append(at)
    for question, places in left.items():
        wanted = [one for one in asked.asked if one.name not in seen and question in one.question.values()]
        titles = {one.name.partition("[")[0] for one in wanted}
        if len(wanted) == len(places) and len(titles) == 1:
            for at, one in zip(places, wanted, strict=True):
                found[at] = one
    return found


def _write_head(asked: LimeSurveyColumn, language: str) -> str:
    part = say(asked.part, language)
    return clean_name(say(asked.question, language) + (f" [{part}]" if part else ""))


def _describe_asked(asked: LimeSurveyColumn, languages: list[str], cells: Sequence[str]) -> ColumnDescription:
    """Return what the questionnaire says of a column; its answers as codes or as words, as the cells are."""
    own = languages[0]
    labels = {one: join_texts(say(asked.question, one), say(asked.part, one)) for one in languages}
    found: ColumnDescription = {"label": labels[own], "question": say(asked.question, own)}
    if asked.part:
        found["option" if asked.several else "row"] = say(asked.part, own)
    if asked.type in NUMBERS | WRITTEN | {"D"}:
        found["type"] = "number" if asked.type in NUMBERS else "date" if asked.type == "D" else "text"
    if asked.several:
        found |= _ticked(set(cells))
    elif asked.answers:
        found |= _list_answers(asked, languages, cells)
    if len(languages) > 1:
        found["labels"] = labels
    return found


def _list_answers(asked: LimeSurveyColumn, languages: list[str], cells: Sequence[str]) -> ColumnDescription:
    """Return values and order, keyed by what stands in the cells: codes, or the words of one language."""
    answers = {cell for cell in cells if cell}
    own, *others = languages
    said = {
        language: {code: say(texts, language) for code, texts in asked.answers.items()}
        for language in languages
    }
    known = {language: len(answers & set(words.values())) for language, words in said.items()}
    spoken = max(known, key=lambda language: known[language])
    if asked.type in FIXED and answers and not answers & set(asked.answers):
        words = {yes: "Yes" for yes in YES} | {no: "No" for no in NO}
        return {"values": {word: words[word] for word in words if word in answers}}
    if known[spoken] <= len(answers & set(asked.answers)):
        found: ColumnDescription = {"values": said[own], "order": list(asked.answers)}
        return found | ({"values_in": said} if others and asked.type not in FIXED else {})
    words = said[spoken]
    keyed = {
        language: {words[code]: text for code, text in texts.items()} for language, texts in said.items()
    }
    found = {"values": {word: word for word in words.values()}, "order": list(words.values())}
    return found | ({"values_in": keyed} if others else {})
