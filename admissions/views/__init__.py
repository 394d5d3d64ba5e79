"""The pages of the road: people, what stands beside them, classes, editions, deadlines, the set-up workbook."""
