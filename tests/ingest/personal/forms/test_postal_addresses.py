"""Street and number as countries write them. Expected: written by hand."""

import pytest
from aimed.ingest.personal.forms.postal_addresses import find_postal_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at 12 Kenyatta Avenue, Nairobi", "12 Kenyatta Avenue"),
        ("in der Hauptstraße 5a wohnen", "Hauptstraße 5a"),
        ("au 12 bis, rue de la Paix", "12 bis, rue de la Paix"),
        ("en Av. Reforma 222", "Av. Reforma 222"),
        ("Marszałkowska, ul. Prosta 10", "ul. Prosta 10"),
        ("Jl. Sudirman No. 5", "Jl. Sudirman No. 5"),
        ("मकान नंबर 12", "मकान नंबर 12"),
        ("〒100-0001", "〒100-0001"),
        ("Ottawa K1A 0B1", "K1A 0B1"),
        ("Boston, MA 02115", "Boston, MA 02115"),
        ("S.L.P. 1234", "S.L.P. 1234"),
    ],
)
def test_an_address_is_found_from_street_to_number(text: str, found: str) -> None:
    assert [text[start:end] for start, end in find_postal_addresses(text)] == [found]
