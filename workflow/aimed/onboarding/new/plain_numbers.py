"""The one number that a text says, where it can say no other."""

import re
import unicodedata
from collections.abc import Iterable

from aimed.language.likeness import normalise

NUMBERS = re.compile(r"\d+(?:[.,]+\d+)*")
PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
LETTERS = re.compile(r"[^\W\d_]+")
# as `normalise` writes them; no `second` and no `segundo`, which count years too
TIMES = {
    "second": "sec secs seconds sekunde sekunden segundos secondes",
    "minute": "min mins minute minutes minuten minuto minutos minuti dakika",
    "hour": "h hr hrs hour hours std stunde stunden hora horas heure heures ora ore saa",
    "day": "d day days tag tage tagen dia dias jour jours giorno giorni siku",
    "week": "wk wks week weeks weekly woche wochen semana semanas semaine semaines settimana settimane wiki",
    "month": "mo mos month months monthly monat monate mes meses mois mese mesi mwezi miezi",
    "semester": "semester semesters semestre semestres term terms trimester trimesters trimestre trimestres",
    "year": "y yr yrs yo year years yearly jahr jahre jahren ano anos ans annee annees anno anni mwaka miaka",
}
EASTERN = {
    "second": "秒 초",
    "minute": "分 分钟 분",
    "hour": "時間 小时 小時 시간",
    "day": "日 天 일",
    "week": "週 周 주",
    "month": "月 개월 월",
    "semester": "学期 學期 학기",
    "year": "年 岁 歳 년 학년 살 세",
}
UNITS = {word: unit for unit, words in TIMES.items() for word in words.split()}


def read_plain_number(text: str, units: frozenset[str]) -> str:
    """Return the one number of a text with a decimal point; an empty text where it may be another.

    So it is with several numbers, thousands marks, fractions (5½), and units of time beside `units`.
    """
    found = NUMBERS.findall(text)
    fractions = any(unicodedata.category(character) == "No" for character in text)
    if len(found) != 1 or not PLAIN.fullmatch(found[0]) or fractions or find_units([text]) - units:
        return ""
    return "".join(str(unicodedata.decimal(character, ".")) for character in found[0])


def find_units(texts: Iterable[str]) -> frozenset[str]:
    """Return the units of time that texts speak of, as hour and year."""
    said = [normalise(text) for text in texts]
    known = {UNITS[word] for text in said for word in LETTERS.findall(text) if word in UNITS}
    eastern = {
        unit
        for unit, words in EASTERN.items()
        if any(word in text for word in words.split() for text in said)
    }
    return frozenset(known | eastern)
