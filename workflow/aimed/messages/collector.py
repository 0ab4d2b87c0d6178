"""The problems of a piece of work by its stages: raised stage by stage, or kept while the work goes on."""

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aimed.messages.problems import Problem, ProblemsFound, Repeated, raise_problems


@dataclass
class Collector:
    """Problems by stage, each once: under the stage that found it first, with the rows of all its parts.

    strict: `stop` raises all that was added, and what is raised within `collecting` stays raised, as a step
    of the build does it. Else everything is kept, and the work goes on as far as it can, as a check does it.
    """

    strict: bool = True
    stages: list[str] = field(default_factory=list)
    found: dict[Hashable, tuple[str, Problem]] = field(default_factory=dict)

    def add(self, stage: str, problems: Iterable[Problem]) -> None:
        """Keep the problems of a stage; stages keep the order in which they were first named."""
        if stage not in self.stages:
            self.stages.append(stage)
        for one in problems:
            key = one.key if isinstance(one, Repeated) else one
            first, before = self.found.get(key, (stage, None))
            self.found[key] = first, one.join(before) if isinstance(one, Repeated) else one

    @contextmanager
    def collecting(self, stage: str) -> Iterator[None]:
        """Keep what is raised within a `with` block, and go on after it. Raises it again where strict."""
        try:
            yield
        except ProblemsFound as found:
            if self.strict:
                raise
            self.add(stage, found.problems)

    def stop(self) -> None:
        """Raise ProblemsFound with all that was added so far where strict, and do nothing otherwise."""
        if self.strict:
            raise_problems(problem for _, problem in self.found.values())

    def by_stage(self) -> dict[str, list[Problem]]:
        """Return stage -> its problems, of each stage that was named; of those that read alike, one."""
        return {
            stage: list(dict.fromkeys(problem for own, problem in self.found.values() if own == stage))
            for stage in self.stages
        }
