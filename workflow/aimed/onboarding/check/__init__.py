"""`aimed cohort check`: a cohort taken through ingest and harmonise in memory, and every problem at once."""
