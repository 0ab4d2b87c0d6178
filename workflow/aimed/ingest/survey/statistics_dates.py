"""Write the dates of statistics packages, which are numbers with a format, as text that people read."""

import datetime
import re
from dataclasses import dataclass

DAY = 86_400
LAST = 253_402_300_800  # seconds from 1970 to the end of the year 9999
UNIX = datetime.datetime(1970, 1, 1)
SPSS_BEGIN = (UNIX - datetime.datetime(1582, 10, 14)).days * DAY
BEGIN_1960 = (UNIX - datetime.datetime(1960, 1, 1)).days * DAY


@dataclass(frozen=True)
class Clock:
    """How a column counts time. unit: seconds in 1; begin: seconds from its day 0 to 1970-01-01.

    shows: date, datetime or time (a time of day, or how long something took); earliest: the first number
    that is a date.
    """

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


SPSS = {
    r"(A|E|S|J)?DATE\d*|QYR\d*|MOYR\d*|WKYR\d*": Clock(1, SPSS_BEGIN, "date", 0),
    r"(DATETIME|YMDHMS)[\d.]*": Clock(1, SPSS_BEGIN, "datetime", 0),
    r"D?TIME[\d.]*|MTIME[\d.]*": Clock(1, SPSS_BEGIN, "time"),
}
STATA = {
    r"%-?[\d.]*t?d.*": Clock(DAY, BEGIN_1960, "date"),
    r"%-?[\d.]*tc[HhMmSsAaPp:. ]+": Clock(0.001, BEGIN_1960, "time"),
    r"%-?[\d.]*tc.*": Clock(0.001, BEGIN_1960, "datetime"),
}
SAS_DAYS = (
    "DATE|(YYMM|MMYY|YYMMDD|DDMMYY|MMDDYY|YYQ|YYQR)[BCDNPS]?|MONYY|YYMON|WEEKDAT[EX]|WORDDAT[EX]|JULIAN|"
    "NLDATE|EURDFDD|EURDFDE|MINGUO|(E8601|B8601|IS8601)DA"
)
SAS_MOMENTS = (
    "DATETIME|DATEAMPM|MDYAMPM|NLDATM|EURDFDT|DTDATE|DTMONYY|DTWKDATX|DTYEAR|TOD|"
    "(E8601|B8601|IS8601)(DT|DN|DZ)"
)
SAS = {
    SAS_DAYS: Clock(DAY, BEGIN_1960, "date"),
    SAS_MOMENTS: Clock(1, BEGIN_1960, "datetime"),
    "TIME|TIMEAMPM|HHMM|HOUR|MMSS|NLTIME|(E8601|B8601|IS8601)TM": Clock(1, BEGIN_1960, "time"),
}
UNREAD = re.compile(
    r"%-?[\d.]*t[Cwqhb].*"
)  # leap seconds, weeks, quarters, half years, business days of Stata


def find_clock(package: str, written: str | None) -> Clock | None:
    """Return how a column with this format counts time; null for a format of plain numbers.

    package: spss, spss_portable, stata, sas or sas_transport; written: the format, as DATE11 or %td.
    Origins: SPSS counts seconds from 14 October 1582, SAS days or seconds and Stata days or milliseconds
    from 1 January 1960 (the manuals of each).
    """
    if package.startswith("sas"):
        known, name = SAS, re.sub(r"(?<=\D)\d*(\.\d*)?$", "", (written or "").upper())
    elif package == "stata":
        known, name = STATA, written or ""
    else:
        known, name = SPSS, (written or "").upper()
    return next((clock for pattern, clock in known.items() if re.fullmatch(pattern, name)), None)


def _write_time(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1_000_000), 1_000_000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{rest:06}".rstrip("0") if rest else "")
