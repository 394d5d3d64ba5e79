"""What the office types: days, people and their steps, papers, moves, classes, editions; the filters of the lists."""
