"""Numbers that are typed with a reason, held to what the study knows and to the sources that they name.

`reading` takes the numbers of a literal and of its reason, `findings` tells a check;
`limits` holds the limits of claims and the level of tests to the conditions of the claims.
`typed` says which number to write for one that is typed without a reason.
"""
