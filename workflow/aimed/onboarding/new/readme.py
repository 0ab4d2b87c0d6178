"""Draft the README of a cohort: what a reader in ten years must know of the raw files."""

from pathlib import Path

from aimed.files.yaml_json import TO_DECIDE
from aimed.onboarding.profiling import Profile, ProfiledFile


def draft_readme(cohort: str, profile: Profile, transcripts: list[Path]) -> str:
    """Return a README with what the files show, and questions for the person who collected the data."""
    lines = [
        f"# {cohort}",
        "",
        "Drafted by `aimed cohort new`: answer the questions, then delete this line.",
        "",
        "| file | rows | columns | format |",
        "| --- | --- | --- | --- |",
        *[f"| {f['name']} | {f['rows']} | {f['columns']} | {describe_file(f)} |" for f in profile.files],
        *[f"| {path.as_posix()} | | | transcript |" for path in transcripts],
        "",
    ]
    questions = (
        "Who was asked, how were they found, and how many were asked",
        "Who collected the data, with which tool, and in which languages",
        "Which questions differ from those of the other cohorts, and why",
        "What respondents were told, and what they agreed to",
        "Who may see the raw files, where they are kept, and until when",
    )
    lines += [f"- {question}? {TO_DECIDE}" for question in questions]
    return "\n".join(lines) + "\n"


def describe_file(file: ProfiledFile) -> str:
    """Return how a survey file was read, in a few words."""
    told = [str(file.get("layout") or ""), str(file.get("format") or "")]
    if file.get("encoding"):
        told.append(f"{file['encoding']}{' (a guess)' if file.get('encoding_guessed') else ''}")
    if file.get("separator"):
        told.append({"\t": "tabs", ",": "commas", ";": "semicolons"}.get(str(file["separator"]), "bars"))
    if file.get("sheet"):
        told.append(f"sheet {file['sheet']}")
    return ", ".join(part for part in told if part and part != "plain")
