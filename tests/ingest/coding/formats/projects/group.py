"""A focus group that nobody held, and who coded what in it: the programs' fixtures are made from it."""

NAME = "group_1"
TEXT = (
    "Moderator: Welcome, everyone! 👋🏽 What is missing?\n"
    "P1: No network 📵 in our wards – “none at all”.\n"
    "P2: One tablet for a whole ward, naïve as it sounds.\n"
    "P1: No network, again, and cafe\u0301s have it.\n"
)
# category -> codes; the category "Devices" lies in "Access"
DEFINED = {"internet": "Connection & price.", "tablets": "", "worry": "What people fear < and hope."}
# words, code, coder; counted from 0 in code points, the end not included, they are at SPANS
CODED = [
    ("No network 📵 in our wards", "internet", "Ann"),
    ("No network 📵 in our wards", "internet", "Bo"),
    ("“none at all”", "worry", "Ann"),
    ("One tablet for a whole ward, naïve as it sounds.", "tablets", "Bo"),
    ("cafe\u0301s", "internet", "Bo"),
]
SPANS = [(54, 79), (54, 79), (82, 95), (101, 149), (177, 183)]
