"""The formats of transcripts: each reader takes a file's bytes and hands on utterances."""
