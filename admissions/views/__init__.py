"""The pages of people: the list, a person's page, entry, steps, the set-up workbook."""
