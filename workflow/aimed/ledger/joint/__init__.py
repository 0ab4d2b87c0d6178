"""manuscript/joint.yaml in, where survey and focus groups stand beside each other; what follows from it out.

In order: `rows` reads it, `verdicts` says what verdict the numbers give each row, `likeness` whether a row
sets like beside like, `settled` whether a condition could turn out otherwise.
"""
