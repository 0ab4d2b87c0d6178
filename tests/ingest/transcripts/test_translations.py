"""A translation is read beside the words as spoken, turn by turn."""

from pathlib import Path
from textwrap import dedent

import pytest
from aimed.messages.problems import ProblemsFound
from transcript_cohort import docx, read_transcripts, write_cohort

SPEAKERS = {"fg1": {"Moderadora": "moderator", "Moderator": "moderator", "P1": "a1", "P2": "a2"}}
ORIGINAL = "Moderadora: ¿Qué tal?\n\nP1: Bien,\ngracias.\n\nP2: Nada.\n"


def cohort_of(folder: Path, original: str, translation: str) -> Path:
    """Write fg1.txt with its translation fg1_en.docx, one paragraph for each line."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in translation.split("\n"))
    folder.joinpath("fg1_en.docx").write_bytes(docx(body))
    options = {"language": "es", "translation": {"path": "fg1_en.docx", "language": "en"}}
    return write_cohort(folder, {"fg1.txt": original}, SPEAKERS, options, formats=False)


def test_a_translated_turn_keeps_the_words_as_spoken(tmp_path):
    cohort_file = cohort_of(tmp_path, ORIGINAL, "A title\nModerator: Well?\nP1: Fine, thanks.\nP2: Nothing.")
    transcripts, turns = read_transcripts(cohort_file)
    assert transcripts.iloc[0].drop(["sha256", "edits"]).to_dict() == {
        "transcript": "fg1",
        "text": "Moderator: Well?\nP1: Fine, thanks.\nP2: Nothing.\n",
        "source_file": f"{tmp_path}/fg1_en.docx",
        "before": "A title",
        "language": "en",
        "original_file": f"{tmp_path}/fg1.txt",
        "original_language": "es",
    }
    columns = ["text", "source_line", "language", "original_text", "original_line", "participant"]
    assert turns[columns].fillna("").values.tolist() == [
        ["Well?", 2, "en", "¿Qué tal?", 1, ""],
        ["Fine, thanks.", 3, "en", "Bien, gracias.", 3, "demo:a1"],
        ["Nothing.", 4, "en", "Nada.", 6, "demo:a2"],
    ]


def test_a_transcript_in_the_language_of_the_study_has_no_original(tmp_path):
    _, turns = read_transcripts(write_cohort(tmp_path, {"fg1.txt": "P1: x"}, SPEAKERS))
    assert turns["language"].tolist() == ["en"]  # that of the cohort, which has one
    assert turns[["original_text", "original_line"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("translation", "line", "found"),
    [
        (
            "Moderator: Well?\nP2: a\nP1: b",
            2,
            '2: "P2" in the translation, "P1" in the original ({}, line 3); 3',
        ),
        (
            "Moderator: Well?\nP1: a",
            2,
            '3: no turn any more in the translation, "P2" in the original ({}, line 6); 2',
        ),
        (
            "Moderator: Well?\nP1: a\nP2: b\nP1: c",
            4,
            '4: "P1" in the translation, no turn any more in the original ({}, line 6); 4',
        ),
    ],
)
def test_the_first_turn_that_differs_is_named(tmp_path, translation, line, found):
    with pytest.raises(ProblemsFound) as problems:
        read_transcripts(cohort_of(tmp_path, ORIGINAL, translation))
    assert str(problems.value) == dedent(f"""\
        {tmp_path}/fg1_en.docx, paragraph {line}
          found:    turn {found.format(f"{tmp_path}/fg1.txt")} turns, and 3 in the original
          expected: the same speakers in the same order in both files
          to do:    join or part the turns in one of the files as they are in the other""")


def test_problems_of_both_files_are_told_at_once_and_an_absent_translation_is_named(tmp_path):
    with pytest.raises(ProblemsFound) as problems:
        read_transcripts(cohort_of(tmp_path, "Moderadora: a\nX1: b\nX1: b", "Moderator: a\nY1: b"))
    assert ['"X1"' in str(p) for p in problems.value.problems] == [True, False]
    assert '"Y1"' in str(problems.value)
    cohort_file = cohort_of(tmp_path, ORIGINAL, "Moderator: a")
    tmp_path.joinpath("fg1_en.docx").unlink()
    with pytest.raises(ProblemsFound) as problems:
        read_transcripts(cohort_file)
    assert str(problems.value).startswith(f"{tmp_path}/fg1_en.docx\n  found:    no such file")


def test_a_translation_needs_the_language_that_was_spoken(tmp_path):
    options = {"translation": {"path": "fg1_en.docx", "language": "en"}}
    with pytest.raises(ProblemsFound) as problems:
        read_transcripts(write_cohort(tmp_path, {"fg1.txt": ORIGINAL}, SPEAKERS, options))
    assert "'language' is a dependency of 'translation'" in str(problems.value)
