"""The command `aimed`: finds the study it stands in, and runs that study's own workflow."""

import io
import os
import sys
from pathlib import Path

from aimed.messages.problems import ProblemsFound, describe_os_error
from aimed.running.own_workflow import GUARD, run_own_workflow
from aimed.study.layout import STARTED_IN, find_study


def main() -> None:
    """Run the command line. Exit code 1 for problems, 2 for a command line that cannot be read."""
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may have no letter for a name
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        study = find_study(Path.cwd())
        if GUARD not in os.environ:
            os.environ[STARTED_IN] = str(Path.cwd())
        os.chdir(study)
        run_own_workflow(study)
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except ProblemsFound as problems:
        asked = sys.argv[1:] == ["--version"]  # outside a study as well
        code = _run(["--version"]) if asked else 1
        print(*[] if asked else [problems], file=sys.stderr, end="" if asked else "\n")
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        if (refused := describe_os_error(error)) is None:
            raise
        print(refused, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    finally:
        os.environ.pop(STARTED_IN, None)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run the command that the arguments name: what is run most goes without the reader of options."""
    if arguments == ["check"]:
        from aimed.audit.check.command import print_check

        return print_check(Path(), None)
    if arguments == ["build"]:
        from aimed.build.paper import build_paper

        return build_paper()
    from aimed.options import run_command

    return run_command(arguments)


if __name__ == "__main__":
    main()
