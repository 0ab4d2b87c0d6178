"""Ids and conditions under the new name: each part is renamed where it names the thing, and nowhere else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aimed.language.relative_ids import complete
from aimed.onboarding.rename.names import COARSER, NamedStudy, Renaming, slug

TOKEN = re.compile(r"(?<![\w.*])\.?[a-z*][\w*]*(?:\.[\w*]+)*")
OF_CODES = ("codes", "agreement", "cooccurrence", "saturation")
DETAIL = {"level": "", "collapsed": COARSER}
JOINTS = re.compile(r"(_vs_|_x_)")


@dataclass(frozen=True)
class IdRenaming:
    """Renames ids of one thing in one study."""

    study: NamedStudy
    one: Renaming

    def rename_id(self, whole: str) -> str:
        """Return an id, or the beginning of one, under the new name; * stands for any part."""
        head, *rest = whole.split(".")
        if head not in self.study.plans:
            return self._rename_declared(head, rest)
        if self.one.kind == "analysis":
            return ".".join([slug(self.one.new) if head == slug(self.one.old) else head, *rest])
        return ".".join([head, *self._rename_rest(head, rest)])

    def rename_item(self, analysis: str, item: str) -> str:
        """Return an item (variable, option or code) as a table or figure names it."""
        return ".".join(self._rename_rest(analysis, item.split(".")))

    def rename_group(self, analysis: str, part: str) -> str:
        """Return a group, a comparison of groups or a term of a model under the new name."""
        return "".join(self._rename_piece(analysis, piece) for piece in JOINTS.split(part))

    def rename_code(self, variable: str, code: str, coarser: bool = False) -> str:
        """Return a code of a variable under the new name.

        coarser: whether a code of the coarser scale goes before one of the same name, as in events.
        """
        scale = self.study.scale(variable)
        if coarser and code in self.study.codes.get(f"{scale}{COARSER}", ()):
            scale = f"{scale}{COARSER}"
        named = self.one.kind == "code" and code == self.one.old and self.one.scale == scale
        return self.one.new if named else code

    def rename_theme(self, code: str) -> str:
        """Return a code of themes.csv under the new name; those below a theme go with it."""
        if self.one.kind != "theme" or not (code == self.one.old or code.startswith(f"{self.one.old}.")):
            return code
        return self.one.new + code[len(self.one.old) :]

    def rename_expression(self, written: str, prefix: str = "") -> str:
        """Return an id or a condition under the new name; `prefix` is what relative ids begin with."""
        wholes = [complete(match[0], prefix) for match in TOKEN.finditer(written)]

        def rename(match: re.Match[str]) -> str:
            token = match[0]
            if token.startswith(".") and prefix:
                parts = self.rename_id(complete(token, prefix)).split(".")
                return "." + ".".join(parts[len(prefix.split(".")) :])
            if "." in token and token.partition(".")[0] in {*self.study.plans, "*", "plans", "codebook"}:
                return self.rename_id(token)
            return self._rename_bare(token, wholes)

        return TOKEN.sub(rename, written)

    def concerns(self, analysis: str) -> bool:
        """Return whether an analysis has the scale of a code among its groups or outcomes."""
        return self.one.scale in self._all_scales(analysis)

    def _rename_declared(self, head: str, rest: list[str]) -> str:
        if head == "plans" and self.one.kind == "analysis" and rest[:1] == [slug(self.one.old)]:
            rest = [slug(self.one.new), *rest[1:]]
        if head == "codebook" and self.one.kind == "theme" and rest == [self.one.old, "codes"]:
            rest = [self.one.new, "codes"]
        return ".".join([head, *rest])

    def _rename_rest(self, analysis: str, rest: list[str]) -> list[str]:
        """Return what follows the analysis: item, group, level and statistic."""
        one = self.one
        if one.kind == "theme":
            own = slug(one.old).split(".")
            if self._kind(analysis) in OF_CODES and rest[: len(own)] == own:
                rest = [*slug(one.new).split("."), *rest[len(own) :]]
            return [self._rename_piece(analysis, part) for part in rest]
        if one.kind == "variable":
            first = [one.new if rest[0] == one.old else rest[0]] if rest else []
            return first + [self.rename_group(analysis, part) for part in rest[1:]]
        return self._rename_codes(analysis, rest)

    def _rename_codes(self, analysis: str, rest: list[str]) -> list[str]:
        if self.one.kind != "code" or not rest:
            return rest
        variable, renamed = rest[0], list(rest)
        multi = self.study.variables.get(variable, {}).get("type") == "multi"
        for at, part in enumerate(rest[1:], start=1):
            if rest[at - 1] in DETAIL and at > 1:
                scale = self.study.scale(variable) + DETAIL[rest[at - 1]]
                renamed[at] = self.one.new if part == self.one.old and scale == self.one.scale else part
            elif at == 1 and multi:
                renamed[at] = self.rename_code(variable, part)
            else:
                renamed[at] = self.rename_group(analysis, part)
        return renamed

    def _rename_piece(self, analysis: str, piece: str) -> str:
        """Return one side of a comparison, or one term of a model, under the new name."""
        one, start = self.one, "with_" if piece.startswith("with_") else ""
        name = piece.removeprefix(start)
        if one.kind == "variable" and self._kind(analysis) not in OF_CODES:
            codes = self.study.codes.get(self.study.scale(one.old), ())
            terms = {one.old, *(f"{one.old}_{code}" for code in codes)}
            return start + one.new + name[len(one.old) :] if name in terms else piece
        if one.kind == "theme" and start:
            own = one.old.replace(".", "_")
            alike = name == own or name.startswith(f"{own}_")
            return start + one.new.replace(".", "_") + name[len(own) :] if alike else piece
        if one.kind == "code":
            if piece == one.old and one.scale in self._group_scales(analysis):
                return one.new
            for variable in self.study.variables:
                if self.study.scale(variable) == one.scale and name == f"{variable}_{one.old}":
                    return f"{start}{variable}_{one.new}"
        return piece

    def _rename_bare(self, token: str, wholes: Iterable[str]) -> str:
        """Return a name without its analysis, as in `== coding`, `except (coding)`, `hic > lmic in`."""
        one = self.one
        heads = {whole.partition(".")[0] for whole in wholes if "." in whole} & set(self.study.plans)
        if one.kind == "variable" and token == one.old:
            return one.new if any(one.old in self._variables(head) for head in heads) else token
        if one.kind == "code" and token == one.old:
            scales = {scale for head in heads for scale in self._all_scales(head)}
            return one.new if one.scale in scales else token
        if one.kind == "theme" and any(self._kind(head) in OF_CODES for head in heads):
            last = one.old.rpartition(".")[2]
            return one.new.rpartition(".")[2] if token == last else self.rename_theme(token)
        return token

    def _kind(self, analysis: str) -> str:
        return str(self.study.plans.get(analysis, {}).get("kind", ""))

    def _plans(self, analysis: str) -> list[str]:
        """Return an analysis, or those that a multiverse makes again."""
        plan = self.study.plans.get(analysis, {})
        return [analysis, *(slug(str(other)) for other in plan.get("of") or [])]

    def _variables(self, analysis: str) -> set[str]:
        plans = [self.study.plans.get(name, {}) for name in self._plans(analysis)]
        return {str(name).partition(".")[0] for plan in plans for name in plan.get("outcomes") or []}

    def _group_scales(self, analysis: str) -> set[str]:
        scales: set[str] = set()
        for name in self._plans(analysis):
            plan = self.study.plans.get(name, {})
            for variable in [plan.get("by"), *(plan.get("also_by") or [])]:
                scale = self.study.scale(str(variable))
                both = {scale, f"{scale}{COARSER}"} if variable and scale else set()
                named = {one for one in both if self.one.old in self.study.codes.get(one, ())}
                collapsed = plan.get("collapsed") in ("yes", True) and variable == plan.get("by")
                if len(named) > 1:  # one name for two codes: the groups are those that the plan asks for
                    named = {f"{scale}{COARSER}" if collapsed else scale}
                scales |= named
        return scales

    def _all_scales(self, analysis: str) -> set[str]:
        own = {self.study.scale(variable) for variable in self._variables(analysis)}
        return self._group_scales(analysis) | own | {f"{scale}{COARSER}" for scale in own}
