"""The one writer of classes: plans them, enrols and withdraws people, records results, gives certificates.

`needs` tells who has to go to a class, `numbering` counts the certificates on.
"""

from admissions.classes.certificates import issue, waiting_for_certificate
from admissions.classes.enrolling import change, enrol, plan, withdraw
from admissions.classes.refusals import Forbidden, Reason, Refused, Stale
from admissions.classes.results import Outcome, record_results

__all__ = [
    "Forbidden",
    "Outcome",
    "Reason",
    "Refused",
    "Stale",
    "change",
    "enrol",
    "issue",
    "plan",
    "record_results",
    "waiting_for_certificate",
    "withdraw",
]
