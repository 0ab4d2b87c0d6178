"""What stands below a table of comparisons; expected sentences written by hand."""

from dataclasses import replace

from aimed.manuscript.tables.notes import comparison_notes

VIEW = {"analysis": "support", "kind": "comparison", "rows": ["view"]}


def with_numbers(study, **methods):
    """Return the study with numbers of the comparison of support.view, by statistic -> method."""
    like = study.numbers["support.view.north_vs_south.p"]
    added = {
        f"support.view.north_vs_south.{statistic}": {**like, "statistic": statistic, "method": method}
        for statistic, method in methods.items()
    }
    return replace(study, numbers={**study.numbers, **added}, by_item={}, labels={})


def test_an_effect_over_more_levels_than_the_percentage_says_so(tea):
    study = with_numbers(tea, rank_biserial="r", p="Mann-Whitney U, asymptotic (Mann & Whitney 1947)")
    assert comparison_notes(VIEW, study) == [
        "Percentages: agree at all.",
        "r and p are of all levels of the answer, "
        "so that their sign can differ from that of the percentages.",
        "p: Mann-Whitney U, asymptotic.",
    ]
    assert comparison_notes(VIEW, with_numbers(tea, v="V", p="Fisher exact"))[1:] == [
        "V and p are of all levels of the answer.",
        "p: Fisher exact.",
    ]


def test_the_test_of_fewer_rows_is_named_with_them(tea):
    like = tea.numbers["support.view.north_vs_south.p"]
    extra = {
        f"support.topic.{option}.north_vs_south.p": {
            **like, "item": f"topic.{option}", "group": "north_vs_south", "method": "Pearson (Pearson 1900)",
        }
        for option in ("milk", "sugar")
    }  # fmt: skip
    exact = with_numbers(tea, p="Fisher exact (Fisher 1935; Freeman & Halton 1951); one expected below 5")
    study = replace(exact, numbers={**exact.numbers, **extra}, by_item={})
    found = comparison_notes({**VIEW, "rows": ["view", "topic"]}, study)
    assert found[-1] == "p: Pearson; of tea should be served daily, Fisher exact; one expected below 5."


def test_clusters_are_named_and_what_is_done_with_them(tea):
    plans = {**tea.analyses, "support": {**tea.analyses["support"], "cluster": "region"}}
    assert comparison_notes(VIEW, replace(tea, analyses=plans))[-1] == (
        "Clusters: region of residence; the test moves all people of one between the groups together."
    )
