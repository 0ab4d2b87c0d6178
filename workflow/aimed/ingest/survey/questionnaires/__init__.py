"""The questionnaire files of survey platforms: the questions and options of an export's columns."""
