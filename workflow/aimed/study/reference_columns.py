"""Columns of responses that come from a reference table and not from a raw cell of their own."""

DERIVED_FROM = {"income_group": "country", "who_region": "country"}
REFERENCES = {
    "country": "data/reference/countries.csv",
    "income_group": "data/reference/income_groups.csv",
    "who_region": "data/reference/who_regions.csv",
}
