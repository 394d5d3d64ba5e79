"""Why an act on the tree cannot be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One reason, in Vietnamese, beside the field it speaks of; an empty field: the act as a whole.

    Fields are `number`, `issued_on`, `issuer`, `title` of the basis, `on`, and those of the plan: `unit`, `units`,
    `into`, `parent`, `code`, `name`, `kind`, `successor`, `elsewhere`, `roots`, `parts` or, of the part at place n,
    `parts-n-to`, `parts-n-members`, `parts-n-units`, `parts-n-code`, `parts-n-name`, `parts-n-kind`,
    `parts-n-parent`; `quotas` of the quotas, `reason` of an undoing.
    """

    field: str
    text: str


class Refused(ValueError):
    """An act on the tree that cannot be done; `reasons` tells every reason."""

    def __init__(self, reasons: str | list[Reason]):
        self.reasons = [Reason("", reasons)] if isinstance(reasons, str) else reasons
        super().__init__("\n".join(reason.text for reason in self.reasons))
