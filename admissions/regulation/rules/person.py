"""The rules about the person: age, schooling, political standard, re-admission, where he works."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.regulation.cases import Obstacle, add_months
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Situation, information, missing, needs, warning
from admissions.regulation.stages import Stage

SCHOOLED = ("lower_secondary", "upper_secondary")


def age_at_vote(ask: Situation) -> Iterator[Obstacle]:
    """Full 18 to full 60 on the day of the cell's meeting, reckoned by month (294 1.1.1).

    Nobody sets the lower age aside: such an admission would have to be annulled (294 4.4.1).
    """
    edition, birth, on = ask.edition, ask.case.birth_date, ask.on
    months = (on.year - birth.year) * 12 + on.month - birth.month
    if months < edition.age_min * 12:
        full = add_months(birth, edition.age_min * 12)
        text = f"Chưa đủ {edition.age_min} tuổi; đủ từ tháng {full:%m/%Y}."
        yield Obstacle("age_at_vote", text, "294 1.1.1", firm=True)
    elif on < add_months(birth, edition.age_min * 12):
        yield warning("age_at_vote", f"Đủ {edition.age_min} tuổi theo tháng, chưa đủ theo ngày.", "294 1.1.1")
    if over_age(ask):
        text = (
            f"Quá {edition.age_max} tuổi: có sức khỏe, uy tín; nơi làm việc, cư trú chưa có tổ chức đảng, đảng viên hoặc "
            "do yêu cầu đặc biệt; phải được ban thường vụ cấp tỉnh đồng ý bằng văn bản trước khi quyết định."
        )
        if not ask.has(Paper.CONSENT_AGE):
            yield warning("age_over_60", text, "294 1.1.2, HD06 1.1")
    elif on > add_months(birth, edition.age_max * 12):
        yield warning("age_at_vote", f"Quá {edition.age_max} tuổi theo ngày, còn trong tháng.", "294 1.1.1")


def over_age(ask: Situation) -> bool:
    """Past the upper age on the day of the cell's meeting, reckoned by month (294 1.1.1, 1.1.2)."""
    voted = ask.on if ask.to is Stage.VOTED else ask.case.cell_voted_on or ask.on
    birth = ask.case.birth_date
    return (voted.year - birth.year) * 12 + voted.month - birth.month > ask.edition_from(voted).age_max * 12


def consent_age(ask: Situation) -> Iterator[Obstacle]:
    """Over 60 on the day of the vote: the provincial bureau's consent before the decision (294 1.1.2, HD06 1.1)."""
    if over_age(ask):
        yield from needs(ask, Paper.CONSENT_AGE, "age_over_60")


def schooling(ask: Situation) -> Iterator[Obstacle]:
    """Lower secondary, or one of the two exceptions (294 1.2.1; HD06 1.2a, 1.2b; 208: the programme completed)."""
    traits, asked = ask.case.traits, ask.edition.schooling
    if traits.schooling in SCHOOLED:
        return
    wanted = "bằng tốt nghiệp THCS trở lên" if asked == "diploma" else "hoàn thành chương trình THCS"
    if not traits.schooling:
        yield Obstacle("schooling", f"Chưa ghi trình độ giáo dục phổ thông; cần {wanted}.", "294 1.2.1")
    elif traits.schooling == "primary":
        if not traits.schooling_place:
            text = (
                f"Trình độ tiểu học: cần {wanted}, hoặc ghi nơi cư trú thuộc vùng cao, biên giới, hải đảo, dân tộc thiểu "
                "số, đặc biệt khó khăn (ngư dân thường xuyên đi biển)."
            )
            yield Obstacle("schooling_area", text, "HD06 1.2a")
    elif not traits.elder:
        text = f"Biết đọc, biết viết: chỉ già làng, trưởng bản, người có uy tín ở vùng được nêu; nếu không thì cần {wanted}."
        yield Obstacle("schooling_elder", text, "HD06 1.2b")
    elif not ask.has(Paper.CONSENT_ELDER):
        text = "Già làng, trưởng bản, người có uy tín: phải được ban thường vụ cấp tỉnh đồng ý bằng văn bản trước khi quyết định."
        yield warning("schooling_elder", text, "HD06 1.2b")


def consent_elder(ask: Situation) -> Iterator[Obstacle]:
    """Who just reads and writes: the provincial bureau's consent before the decision (HD06 1.2b)."""
    traits = ask.case.traits
    if traits.elder and traits.schooling == "literate":
        yield from needs(ask, Paper.CONSENT_ELDER, "schooling_elder")


def political_standard(ask: Situation) -> Iterator[Obstacle]:
    """A question of political standard is concluded before the vote, or consented to before the decision (294 3.3)."""
    if not ask.case.traits.political_question or ask.has(Paper.CONSENT_POLITICAL):
        return
    if not ask.has(Paper.POLITICAL_CONCLUSION):
        text = "Chưa có kết luận về tiêu chuẩn chính trị của cấp ủy có thẩm quyền hoặc văn bản đồng ý."
        yield missing(Paper.POLITICAL_CONCLUSION, "political_standard", "294 3.3, HD06 3.7c", text)


def readmission_wait(ask: Situation) -> Iterator[Obstacle]:
    """36 months since leaving, 60 since the record was cleared, measured at the vote (294 3.5.1b).

    Reasons are kept beside overrides and printed: of the record neither the fact nor its day is told.
    """
    traits = ask.case.traits
    if not traits.readmission:
        return
    left = traits.left_party_on
    if left is None:
        yield Obstacle("readmit_wait", "Kết nạp lại: chưa ghi ngày ra khỏi Đảng.", "294 3.5.1b")
    for since, months, what in (
        (left, ask.edition.readmit_months, f" từ khi ra khỏi Đảng ({left:%d/%m/%Y})" if left else ""),
        (traits.record_cleared_on, ask.edition.readmit_cleared_months, " theo quy định"),
    ):
        if since and ask.on < (free := add_months(since, months)):
            text = f"Kết nạp lại: chưa đủ {months} tháng{what}; đủ từ {free:%d/%m/%Y}."
            yield Obstacle("readmit_wait", text, "294 3.5.1b")


def readmission_consent(ask: Situation) -> Iterator[Obstacle]:
    """The provincial bureau's consent before the decision (294 3.5.1b)."""
    if ask.case.traits.readmission:
        yield from needs(ask, Paper.CONSENT_READMISSION, "readmit_consent")


def readmission_barred(ask: Situation) -> Iterator[Obstacle]:
    """Who may never be taken in again, and that it is only once; nobody sets it aside (294 3.5.2, 3.5.3, 4.4.1)."""
    traits = ask.case.traits
    if traits.readmission and traits.readmission_barred:
        yield Obstacle("readmit_barred", "Thuộc diện không xét kết nạp lại.", "294 3.5.2", firm=True)
    if traits.readmission and traits.readmitted_before:
        yield Obstacle(
            "readmit_once", "Đã kết nạp lại một lần; chỉ kết nạp lại một lần.", "294 3.5.3", firm=True
        )


def readmission_told(ask: Situation) -> Iterator[Obstacle]:
    """Whoever was a probationary member here and was put out comes back by re-admission only (294 3.5.1a)."""
    put_out = ask.case.stage in (Stage.STRUCK_OFF, Stage.OUT)
    if (
        put_out
        and not ask.case.traits.readmission
        and any(step.stage is Stage.HELD for step in ask.case.steps)
    ):
        text = "Đã là đảng viên dự bị rồi ra khỏi Đảng: đánh dấu kết nạp lại và ghi ngày ra khỏi Đảng."
        yield Obstacle("readmit_full", text, "294 3.5.1a")


def contract(ask: Situation) -> Iterator[Obstacle]:
    """Under 12 months of work on a fixed-term contract the residence takes him, with the employer's word (HD06 6.2c)."""
    since, months = ask.case.traits.contract_since, ask.edition.contract_months
    if since is None:
        return
    if ask.on < add_months(since, months):
        yield from needs(ask, Paper.EMPLOYER_OPINION, "contract_short")
    else:
        text = f"Hợp đồng đã làm đủ {months} tháng liên tục: tổ chức đảng nơi làm việc xem xét; nơi đó chưa có thì nơi cư trú."
        yield warning("contract_long", text, "HD06 6.2c")


def worth_knowing(ask: Situation) -> Iterator[Obstacle]:
    """Matters with rules of their own, none of them a bar in itself (HD06 6.1)."""
    traits = ask.case.traits
    if traits.religious:
        yield information("religion", "Có đạo: xem quy định riêng; tự nó không phải là trở ngại.", "HD06 6.1")
    if traits.foreign_marriage:
        text = "Quan hệ hôn nhân có yếu tố nước ngoài: xem quy định riêng; tự nó không phải là trở ngại."
        yield information("foreign_marriage", text, "HD06 6.1")
    if traits.foreign_origin:
        yield information("foreign_origin", "Người gốc nước ngoài: xem quy định riêng.", "HD06 6.1")
    if traits.family_planning:
        text = (
            "Dân số, kế hoạch hóa gia đình: không phải điều kiện của kết nạp lần đầu; chỉ nêu ở kết nạp lại."
        )
        yield information("family_planning", text, "294 3.5.1b")
