"""Marks in; what each becomes, and what is wrong with it, out: numbers, claims, quotations, references."""
