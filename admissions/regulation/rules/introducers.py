"""Introducers and helpers: who may introduce, by which of the three ways, known for how long."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.regulation.cases import Introducer, Obstacle, add_months, age_on
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Situation, lowered, warning

YOUTH_AGE = 30  # years; no national text read gives it (HN: 30, cadres 35), so it only ever warns


def active(ask: Situation) -> list[Introducer]:
    """Those who stand on the day of the step."""
    return [each for each in ask.case.introducers if each.active_on(ask.on)]


def helper_assigned(ask: Situation) -> Iterator[Obstacle]:
    """The cell has resolved which official member helps (HD38 I.1.1d, I.1.3)."""
    if not _helped(ask):
        text = "Chi bộ chưa phân công đảng viên chính thức giúp đỡ."
        yield Obstacle("helper_assigned", text, "HD38 I.1.1d, I.1.3")


def helper_probation(ask: Situation) -> Iterator[Obstacle]:
    """On probation an official member helps as well; if he moves the cell assigns another (HD06 3.8c, 3.10)."""
    if not _helped(ask):
        text = "Chưa có đảng viên chính thức được phân công giúp đỡ đảng viên dự bị."
        yield warning("helper_probation", text, "HD06 3.8c, 3.10")


def _helped(ask: Situation) -> bool:
    return any(each.official and each.assigned_on and each.assigned_on <= ask.on for each in active(ask))


def known_long_enough(ask: Situation) -> Iterator[Obstacle]:
    """At the start of the papers it only warns whom the time will not suffice (294 3.2.1)."""
    for each in active(ask):
        if each.replacement or each.together_since is None:
            continue
        free = add_months(each.together_since, ask.edition.introducer_months)
        if ask.on < free:
            text = f"{each.name} cùng đơn vị với quần chúng chưa đủ {ask.edition.introducer_months} tháng; đủ từ {free:%d/%m/%Y}."
            yield warning("introducer_12_months", text, "294 3.2.1")


def introductions(ask: Situation) -> Iterator[Obstacle]:
    """Two official members; or the Đoàn, or the trade union, and one official member (ĐL 4.1, 294 3.1)."""
    fit = [each for each in active(ask) if each.paper_on and each.paper_on <= ask.on]
    for each in fit:
        yield from _fit(ask, each)
    official = [each for each in fit if each.official]
    yield from _way(ask, len(official))


def _way(ask: Situation, official: int) -> Iterator[Obstacle]:
    traits, papers = ask.case.traits, ask.case.papers
    if Paper.YOUTH_RESOLUTION in papers and not traits.youth_member:
        text = "Có nghị quyết của Đoàn nhưng quần chúng chưa ghi là đoàn viên Đoàn TNCS Hồ Chí Minh."
        yield Obstacle("introducers_youth", text, "294 3.1, ĐL 4.1")
    if Paper.UNION_RESOLUTION in papers and not traits.union_member:
        text = "Có nghị quyết của công đoàn nhưng quần chúng chưa ghi là đoàn viên công đoàn."
        yield Obstacle("introducers_union", text, "294 3.1, ĐL 4.1")
    by_body = ask.has(Paper.YOUTH_RESOLUTION) or ask.has(Paper.UNION_RESOLUTION)
    if official >= 2 or (by_body and official):
        yield from _by_the_wrong_way(ask)
        return
    gone = [each for each in ask.case.introducers if not each.active_on(ask.on)]
    code = "introducer_replaced" if gone and not active(ask) else "introducers"
    clause = "294 3.2.2" if code == "introducer_replaced" else "ĐL 4.1, 294 3.1"
    have = f"Mới có {official}" if official else "Chưa có"
    if by_body:
        have = f"Đã có nghị quyết của đoàn thể, {lowered(have)}"
    text = (
        f"{have} đảng viên chính thức giới thiệu (3-KNĐ); cần hai người, hoặc nghị quyết của Đoàn thanh niên "
        "(công đoàn) và một người."
    )
    if gone and code == "introducer_replaced":
        text = f"{gone[-1].name} thôi giới thiệu: chi bộ chưa phân công người thay. {text}"
    yield Obstacle(code, text, clause)


def _by_the_wrong_way(ask: Situation) -> Iterator[Obstacle]:
    """Which way applies rests on facts outside the dossier, so it only warns (294 3.1)."""
    by_youth, young = ask.has(Paper.YOUTH_RESOLUTION), age_on(ask.case.birth_date, ask.on) <= YOUTH_AGE
    text = ""
    if ask.case.traits.youth_member and young and not by_youth:
        text = (
            "Là đoàn viên trong độ tuổi: nơi có tổ chức Đoàn thì Đoàn giới thiệu và một đảng viên chính thức."
        )
    elif by_youth and not young:
        text = f"Đoàn giới thiệu người đã quá {YOUTH_AGE} tuổi: kiểm tra còn trong độ tuổi đoàn viên."
    if text:
        yield warning("introducers_youth", text, "294 3.1, ĐL 4.1")


def _fit(ask: Situation, each: Introducer) -> Iterator[Obstacle]:
    if not each.official:
        yield Obstacle("introducer_official", f"{each.name} không phải đảng viên chính thức.", "294 3.2.1")
    if each.assigned_on is None:
        text = f"{each.name} giới thiệu nhưng không được phân công giúp đỡ; người giới thiệu là người được phân công."
        yield warning("introducer_is_helper", text, "HD06 5.4a, 8.1a")
    if each.replacement or not each.paper_on:
        return
    months = ask.edition_from(each.paper_on).introducer_months
    if each.together_since is None:
        text = f"Chưa ghi {each.name} cùng đơn vị với quần chúng từ ngày nào (cần ít nhất {months} tháng)."
        yield Obstacle("introducer_12_months", text, "294 3.2.1")
    elif each.paper_on < (free := add_months(each.together_since, months)):
        text = f"{each.name} viết giấy giới thiệu {each.paper_on:%d/%m/%Y} khi cùng đơn vị chưa đủ {months} tháng; đủ từ {free:%d/%m/%Y}."
        yield Obstacle("introducer_12_months", text, "294 3.2.1")
