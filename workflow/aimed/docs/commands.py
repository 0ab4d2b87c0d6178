"""Write docs/reference/commands.md from the command tables, as their own --help reads them."""

import argparse
import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

import tyro

from aimed.docs.markdown import escape, write_page, write_table
from aimed.options import COMMANDS, GROUPS

NOTHING = re.compile(r" ?\(default: (None|False|)\)")  # that an argument is not given says nothing
INTRODUCTION = """# Commands

Every command of `aimed` with its arguments; each says this itself with `--help`. The exit code is 0, or 1 for
problems, or 2 for a command line that cannot be read."""


def list_commands() -> dict[str, Callable[..., Any]]:
    """Return `aimed <command>` -> its function; groups, as `aimed cohort`, by their own commands."""
    found = {f"aimed {name}": run for name, run in COMMANDS.items() if name not in GROUPS}
    for group, module in GROUPS.items():
        inside = importlib.import_module(module).COMMANDS
        found |= {f"aimed {group} {name}": run for name, run in inside.items()}
    return found


def list_arguments(name: str, command: Callable[..., Any]) -> list[tuple[str, str]]:
    """Return each argument as it is written, and its help; --help itself left out."""
    parser = tyro.extras.get_parser(command, prog=name, config=(tyro.conf.FlagCreatePairsOff,))
    return [_describe(action) for action in parser._actions if "--help" not in action.option_strings]


def write_commands() -> str:
    """Return the page, one heading per command."""
    blocks = [INTRODUCTION]
    for name, command in list_commands().items():
        arguments = [(f"`{written}`", said) for written, said in list_arguments(name, command)]
        summary = (inspect.getdoc(command) or "").partition("\n\n")[0]
        blocks += [f"## {name}", escape(summary), write_table(("argument", "meaning"), arguments)]
    return write_page(blocks)


def _describe(action: argparse.Action) -> tuple[str, str]:
    said = NOTHING.sub("", action.help or "")
    if not action.option_strings:
        return action.dest.upper(), "" if said == action.dest else said
    value = "" if action.nargs == 0 else str(action.metavar).removeprefix("{None}|")
    return f"{action.option_strings[0]} {value}".strip(), said
