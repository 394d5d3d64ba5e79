"""What the office types about people: days, a person, a step, the filters of the list."""
