"""Stems of words, by which a sentence and the label of a number are said to be of one thing."""

from aimed.language.sentence_bounds import find_stems


def test_stems_name_things_and_no_statistics():
    assert find_stems("Of 11 students, 57 percent had a median of coding_skills.") == {
        "stude",
        "codin",
        "skill",
    }
    assert find_stems("In HIC we saw 5.") == set()
