"""Numbers of lines as a reader would say them."""


def name_lines(numbers: list[int]) -> str:
    """Return numbers of lines in order as a reader would say them: 3, 5-9 and 12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
