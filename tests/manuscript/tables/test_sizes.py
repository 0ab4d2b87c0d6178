"""What tables of the miniature study say of those whom a cell counts. Expected: by hand from its ledger."""

from dataclasses import replace

from aimed.manuscript.tables.declared import resolve_table
from make_study import LEDGER, shown


def test_what_rests_on_other_people_than_the_head_says_its_n(tea):
    numbers = LEDGER["numbers"]
    people = numbers["people.age.all.n"] | {"item": "respondents", "value": 45, "shown": "45"}
    more = {"people.respondents.all.count": people, "support.respondents.all.count": people}
    told = replace(tea, numbers={**numbers, **more}, by_item={}, labels={})
    table = resolve_table({"analysis": "people", "kind": "characteristics", "columns": ["all"]}, told)
    assert shown(table)[:4] == [
        ["Characteristic", "All (n = 45)"],
        ["Age, median (interquartile range)", "24 (22 to 27), n = 39"],
        ["  Preferred not to say", "suppressed"],
        ["Tea should be served daily", "n = 40"],
    ]
    compared = resolve_table({"analysis": "support", "kind": "comparison", "columns": ["all"]}, told)
    assert shown(compared)[1][1].startswith("28/40 (")
    hidden = {name: numbers[name] | {"public": False} for name in ("people.age.all.n", "people.view.all.n")}
    told = replace(tea, numbers={**numbers, **more, **hidden}, by_item={}, labels={})
    table = resolve_table({"analysis": "people", "kind": "characteristics", "columns": ["all"]}, told)
    assert [row[1] for row in shown(table)[1:4]] == ["24 (22 to 27)", "suppressed", ""]
