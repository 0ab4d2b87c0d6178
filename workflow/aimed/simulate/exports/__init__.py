"""A written questionnaire and answers in; raw files as survey platforms export them out.

`write` is the command; `google_forms`, `limesurvey` and `qualtrics` each write one platform's files.
"""
