"""A document of anyone's in (HTML, DOCX, PDF, text); the statistics in it that do not cohere out."""
