"""Which files and package versions a step depends on, so that editing one re-runs exactly its users."""

import ast
import functools
import importlib.metadata
import sys
from pathlib import Path

ROOT = Path("workflow")  # relative: a moved checkout stays "Nothing to be done"


def sources_of(module: str) -> list[str]:
    """Return every file below ROOT that `module` imports, directly or not, itself included.

    Raises ModuleNotFoundError when `module` is not a file below ROOT, ValueError on a relative import.
    """
    start = _file_of(module)
    if start is None:
        raise ModuleNotFoundError(f"{module} is not below {ROOT}/")
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [f for name in _imports(file) if (f := _file_of(name))]
    return sorted(path.as_posix() for path in found)


def versions_of(module: str) -> str:
    """Return the versions of the third-party packages that a step's files import, one text for `params:`."""
    names = {name.split(".")[0] for file in sources_of(module) for name in _imports(Path(file))}
    packages = {
        p for n in names if n not in sys.stdlib_module_names and n != "aimed" for p in _distributions(n)
    }
    return " ".join(sorted(f"{package}=={importlib.metadata.version(package)}" for package in packages))


@functools.cache
def _packages() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def _distributions(name: str) -> list[str]:
    return sorted({package.lower() for package in _packages().get(name, [])})


@functools.cache
def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.exists()), None)


@functools.cache
def _imports(file: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise ValueError(f"{file}:{node.lineno}: relative import; write it in full")
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
