"""Write the dates of statistics packages, which are numbers with a format, as text that people read."""

import datetime
import re
from dataclasses import dataclass

from aimed.files.yaml_json import read_beside

DAY = 86_400
LAST = 253_402_300_800  # seconds from 1970 to the end of the year 9999
UNIX = datetime.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Clock:
    """How columns with some formats (expressions) count time; unit: seconds in 1.

    begin: seconds from day 0 to 1970-01-01; shows: date, datetime or time (a time of day, or how long
    something took); earliest: the first number that is a date.
    """

    formats: list[str]
    unit: float
    begin: int
    shows: str
    earliest: float = float("-inf")

    def write(self, number: float) -> str | None:
        """Return 2020-03-01, 2020-03-01 09:30:00 or 09:30:00; null for a number out of range.

        A day with a time in it keeps the time, whatever the format shows of it.
        """
        seconds = number * self.unit
        if number < self.earliest:
            return None
        if self.shows == "time" and 0 <= seconds < 100 * DAY:
            return _write_time(seconds)
        seconds -= self.begin
        if self.shows == "time" or not -62_135_596_800 <= seconds < LAST:
            return None
        moment = UNIX + datetime.timedelta(seconds=seconds)
        if self.shows == "date" and moment.time() == datetime.time():
            return moment.date().isoformat()
        return moment.isoformat(sep=" ")


CLOCKS = {package: [Clock(**clock) for clock in clocks] for package, clocks in read_beside(__file__).items()}
UNREAD = re.compile(
    r"%-?[\d.]*t[Cwqhb].*"
)  # leap seconds, weeks, quarters, half years, business days of Stata


def find_clock(package: str, written: str | None) -> Clock | None:
    """Return how a column with this format counts time; null for a format of plain numbers.

    package: spss, spss_portable, stata, sas or sas_transport; written: the format, as DATE11 or %td.
    """
    family, name = package.partition("_")[0], written or ""
    if family != "stata":
        name = name.upper()
    if family == "sas":
        name = re.sub(r"(?<=\D)\d*(\.\d*)?$", "", name)
    return next((clock for clock in CLOCKS[family] if re.fullmatch("|".join(clock.formats), name)), None)


def _write_time(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1_000_000), 1_000_000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{rest:06}".rstrip("0") if rest else "")
