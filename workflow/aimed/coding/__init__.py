"""Count codes in the turns of the participants that harmonise kept.

`code_answers` makes turns of the coded answers to text questions of the survey, by `answers`.
"""
