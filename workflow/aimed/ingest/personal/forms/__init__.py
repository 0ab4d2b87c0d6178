"""Forms of personal data that a country decides, each with what is known of it in the YAML beside.

`identity_numbers` are held to their check digits, `postal_addresses` to the order of street and number.
"""
