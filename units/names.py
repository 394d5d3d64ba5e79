"""Vietnamese names: one cleaned spelling, one key to search by, one key to sort by."""

import unicodedata

# Letters in the order of the Vietnamese alphabet; a tone only breaks ties.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
RANK = {letter: f"{position:02d}" for position, letter in enumerate(ALPHABET, start=10)}


def clean(text: str) -> str:
    """The text in composed Unicode (NFC) with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The text without accents, in small letters and single spaces: what a search compares."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def lowered(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def sort_key(name: str) -> str:
    """A key whose byte order is the Vietnamese order of names: the given name (last word), then the rest.

    Within each of the two, letters decide before tones, as in dictionaries: Hoa < Hòa < Hoan.
    """
    words = clean(name).lower().split()
    return f"{_collated(words[-1:])}!{_collated(words[:-1])}"


def _collated(words: list[str]) -> str:
    spelled = [_letters_and_tones(word) for word in words]
    return " ".join(letters for letters, _ in spelled) + "#" + " ".join(tones for _, tones in spelled)


def _letters_and_tones(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for character in word:
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((TONES[mark] for mark in decomposed if mark in TONES), "1")
        letter = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
        letters.append(RANK.get(letter, f"0{letter}"))
        tones.append(tone)
    return "".join(letters), "".join(tones)
