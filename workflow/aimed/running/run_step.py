"""Run a step from the command line: check what it reads, write beside then rename, record the run."""

import argparse
import inspect
import os
import signal
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from aimed.files.written_whole import write_whole
from aimed.files.yaml_json import write_json
from aimed.messages.problems import ProblemsFound, describe_os_error
from aimed.running.code_dependencies import digest_code, versions_of
from aimed.running.long_lists import MARK
from aimed.running.problems_left import leave_problems
from aimed.running.run_records import check_inputs, describe_run
from aimed.running.study_view import stand_in_view

InputFile = Annotated[Path, "input"]
InputFiles = Annotated[tuple[Path, ...], "input"]
OutputFile = Annotated[Path, "output"]
OutputFiles = Annotated[tuple[Path, ...], "output"]


def run(step: Callable[..., None]) -> None:
    """Run `step` with the options on the command line; a user's mistake ends in its text and exit code 1.

    Besides the step's own options it takes --records (run records of the inputs) and --record (to write).
    """
    module = typing.cast(str, inspect.getmodule(step).__spec__.name)  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing half-written is left
    try:
        try:
            _run(step, module, sys.argv[1:])
        except OSError as error:
            raise describe_os_error(error) or error from None
    except ProblemsFound as problems:
        print(problems, file=sys.stderr)
        if folder := os.environ.get("AIMED_PROBLEMS"):  # where `aimed build` collects them
            leave_problems(problems, Path(folder))
        sys.exit(1)


def _run(step: Callable[..., None], module: str, arguments: list[str]) -> None:
    options = _parse(step, arguments)
    records, record = options.pop("records"), options.pop("record")
    roles = _roles(step)
    inputs = [p for name, value in options.items() if roles[name] == "input" for p in _paths(value)]
    finals = [p for name, value in options.items() if roles[name] == "output" for p in _paths(value)]
    check_inputs(inputs, records)
    with write_whole(*finals, record) as written:
        beside = dict(zip(finals, written, strict=False))
        with stand_in_view(inputs) as names:
            lie = {final: here.absolute() for final, here in beside.items()} if names else beside
            step(**{n: _replace(v, lie if roles[n] == "output" else names) for n, v in options.items()})
        described = describe_run(
            step=module,
            options={name: _plain(value) for name, value in sorted(options.items())},
            inputs=inputs,
            outputs=beside,
            code=digest_code(module),
            versions=versions_of(module),
        )
        write_json(described, written[-1])


def _parse(step: Callable[..., None], arguments: list[str]) -> dict[str, Any]:
    """Return the options of a step: text, paths, and any number of either, as its annotations say."""
    parser = argparse.ArgumentParser(
        description=inspect.getdoc(step),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        fromfile_prefix_chars=MARK,
    )
    for name, parameter in inspect.signature(step).parameters.items():
        several = typing.get_origin(hint := _bare(parameter.annotation)) is tuple
        kind = typing.get_args(hint)[0] if several else hint
        needed = parameter.default is inspect.Parameter.empty
        _add_option(parser, name, kind, several, None if needed else parameter.default)
    _add_option(parser, "records", Path, True, ())
    _add_option(parser, "record", Path, False, None)
    found = vars(parser.parse_args(arguments)).items()
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found}


def _add_option(parser: argparse.ArgumentParser, name: str, kind: type, several: bool, default: Any) -> None:
    """Add an option as --some-name; one without a default must be given."""
    number = "*" if several else None
    flag = f"--{name.replace('_', '-')}"
    parser.add_argument(
        flag,
        dest=name,
        type=kind,
        nargs=number,
        default=default,
        required=default is None,
        metavar=kind.__name__,
    )


def _bare(hint: Any) -> Any:
    return typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint


def _roles(step: Callable[..., None]) -> dict[str, str]:
    """Return parameter name -> 'input', 'output' or 'option', from the step's annotations."""
    hints = typing.get_type_hints(step, include_extras=True)
    return {name: _role(hint) for name, hint in hints.items() if name != "return"}


def _role(hint: Any) -> str:
    found = [m for m in getattr(hint, "__metadata__", ()) if m in ("input", "output")]
    found += [r for part in typing.get_args(hint) if (r := _role(part)) != "option"]
    return found[0] if found else "option"


def _paths(value: Any) -> list[Path]:
    if value is None:
        return []
    return [value] if isinstance(value, Path) else list(value)


def _replace(value: Any, names: dict[Path, Path]) -> Any:
    """Return an option with each path that has another name by that one."""
    if isinstance(value, tuple):
        return tuple(_replace(one, names) for one in value)
    return names.get(value, value) if isinstance(value, Path) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return value.as_posix()
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
