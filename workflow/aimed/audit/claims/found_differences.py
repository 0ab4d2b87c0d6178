"""What words for a difference, a relation, or none of them ask of the tests of a condition."""

import re

from aimed.audit.claims.words_asked import LARGER, SMALLER, Contradiction, Judge, Verdict, WordAsked

CORRELATION = re.compile(r"\.(?:spearman|pearson|kendall|r|phi|v|icc)$")
LEVEL, CLOSE = 0.05, 1e-9  # of the tests, where the study has no interval of its own


def difference_of(is_found: bool) -> Judge:
    """Return the judge of a word for a difference that was found, or was not."""

    def judge(asked: WordAsked) -> Verdict:
        signs = {fact.sign for fact in asked.tests}
        mine, theirs = (SMALLER, LARGER) if is_found else (LARGER, SMALLER)
        level, limits = asked.known.limits.get("tests", LEVEL), {fact.limit for fact in asked.tests}
        if signs and signs <= set(mine):
            lax = max(limits) > level + CLOSE if is_found else min(limits) < level - CLOSE
            return asked.wrong(f"a limit of {max(limits):g}, where tests are at {level:g}") if lax else True
        if signs and signs <= set(theirs):
            return asked.wrong(f"a p-value {'above' if is_found else 'below'} its limit")
        return None

    return judge


def relation_of(positive: bool | None) -> Judge:
    """Return the judge of a word for what goes together, the more of one the more or less of the other."""

    def judge(asked: WordAsked) -> Verdict:
        found = difference_of(True)(asked)
        if isinstance(found, Contradiction):
            return found
        signs = {fact.sign for fact in asked.limits if any(CORRELATION.search(name) for name in fact.ids)}
        if positive is not None and signs:
            mine, theirs = (LARGER, SMALLER) if positive else (SMALLER, LARGER)
            if signs <= set(theirs):
                return asked.wrong("a relation of the other direction")
            return True if signs <= set(mine) else None
        return True if found or signs else None

    return judge


def judge_apart(asked: WordAsked) -> Verdict:
    """Unrelated: a p-value above its limit, and no correlation beyond 0."""
    signs = {fact.sign for fact in asked.limits if any(CORRELATION.search(name) for name in fact.ids)}
    return asked.wrong("a relation") if signs & set(LARGER) else difference_of(False)(asked)
