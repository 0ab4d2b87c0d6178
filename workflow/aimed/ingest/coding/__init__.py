"""One cohort's coded projects in; segments verified against the canonical transcripts out.

`read` is the step: `qdpx` opens a project, `offsets` finds out what its positions count, `alignment` finds
the characters of a transcript in a text that differs from it in blanks.
"""
