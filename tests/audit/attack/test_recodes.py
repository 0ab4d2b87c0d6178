"""The attack knows that a recode and its item have the same people. Expected values: by hand."""

from pathlib import Path
from typing import Any

import pytest
from aimed.audit.attack.public_sums import bound_hidden

FILES = {
    "data/codebook/variables.csv": "variable,type,scale\nview,ordered,view\n",
    "data/codebook/scales.csv": "scale,code,collapsed\nview,no,\nview,some,\nview,yes,\ntwo,a,\ntwo,b,\n",
    "data/codebook/missing.csv": "reason\nrefused\n",
    "data/codebook/derived.yaml": (
        "side: {label: Side, kind: recode, of: [view], scale: two, codes: {no: a, some: a, yes: b}}\n"
    ),
    "analyses/main.yaml": "question: What?\nplanned: yes\nkind: distribution\noutcomes: [view, side]\n",
}


def count(item: str, statistic: str, value: int, *, public: bool = True) -> tuple[str, Any]:
    entry = {"analysis": "main", "item": item, "group": "all", "statistic": statistic, "unit": "count"}
    return f"main.{item}.all.{statistic}", entry | {"value": value, "n": 20, "public": public}


@pytest.mark.parametrize(("shown", "bounds"), [(True, (2, 2)), (False, (0, 20))])
def test_a_public_recode_tells_the_hidden_code(
    tmp_path: Path, shown: bool, bounds: tuple[float, float]
) -> None:
    """Of 20 people, 8 are in a; some is 6; so no is 2."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    numbers = dict(
        [
            count("view", "level.no.count", 2, public=False),
            count("view", "level.some.count", 6, public=shown),
            count("side", "level.a.count", 8, public=shown),
        ]
    )
    numbers |= dict([count("view", "n", 20)])
    assert bound_hidden(tmp_path, numbers, 4) == {"main.view.all.level.no.count": bounds}
