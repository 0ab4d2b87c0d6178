"""The language of the manuscript: its marks, claims, citations and prose, each with its place."""
