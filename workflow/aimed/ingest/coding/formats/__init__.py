"""The formats of coded projects: each reader takes a file and hands on a CodedProject."""
