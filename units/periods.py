"""The periods that are reported: a quarter, six months, nine months, the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LAST_MONTH = {"Q1": 3, "6M": 6, "9M": 9, "Y": 12}
PERIOD_ENDING = {month: name for name, month in LAST_MONTH.items()}
TERM_YEARS = 5  # a committee's term, counted from the year of its congress: 2020, 2025, 2030
LABELS = {"Q1": "Quý I", "6M": "6 tháng", "9M": "9 tháng", "Y": "Cả năm"}


class NoSuchPeriod(ValueError):
    """A period that does not exist or a day that lies outside it."""


@dataclass(frozen=True)
class Period:
    """From 1 January to `as_of`, the last day counted; `end` is the period's own last day."""

    year: int
    name: str
    end: date
    as_of: date

    @classmethod
    def of(cls, year: int, name: str = "Y", *, as_of: date | None = None, today: date) -> Period:
        """The period `name` of a year, counted to `as_of` (default: today, at most the period's end).

        Raises `NoSuchPeriod` for an unknown name, a year outside 1930–2200 or a day before the year.
        """
        if name not in LAST_MONTH:
            raise NoSuchPeriod(f"Không có kỳ «{name}»; chọn {', '.join(LAST_MONTH)}.")
        if not 1930 <= year <= 2200:
            raise NoSuchPeriod(f"Năm {year} ngoài khoảng 1930–2200.")
        month = LAST_MONTH[name]
        end = date(year, month, 30 if month in (6, 9) else 31)
        if as_of is not None and as_of < date(year, 1, 1):
            raise NoSuchPeriod(f"Ngày {as_of:%d/%m/%Y} trước năm {year}.")
        return cls(year, name, end, max(min(end, as_of or today), date(year, 1, 1)))

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def opens(self) -> date:
        """The day after the period before it: from then on it is written about."""
        return date(self.year, {"Q1": 1, "6M": 4, "9M": 7, "Y": 10}[self.name], 1)

    @property
    def span(self) -> tuple[date, date]:
        return self.start, self.as_of

    @property
    def last_year_span(self) -> tuple[date, date]:
        """The same period of the year before: to the same day, or to the period's end when it is over."""
        last = self.year - 1
        if self.as_of.month == 2 and self.as_of.day == 29:
            return date(last, 1, 1), date(last, 2, 28)
        return date(last, 1, 1), self.as_of.replace(year=last)

    @property
    def school_year_span(self) -> tuple[date, date]:
        """The school year that ends in this year, September to August, up to the last day counted."""
        return date(self.year - 1, 9, 1), min(date(self.year, 8, 31), self.as_of)

    @property
    def two_terms_span(self) -> tuple[date, date]:
        """The term before and the present one up to the last day counted, each from 1 January of its first year."""
        first = self.year - self.year % TERM_YEARS - TERM_YEARS
        return date(first, 1, 1), self.as_of

    @property
    def base_date(self) -> date:
        return date(self.year - 1, 12, 31)

    @property
    def label(self) -> str:
        return f"{LABELS[self.name]} {self.year}"
