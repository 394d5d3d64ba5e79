"""What falls due when: the running clocks of people and of units, and the ways an officer is told of them.

`people` and `units` list the clocks, `agenda` both for an officer; he reads them on the pages, in his own calendar
(`calendar_file`) and in the weekly letter (`digests`, sent by `outbox`).
"""

from admissions.deadlines.people import HORIZON, SOON, Due, is_told, open_clocks

__all__ = ["HORIZON", "SOON", "Due", "is_told", "open_clocks"]
