"""The binding of a miniature study: look-ups by hand from its ledger, and the whole text of each problem."""

import json
from pathlib import Path

import pytest
from aimed.manuscript.bind_document import false_claims
from aimed.messages.problems import ProblemsFound
from make_study import LEDGER, bind, read_binding, write_paper

FALSE_CLAIM = (
    "manuscript/paper.qmd:32:60\n"
    '  found:    "All agreed" does not hold: support.view.all.pct is 71.8%\n'
    "  expected: support.view.all.pct == 100\n"
    "  to do:    change the words or the condition"
)


def problems_of(body, front="title: Tea"):
    write_paper(body, front)
    with pytest.raises(ProblemsFound) as caught:
        bind()
    assert not Path("binding.json").exists()
    return str(caught.value)


def test_numbers_are_looked_up_by_the_text_of_their_mark(bound):
    assert bound["numbers"] == {
        "support.view.all.n": {"text": "40", "ids": ["support.view.all.n"]},
        "support.view.all|count_pct_ci": {
            "text": "28 of 40 (71.8%, 95% CI 56.2 to 83.5)",
            "ids": ["support.view.all.count", "support.view.all.n", "support.view.all.pct"],
        },
        "support.view.all.count|word": {
            "text": "twenty-eight",
            "start": "Twenty-eight",
            "ids": ["support.view.all.count"],
        },
        "support.view.north_vs_south|test": {"text": "p < 0.001", "ids": ["support.view.north_vs_south.p"]},
        "support.view.north.pct": {"text": "76.7%", "ids": ["support.view.north.pct"]},
        "support.view.all.pct": {"text": "71.8%", "ids": ["support.view.all.pct"]},  # of the alt text
    }


def test_conditions_quotes_and_the_banner(bound):
    assert bound["conditions"] == {
        "support.view.all.pct > 50": True,
        "support.view.all.pct == 100": False,
        "study.synthetic == 1": True,
        "study.synthetic == 0": False,
    }
    assert bound["quotes"] == {"demo/g1/2": "Drinker, north"}
    assert bound["study"]["banner"] == "Synthetic data, made to test."
    assert bound["figures"] == {
        "support": {
            "stem": "figures/support",
            "alt": "Bars of agreement; 71.8% agree overall.",
            "analysis": "support",
            "question": "Do people want tea every day?",
        }
    }


def test_floats_are_numbered_where_they_stand(bound):
    assert {name: found["label"] for name, found in bound["references"].items()} == {
        "tbl-flow": "Table 1",
        "tbl-people": "Table 2",
        "tbl-support": "Table 3",
        "fig-support": "Figure 1",
        "tbl-own": "Table 4",
        "tbl-s-all": "Table S1",
        "tbl-s-themes": "Table S2",
    }
    assert bound["references"]["tbl-s-all"]["document"] == "supplement"


def test_without_synthetic_data_there_is_no_banner(study):
    ledger = {"study": {**LEDGER["study"], "synthetic": 0}, "numbers": LEDGER["numbers"]}
    Path("ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
    write_paper("Plain. See @tbl-s-all.\n\n::: {#tbl-people from=people}\nPeople.\n:::")
    assert read_binding()["study"]["banner"] == ""


def test_false_claims_are_named_with_their_place():
    claim = {"place": "a.qmd:3:1", "words": "All came", "holds": "a.n == 5", "now": "a.n is 4"}
    bound = {
        "claims": [claim, claim | {"holds": "a.n > 1"}],
        "conditions": {"a.n == 5": False, "a.n > 1": True},
    }
    assert [str(problem) for problem in false_claims(bound)] == [
        'a.qmd:3:1\n  found:    "All came" does not hold: a.n is 4\n'
        "  expected: a.n == 5\n  to do:    change the words or the condition"
    ]


def test_a_moved_line_changes_nothing_in_the_binding(study):
    before = bind().read_bytes()
    paper = Path("manuscript/paper.qmd")
    paper.write_text(paper.read_text().replace("Tea is old", "Tea is,\n\nas we know, old"))
    assert bind().read_bytes() == before


def test_from_submission_on_a_false_claim_stops(study):
    config = Path("config.yaml")
    config.write_text(config.read_text().replace("draft", "submission"))
    with pytest.raises(ProblemsFound) as caught:
        bind()
    assert str(caught.value) == FALSE_CLAIM
    assert not Path("binding.json").exists()


def test_an_unknown_number_gets_the_nearest_ids(study):
    assert problems_of("Of [support.veiw.all.pct]{.num} people\n[nothing.like.it]{.num}.") == (
        "manuscript/paper.qmd:5:4\n"
        "  found:    no number support.veiw.all.pct\n"
        "  expected: an id of results/ledger/ledger.json\n"
        "  to do:    did you mean support.view.all.pct or support.view.all.count or support.view.all.n?\n"
        "manuscript/paper.qmd:6:1\n"
        "  found:    no number nothing.like.it\n"
        "  expected: an id of results/ledger/ledger.json\n"
        "  to do:    aimed numbers WORD lists the ids\n" + REFERENCE_PROBLEM
    )


REFERENCE_PROBLEM = (
    "manuscript/supplement.qmd:8:23\n"
    "  found:    a reference to @tbl-people\n"
    "  expected: the id of a table, figure or equation of the paper or the supplement\n"
    "  to do:    add it or correct it"
)
SUPPLEMENT = "---\ntitle: S\n---\n"


@pytest.fixture
def alone(study):
    Path("manuscript/supplement.qmd").write_text(SUPPLEMENT, encoding="utf-8")


START = "manuscript/paper.qmd:5:1\n  found:    "
PUBLIC = (
    "  expected: numbers of 5 people or more that give no smaller one away\n"
    "  to do:    leave it out, or use a larger group"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "[support.view.far_east.count]{.num}",
            f"{START}support.view.far_east.count, which is not public\n{PUBLIC}",
        ),
        (
            '[Few]{.claim holds="support.view.far_east.count < 9"}',
            f"{START}support.view.far_east.count, which is not public\n{PUBLIC}",
        ),
        (
            "[support.view.north]{.num as=count_pct_ci}",
            "manuscript/paper.qmd:5:1\n"
            "  found:    no number support.view.north.pct.level (for support.view.north)\n"
            "  expected: an id of results/ledger/ledger.json\n"
            "  to do:    did you mean support.view.north.pct or support.view.north.count or"
            " support.view.south.pct?",
        ),
        (
            "[support.view.all]{.num as=count_ptc}",
            "manuscript/paper.qmd:5:1\n"
            "  found:    as=count_ptc\n"
            "  expected: word, bare, low, high, or a form of forms.yaml: count_pct, count_pct_ci,"
            " median_iqr, test\n"
            "  to do:    correct the form, or add it",
        ),
        (
            "[support.view.all.pct]{.num as=word}",
            "manuscript/paper.qmd:5:1\n"
            "  found:    71.79 has no word form\n"
            "  expected: a whole number\n"
            "  to do:    drop as=word",
        ),
        (
            '[So]{.claim holds="support.view.all.pct >"}',
            "manuscript/paper.qmd:5:1\n"
            '  found:    "support.view.all.pct >": character 23: a number or an id expected, the end found\n'
            "  expected: a comparison of ids and numbers\n"
            "  to do:    correct holds",
        ),
        (
            "[So]{.claim}",
            "manuscript/paper.qmd:5:1\n"
            "  found:    a .claim without holds\n"
            '  expected: holds="an expression"\n'
            "  to do:    say when it holds",
        ),
        (
            "See @tbl-peple.\n\n::: {#tbl-people from=people}\nPeople.\n:::",
            "manuscript/paper.qmd:5:5\n"
            "  found:    a reference to @tbl-peple\n"
            "  expected: the id of a table, figure or equation of the paper or the supplement\n"
            "  to do:    did you mean @tbl-people?",
        ),
        (
            "::: {#tbl-people from=persons}\nPeople.\n:::",
            "manuscript/paper.qmd:5:1\n"
            "  found:    table persons\n"
            "  expected: one of manuscript/tables.yaml: people, support, flow, themes, all-support\n"
            "  to do:    correct from=",
        ),
        (
            "::: {#tbl-a from=people}\nA.\n:::\n\n::: {#tbl-a from=flow}\nB.\n:::",
            "manuscript/paper.qmd:9:1\n"
            "  found:    #tbl-a a second time\n"
            "  expected: each id once\n"
            "  to do:    rename it; see manuscript/paper.qmd:5:1",
        ),
        (
            '[Tea]{.quote turn="demo/g1/9"}',
            "manuscript/paper.qmd:5:1\n  found:    no turn demo/g1/9\n"
            "  expected: a turn of demo/g1: 1 to 4\n"
            "  to do:    correct the turn of this quotation, or take it out",
        ),
        (
            'One said: [Nobody asked me]{.quote turn="demo/g1/3"}.',
            "manuscript/paper.qmd:5:11\n"
            "  found:    the speaker of turn demo/g1/3 did not agree to be quoted\n"
            "  expected: consent to quotation\n"
            "  to do:    take this quotation out",
        ),
    ],
)
def test_what_a_mark_gets_wrong(alone, body, text):
    assert problems_of(body) == text


def test_the_abstract_is_bound_too(alone):
    front = "title: Tea\nabstract: |\n  We asked [support.view.al.n]{.num} people."
    assert problems_of("Text.", front) == (
        "manuscript/paper.qmd:4:12\n"
        "  found:    no number support.view.al.n\n"
        "  expected: an id of results/ledger/ledger.json\n"
        "  to do:    did you mean support.view.all.n or support.view.all.count or support.view.all.pct?"
    )


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            "- {id: people, analysis: person, kind: listing}",
            "manuscript/tables.yaml, people\n"
            "  found:    analysis person\n"
            "  expected: an analysis of the ledger: flow, people, support, themes\n"
            "  to do:    correct it",
        ),
        (
            "- {id: people, analysis: people, kind: codes, rows: [height], columns: [west], cell: big}",
            "manuscript/tables.yaml, people\n  found:    rows height\n"
            "  expected: of people: age, view\n"
            "  to do:    correct it\n"
            "manuscript/tables.yaml, people\n  found:    columns west\n"
            "  expected: of people: all, north\n"
            "  to do:    correct it\n"
            "manuscript/tables.yaml, people\n  found:    cell big\n"
            "  expected: a form of forms.yaml: count_pct, count_pct_ci, median_iqr, test\n"
            "  to do:    name a form or add it",
        ),
        (
            "- {id: people, analysis: people, kind: pie}",
            "manuscript/tables.yaml:1\n  found:    'pie' is not one of "
            "['characteristics', 'comparison', 'model', 'correlations', 'flow', 'codes', 'listing', "
            "'specifications', 'shown_cells', 'plans', 'deviations', 'quotations', 'joint', 'code_tree']\n"
            "  expected: characteristics (variables and their levels by group), comparison (groups, effect"
            " and p), model (terms of a model with effects, intervals and p), correlations (variables by"
            " variables), flow (steps and counts), codes (themes by group), listing (every public number),"
            " specifications (how often the findings of a multiverse hold, by item), and of no analysis "
            "shown_cells (of small cells, with reasons), plans (question, standing, note of each) and "
            "deviations (how they differ from those frozen, or one line that none does), of the documents "
            "quotations (their register), code_tree (codes, definitions, an example of each) and joint (the"
            " joint display).\n  to do:    see workflow/schemas/tables.schema.yaml",
        ),
        (
            "- {id: people, analysis: people, kind: flow}\n- {id: people, analysis: flow, kind: flow}",
            "manuscript/tables.yaml, people\n  found:    2 entries of this id\n"
            "  expected: one\n  to do:    rename the others",
        ),
    ],
)
def test_what_tables_yaml_gets_wrong(alone, entry, text):
    Path("manuscript/tables.yaml").write_text(entry, encoding="utf-8")
    assert problems_of("::: {#tbl-people from=people}\nPeople.\n:::") == text
