"""Who spoke how much in each transcript: shares of the most talkative participant, and of the moderator."""

from dataclasses import replace

from matplotlib.figure import Figure

from aimed.figures.declared import Declared, DrawnItem
from aimed.figures.dots import draw_estimates
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers

# what is counted -> statistic -> the item that it is of, and what it is called
MEASURES = {
    "words": {
        "largest_pct": ("balance", "Most talkative participant, of participants' words"),
        "words_pct": ("moderator", "Moderator, of all words"),
    },
    "seconds": {
        "seconds_largest_pct": ("balance", "Participant who spoke longest, of participants' time"),
        "seconds_pct": ("moderator", "Moderator, of all speaking time"),
    },
}
AXIS = "Percent"


def draw_balance(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return one row per transcript and in it a dot for each of two shares, on an axis of percentages."""
    entry = declared.entry
    measures = MEASURES[entry.get("statistic", "words")]
    called = {name: label for name, (_, label) in measures.items()}
    own = replace(
        declared,
        entry={**entry, "groups": list(measures), "labels": called | entry.get("labels", {})},
    )
    keys = (*declared.keys, "groups")
    found = {
        (DrawnItem(entry["analysis"], group, keys), name): numbers.of_item(
            DrawnItem(entry["analysis"], item, keys), group, name
        )
        for group in entry["groups"]
        for name, (item, _) in measures.items()
    }
    page, axes = draw_estimates(own, numbers, replace(words, declared=own), found, AXIS)
    axes.set_xlim(0, 100)
    return page.figure
