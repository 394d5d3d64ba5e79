"""The statuses of a page that comes back with everything typed still on it, since nothing was written."""

REFUSED = 422  # what was typed cannot be
CONFLICT = 409  # somebody else has written since the page was opened
