"""Bind the manuscript to the ledger: every mark resolved, and looked up by the filters when rendering."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from aimed.files.yaml_json import read_yaml, write_json
from aimed.language.marks import Mark, scan_marks
from aimed.ledger.contents import read_evidence, read_ledger
from aimed.manuscript.binding.code_tree import list_examples, tabulate_codes
from aimed.manuscript.binding.cross_references import (
    check_references,
    find_equations,
    is_inside,
    number_floats,
)
from aimed.manuscript.binding.fixed_words import list_languages, words_in
from aimed.manuscript.binding.opening import read_open_binding
from aimed.manuscript.binding.register import tabulate_register
from aimed.manuscript.binding.resolve_marks import Binding, place_of
from aimed.manuscript.binding.strands_table import bind_words, tabulate_strands
from aimed.manuscript.binding.unplanned_marks import (
    explain_signs,
    kinds_of_entry,
    write_sentences,
)
from aimed.manuscript.evidence.listing import ground_evidence, list_evidence
from aimed.manuscript.evidence.version import tell_version
from aimed.manuscript.tables.cells import slug
from aimed.manuscript.tables.declared import ResolvedTable, check_table, resolve_table
from aimed.messages.problems import Problem, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.declarations import read_config

DRAFT = "draft"
NO_DISPLAY = ("a joint display", "manuscript/joint.yaml, which it shows", "write it, or take the table out")
# kinds of table that are made of what the documents and joint.yaml say
OF_TEXTS = {"quotations": tabulate_register, "joint": tabulate_strands, "code_tree": tabulate_codes}


def bind_manuscript(
    *,
    documents: InputFiles,
    ledger: InputFile,
    forms: InputFile,
    tables: InputFile,
    figures: InputFile,
    turns: InputFile,
    participants: InputFile,
    coded_turns: InputFile,
    codebook: InputFiles,
    analyses: InputFiles,
    config: InputFile,
    keys: InputFiles = (),
    joint: InputFiles = (),
    evidence: InputFiles = (),
    binding: OutputFile,
    only: str = "",
) -> None:
    """Write binding.json: what every mark of the documents, or of the document `only`, becomes.

    documents: the paper first, then the supplement; of the others only the numbering is used. codebook:
    variables.csv, scales.csv, missing.csv, derived.yaml if there is one, themes.csv. turns, coded_turns and
    participants: the tables of coding and harmonise. keys: of the cohorts whose speakers have numbers. joint:
    joint.yaml, if there is one. evidence: evidence.json. Raises ProblemsFound for marks that cannot be
    resolved, and from stage submission on for claims that do not hold, verdicts that do not follow and codes
    that turns do not carry.
    """
    settings = read_config(config)
    spoken = turns, participants, coded_turns
    open_binding = read_open_binding(ledger, forms, codebook, analyses, spoken, settings, (keys, joint))
    declared = {"table": read_entries(tables, "tables"), "figure": read_entries(figures)}
    texts = {path.as_posix(): path.read_text(encoding="utf-8") for path in documents}
    wanted = {path for path in texts if Path(path).stem == only} or set(texts)
    bound = bind_texts(texts, open_binding, declared, (tables.as_posix(), figures.as_posix()), wanted)
    raise_problems(open_binding.problems)
    if settings.get("stage", DRAFT) != DRAFT:
        false_rows = [problem for row in open_binding.judged.values() for problem in row.problems]
        raise_problems([*false_claims(bound), *false_rows, *open_binding.unfit])
    study, words = open_binding.study, open_binding.words
    for path in evidence:
        bound |= ground_evidence(bound["evidence"], study, read_evidence(path), words)
    bound["study"] |= tell_version(settings["manuscript"], read_ledger(ledger), words)
    # without the places of claims, so that a moved line leaves binding.json as it is
    write_json({key: value for key, value in bound.items() if key != "claims"}, binding)


def read_entries(path: Path, schema: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the entries of tables.yaml or figures.yaml by their id.

    Raises ProblemsFound for entries against the schema, and for an id given twice.
    """
    entries = read_yaml(path, schema=schema) or []
    ids = [entry["id"] for entry in entries]
    expected, remedy = "one", "rename the others"
    raise_problems(
        Problem(f"{path.as_posix()}, {name}", f"{ids.count(name)} entries of this id", expected, remedy)
        for name in sorted(set(ids))
        if ids.count(name) > 1
    )
    return {entry["id"]: entry for entry in entries}


def bind_texts(
    texts: Mapping[str, str],
    binding: Binding,
    declared: Mapping[str, Mapping[str, Any]],
    files: tuple[str, str],
    wanted: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return binding.json's content for the documents' texts; what is wrong is added to binding.problems.

    wanted: the paths to bind (all when None); the others only number and refer. declared holds
    tables.yaml and figures.yaml under table and figure; files are their paths.
    """
    every = {path: scan_marks(text) for path, text in texts.items()}
    marks = {path: found for path, found in every.items() if wanted is None or path in wanted}
    first = next(iter(marks))
    languages = list_languages(texts)
    words = {path: words_in(spoken, binding.house.get("words")) for path, spoken in languages.items()}
    binding.words = words[first]
    aside = replace(binding, conditions={}, claims=[], problems=[])
    hidden = {
        path: _bind_marks(path, found, binding) if path in marks else _find_hidden(path, found, aside)
        for path, found in every.items()
    }
    _gather_quoted(every, hidden, declared["table"], files[0], binding)
    numbered = {path: [*every[path], *find_equations(text)] for path, text in texts.items()}
    labels, twice = number_floats(numbered, hidden, words)
    binding.problems += [problem for problem in twice if problem.place.split(":")[0] in marks]
    for path in marks:
        binding.problems += check_references(path, texts[path], list(labels), hidden[path])
    synthetic = binding.values.get("study.synthetic")
    bound = {
        "study": {"banner": binding.house["synthetic_banner"] if synthetic else ""},
        "language": {"tag": languages[first], "words": words[first]},
        "numbers": binding.numbers,
        "conditions": binding.conditions,
        "claim_marks": binding.claim_marks,
        "claim_ids": binding.claim_ids,
        "mark_notes": explain_signs(binding.unplanned, binding.study),
        "claims": binding.claims,
        "quotes": binding.quotes,
        "references": labels,
        "tables": _bind_tables(marks, declared["table"], files[0], binding),
        "figures": _bind_figures(marks, declared["figure"], files[1], binding),
    }
    return bound | {"evidence": list_evidence(bound, binding.study, binding.words)}


def _gather_quoted(
    marks: Mapping[str, list[Mark]],
    hidden: Mapping[str, list[Mark]],
    tables: Mapping[str, Any],
    file: str,
    binding: Binding,
) -> None:
    """Add the quotations of all documents, and those that tables show as examples, to binding.quoted."""
    binding.quoted += [
        mark
        for path, found in marks.items()
        for mark in found
        if mark.kind == "quote" and not is_inside(mark.start, hidden[path])
    ]
    for name, mark in list_examples(marks, tables):
        binding.bind_quote(mark, f"{file}, {name}, examples")
        binding.quoted.append(mark)


def false_claims(binding: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each claim, of what `bind_texts` returned, that does not hold."""
    remedy = "change the words or the condition"
    return [
        Problem(claim["place"], f'"{claim["words"]}" does not hold: {claim["now"]}', claim["holds"], remedy)
        for claim in binding["claims"]
        if not binding["conditions"][claim["holds"]]
    ]


def _find_hidden(path: str, marks: list[Mark], binding: Binding) -> list[Mark]:
    """Return the .when marks of a document that do not stand, and bind nothing else of it."""
    return [mark for mark in marks if mark.kind == "when" and binding.bind_condition(mark, path) is False]


def _bind_marks(path: str, marks: list[Mark], binding: Binding) -> list[Mark]:
    """Resolve the marks of one document; return the .when marks that do not stand."""
    hidden = []
    for mark in marks:
        if mark.kind == "num":
            binding.bind_number(mark, path)
        elif mark.kind == "quote":
            binding.bind_quote(mark, path)
        elif mark.kind in ("claim", "when"):
            holds = binding.bind_condition(mark, path)
            if mark.kind == "when" and holds is False:
                hidden.append(mark)
    return hidden


def _asked(
    kind: str, marks: Mapping[str, list[Mark]], declared: Mapping[str, Any], file: str, binding: Binding
) -> list[str]:
    """Return the ids of tables or figures that the documents ask for; unknown ones are problems."""
    asked = []
    for path, found in marks.items():
        for mark in found:
            name = mark.attributes.get("from")
            if mark.kind != kind or name is None:
                continue
            if name in declared:
                asked.append(name)
            else:
                known = ", ".join(declared) or "none"
                expected, remedy = f"one of {file}: {known}", "correct from="
                binding.problems.append(Problem(place_of(path, mark), f"{kind} {name}", expected, remedy))
    return list(dict.fromkeys(asked))


def _bind_tables(
    marks: Mapping[str, list[Mark]], declared: Mapping[str, Any], file: str, binding: Binding
) -> dict[str, ResolvedTable]:
    resolved = {}
    for name in _asked("table", marks, declared, file, binding):
        problems = check_table(f"{file}, {name}", declared[name], binding.study)
        if declared[name]["kind"] == "joint" and binding.joint is None:
            problems.append(Problem(f"{file}, {name}", *NO_DISPLAY))
        binding.problems += problems
        if not problems:
            made = OF_TEXTS[kind](binding) if (kind := declared[name]["kind"]) in OF_TEXTS else None
            resolved[name] = resolve_table(declared[name], binding.study, made)
            resolved[name]["analysis"] = str(declared[name].get("analysis", ""))
            if words := _tell_unplanned(declared[name], binding):
                resolved[name]["caption"] = words
    return resolved


def _bind_figures(
    marks: Mapping[str, list[Mark]], declared: Mapping[str, Any], file: str, binding: Binding
) -> dict[str, dict[str, str]]:
    """Return figure -> file stem and alt text, its own marks resolved to plain words."""
    resolved = {}
    for name in _asked("figure", marks, declared, file, binding):
        alt = bind_words(str(declared[name].get("alt", "")), f"{file}, {name}, alt", binding)["text"]
        resolved[name] = {"stem": f"figures/{name}", "alt": alt, **_plan_of(declared[name], binding)}
        if words := _tell_unplanned(declared[name], binding):
            resolved[name]["caption"] = words
    return resolved


def _plan_of(entry: Mapping[str, Any], binding: Binding) -> dict[str, str]:
    """Return the analysis that a figure shows, and its question."""
    analysis = str(entry.get("analysis", ""))
    plan = binding.study.analyses.get(slug(analysis), {})
    return {"analysis": analysis, "question": str(plan.get("question", ""))}


def _tell_unplanned(entry: Mapping[str, Any], binding: Binding) -> str:
    """Return what the caption of a declared table or figure ends with."""
    shown = binding.joint.rows if entry["kind"] == "joint" and binding.joint else entry
    return write_sentences(kinds_of_entry(shown, binding.study), binding.unplanned, binding.study)


if __name__ == "__main__":
    run(bind_manuscript)
