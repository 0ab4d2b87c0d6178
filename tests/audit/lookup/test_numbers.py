"""Numbers found by words."""

from pathlib import Path

import pytest
from aimed.audit.lookup.numbers import print_numbers
from aimed.messages.problems import ProblemsFound


def test_all_words_are_needed_in_id_or_label(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_numbers(Path(), ("curriculum", "PCT")) == 0
    assert capsys.readouterr().out == (
        "[support.core.all.pct]{.num}     100.0%  n 1  In the core curriculum, percent\n"
        "[support.core.norway.pct]{.num}  100.0%  n 1  In the core curriculum, Norway (NOT public)\n"
    )


def test_no_word_lists_all(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_numbers(Path(), ())
    assert len(capsys.readouterr().out.splitlines()) == 6


def test_words_that_nothing_has_give_the_nearest(study: Path) -> None:
    with pytest.raises(ProblemsFound) as problems:
        print_numbers(Path(), ("support", "kore"))
    assert str(problems.value) == (
        "results/ledger/ledger.json\n"
        "  found:    no number with support kore\n"
        "  expected: words of an id or a label; the nearest: "
        "support.core.all.n, support.core.all.pct, support.core.all.count, support.core.norway.pct\n"
        "  to do:    use other words"
    )
