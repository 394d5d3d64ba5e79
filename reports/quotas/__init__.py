"""What stands on the pages of the quotas: cells that are typed, suggestions, people to fill them with, introductions."""
