"""Which files and package versions a step depends on, so that editing one re-runs exactly its users."""

import ast
import functools
import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

DISTRIBUTIONS = {
    "docx": "python-docx",
    "pypandoc": "pypandoc-binary",
    "yaml": "pyyaml",
}  # import name -> package, where they differ
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
def _distributions(name: str) -> tuple[str, ...]:
    """Return the packages that an import name belongs to; reading the lists of all is the slow way."""
    try:
        return (importlib.metadata.metadata(DISTRIBUTIONS.get(name, name))["Name"].lower(),)
    except importlib.metadata.PackageNotFoundError:
        return tuple(sorted({package.lower() for package in _all_packages().get(name, [])}))


@functools.cache
def _all_packages() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


@functools.cache
def _file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.exists()), None)


@functools.cache
def _imports(file: Path) -> list[str]:
    names: list[str] = []
    for node in _statements(ast.parse(file.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise ValueError(f"{file}:{node.lineno}: relative import; write it in full")
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield all statements, those inside others too; expressions hold no imports and are not looked into."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, part, []))
        for inner in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
            yield from _statements(inner.body)
