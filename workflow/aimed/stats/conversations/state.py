"""State what a plan asks of conversations: codes that go together, saturation, or who spoke how much."""

from collections.abc import Iterator

import pandas as pd

from aimed.files.row_selection import Filter
from aimed.files.tables import read_table, write_table
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.stats.conversations.cooccurrence import TurnsWithCodes, state_cooccurrence
from aimed.stats.conversations.participation import state_participation, state_speakers
from aimed.stats.conversations.request import ConversationRequest, read_conversation
from aimed.stats.conversations.saturation import state_saturation
from aimed.stats.conversations.spoken_turns import keep_material, list_transcripts, select_spoken
from aimed.stats.groups import list_groups
from aimed.stats.plans import Plan, read_plan
from aimed.stats.statistics import SelectedRows, Statistic, tabulate_statistics
from aimed.study.codebook import Codebook, read_codebook
from aimed.study.written_tables import read_written


def state_conversations(
    *,
    analysis: str,
    plan: InputFile,
    variables: InputFile,
    scales: InputFile,
    reasons: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    turns: InputFile,
    coded_turns: InputFile,
    statistics: OutputFile,
) -> None:
    """Write the numbers of a plan of kind cooccurrence, saturation or participation.

    Raises ProblemsFound for a plan that names what codebook, themes.csv or transcripts do not have.
    """
    codebook = read_codebook(variables, scales, reasons, *derived)
    spoken, coded = read_table(turns), read_table(coded_turns)
    read = read_plan(plan, codebook, list(spoken.columns))
    codes = list(read_written(themes)["code"])
    names = [group.code for group in list_transcripts(keep_counted(read, spoken))]
    request = read_conversation(plan, codes, names)
    numbers = list(state_all(read, request, codebook, list_lowest(codes), spoken, coded))
    write_table(tabulate_statistics(analysis, numbers, read.public_by_plan), statistics)


def keep_counted(plan: Plan, turns: pd.DataFrame) -> pd.DataFrame:
    """Return the turns without coded answers of the survey, unless the plan asks for them."""
    return SelectedRows("turns", turns).also(*keep_material(plan, turns)).rows


def list_lowest(codes: list[str]) -> list[str]:
    """Return the codes that have none below them."""
    above = {code.rpartition(".")[0] for code in codes}
    return [code for code in codes if code not in above]


def state_all(
    plan: Plan,
    request: ConversationRequest,
    codebook: Codebook,
    lowest: list[str],
    turns: pd.DataFrame,
    coded: pd.DataFrame,
) -> Iterator[Statistic]:
    """Yield the numbers of a plan; `lowest` are the codes that are meant where it names none."""
    spoken = select_spoken(plan, turns)
    if plan.kind == "participation":
        yield from _state_participation(plan, request, codebook, turns, spoken)
        return
    asked = [condition for condition in plan.population if condition.column in coded]
    asked += keep_material(plan, turns)
    if plan.kind == "cooccurrence":
        codes = list(request.codes or lowest)
        raised = SelectedRows("coded_turns", coded).also(*asked)
        talk = TurnsWithCodes(spoken.rows, raised.rows, codes)
        yield from state_cooccurrence(spoken, talk, codes, request.nearness)
        return
    raised = SelectedRows("coded_turns", coded).also(*asked, Filter("code", "in", tuple(lowest)))
    groups = {group.code: group for group in list_transcripts(keep_counted(plan, turns))}
    order = [
        (name, sorted(set(raised.also(*groups[name].conditions).rows["code"]))) for name in request.order
    ]
    yield from state_saturation(raised, order, request.rule)


def _state_participation(
    plan: Plan, request: ConversationRequest, codebook: Codebook, turns: pd.DataFrame, spoken: SelectedRows
) -> Iterator[Statistic]:
    moderated = SelectedRows("turns", turns).also(Filter("role", "is", "moderator"))
    for group in (*list_groups(plan, codebook, spoken.rows), *list_transcripts(keep_counted(plan, turns))):
        yield from state_participation(group, spoken, moderated, request.present.get(group.code))
    if request.speakers:
        yield from state_speakers(spoken)


if __name__ == "__main__":
    run(state_conversations)
