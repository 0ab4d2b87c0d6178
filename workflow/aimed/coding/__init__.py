"""Count codes in the turns of the participants that harmonise kept."""
