"""Where in the manuscript a number stands, and back from a place to its numbers.

`number_places` finds sentences, claims, tables and figures of one number or many in one walk;
`named_places` goes from a place to numbers, and `affected_text` gathers all that would have to be read again.
"""
