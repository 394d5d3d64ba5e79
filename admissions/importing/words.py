"""The words people write for the values of the closed lists, matched without accents, case or punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from admissions.models import (
    ETHNIC_GROUPS,
    MAJORITY_GROUP,
    Occupation,
    Organisation,
    Qualification,
    Schooling,
    Sex,
)
from units.models import Kind
from units.names import fold


def plain(text: str) -> str:
    """The text folded, with every sign but letters, digits and the slash of 12/12 as a space."""
    return " ".join(re.sub(r"[^a-z0-9/]+", " ", fold(text)).split())


def squeezed(text: str) -> str:
    """Letters only: H'Mông, H Mông and Hmông are one word."""
    return re.sub(r"[^a-z]", "", fold(text))


def labelled(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{plain label: value} of a closed list."""
    return {plain(label): value for value, label in choices}


YES = {"x": True, "co": True, "1": True, "true": True, "khong": False, "0": False, "false": False}
SEXES = labelled(Sex.choices)
KINDS = labelled(Kind.choices)

SCHOOLINGS = labelled(Schooling.choices) | {
    "trung hoc pho thong": Schooling.UPPER_SECONDARY,
    "trung hoc co so": Schooling.LOWER_SECONDARY,
    # Grade finished of twelve: the highest level that is complete.
    "12/12": Schooling.UPPER_SECONDARY,
    **{f"{grade}/12": Schooling.LOWER_SECONDARY for grade in (9, 10, 11)},
    **{f"{grade}/12": Schooling.PRIMARY for grade in (5, 6, 7, 8)},
}
QUALIFICATIONS = labelled(Qualification.choices) | {
    "dh": Qualification.BACHELOR,
    "cd": Qualification.COLLEGE,
    "tc": Qualification.INTERMEDIATE,
    "so cap": Qualification.ELEMENTARY,
    "cong nhan ky thuat": Qualification.ELEMENTARY,
    "cnkt": Qualification.ELEMENTARY,
    "ths": Qualification.MASTER,
    "ts": Qualification.DOCTOR,
    "khong": "",
    "0": "",
}
ETHNICITIES = {squeezed(name): name for name in ETHNIC_GROUPS} | {
    "viet": MAJORITY_GROUP,
    "hmong": "Mông",
    "khmer": "Khơ-me",
}
NO_RELIGION_WORDS = frozenset({"khong", "0", "khong co", "khong ton giao", "ko"})
OCCUPATIONS = labelled(Occupation.choices)

SHORT_FORMS = {
    Organisation.YOUTH_UNION: (
        "doan",
        "doan thanh nien",
        "doan tncs",
        "doan thanh nien cong san ho chi minh",
    ),
    "union": ("cong doan co so",),
    "women": ("hoi phu nu", "hoi lhpn", "hoi lien hiep phu nu viet nam"),
    "farmers": ("hoi nong dan viet nam",),
    "veterans": ("hoi ccb", "hoi cuu chien binh viet nam"),
    "front": ("mat tran", "mttq", "uy ban mat tran to quoc", "mat tran to quoc viet nam", "ubmttq"),
    "militia": ("dan quan",),
}


def occupation(text: str) -> str | None:
    """The line of Biểu 2 that the text names in full or by two or more last words that fit only one line."""
    wanted = plain(text)
    if wanted in OCCUPATIONS:
        return OCCUPATIONS[wanted]
    if " " not in wanted:
        return None
    fitting = [value for label, value in OCCUPATIONS.items() if label.endswith(f" {wanted}")]
    return fitting[0] if len(fitting) == 1 else None


def organisations_by_word(organisations: Iterable[Organisation]) -> dict[str, Organisation]:
    """{plain name or short form: organisation}."""
    words = {}
    for organisation in organisations:
        for word in (*SHORT_FORMS.get(organisation.code, ()), plain(organisation.name)):
            words[word] = organisation
    return words
