"""The demonstration commune: invented units, years and people, the same on every run of one day."""
