"""Plans of the kinds that model and relate, and their statistics from tables that were not written."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from aimed.files.yaml_json import read_yaml
from aimed.stats.items import list_items
from aimed.stats.models.request import read_request
from aimed.stats.models.state import state_model
from aimed.stats.relate_outcomes import relate_all
from aimed.stats.relations.request import read_relation
from aimed.stats.statistics import SelectedRows, Statistic
from aimed.study.codebook import Codebook

RELATED = {
    "modelled_linear": "outcomes: [core_curriculum, burden]\npredictors: [prior, wishes]\n",
    "modelled_clusters": "outcomes: [core_curriculum]\npredictors: [wishes]\ncluster: country\n",
    "modelled_ordinal": "outcomes: [core_curriculum]\npredictors: [age]\n",
    "modelled_logistic": "outcomes: [core_curriculum]\nevent: {core_curriculum: agree}\npredictors: [age]\n"
    "covariates: [age_level]\n",
    "related_association": "outcomes: [core_curriculum, age, burden, wishes]\nmethod: pearson\n",
    "related_ticked": "outcomes: [topic]\nwith: [support]\n",
    "related_means": "outcomes: [age, support]\nby: wealth\n",
    "related_trend": "outcomes: [support, topic]\nby: age_level\n",
    "related_pairwise": "outcomes: [core_curriculum, wishes]\nby: income_group\n",
    "related_paired": "outcomes: [age, hours, prior, core_curriculum]\n"
    "event: {prior: 'yes', core_curriculum: agree}\npairs: [[age, hours], [prior, core_curriculum]]\n",
}
HEAD = "question: What moves?\nplanned: yes\nkind: {}\nfamily: one\n"


def write_related() -> None:
    """Write a plan of each kind, over raw and derived variables."""
    for name, text in RELATED.items():
        kind = name.partition("_")[2]
        if name.startswith("modelled"):
            family = "linear" if kind == "clusters" else kind
            head = HEAD.format("model") + f"model: {family}\n"
        else:
            head = HEAD.format("association" if kind == "ticked" else kind)
        Path(f"analyses/{name}.yaml").write_text(head + text, encoding="utf-8")


def state_related(path: Path, codebook: Codebook, tables: dict[str, pd.DataFrame]) -> Iterator[Statistic]:
    """Yield what the step of a plan of kind model, or of a relating kind, states."""
    columns = list(tables["responses"].columns)
    if read_yaml(path)["kind"] == "model":
        request = read_request(path, codebook, columns)
        population = SelectedRows("responses", tables["responses"]).also(*request.plan.population)
        for item in list_items(request.plan, codebook):
            yield from state_model(request, item, population)
    else:
        relation = read_relation(path, codebook, columns)
        population = SelectedRows("responses", tables["responses"]).also(*relation.plan.population)
        yield from relate_all(relation, codebook, population)
