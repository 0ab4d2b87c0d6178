"""The command `aimed rename`; it imports what it needs when it runs."""

import tyro

Name = tyro.conf.Positional[str]


def rename(old: Name, new: Name, /, dry_run: bool = False) -> int:
    """Rename a variable, code, theme, analysis or group wherever the study names it, and print the lines.

    Args:
        old: its name; SCALE.CODE, or variable:, code:, theme: or analysis: before it where several have it.
        new: a name that nothing has.
        dry_run: print the lines, and write nothing.
    """
    from aimed.onboarding.rename.command import rename as rename_everywhere
    from aimed.running.study_lock import hold_study

    with hold_study("aimed rename"):
        print("\n".join(rename_everywhere(old, new, dry_run=dry_run)))
    return 0
