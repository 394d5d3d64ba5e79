"""The rules about the papers of the dossier, from the certificate of the class to the twelve months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from admissions.regulation.cases import Case, Obstacle, add_months
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Situation, lowered, missing, needs, warning
from admissions.regulation.stages import Stage


def certificate(ask: Situation) -> Iterator[Obstacle]:
    """The awareness class's certificate, at most 60 months old when the cell first considers (HD06 3.1, 5.4b)."""
    issued = ask.case.certificate_by(ask.on)
    if issued is None:
        text = "Chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng."
        yield missing(Paper.CERTIFICATE, "class_certificate", "HD06 3.1", text)
        return
    last_day = add_months(issued, ask.edition_from(issued).certificate_months)
    if ask.on > last_day and not ask.case.cell_vote:
        text = f"Giấy chứng nhận cấp {issued:%d/%m/%Y} hết giá trị sau {last_day:%d/%m/%Y}: phải học lại lớp."
        yield Obstacle("certificate_valid", text, "HD06 5.4b")


def certificate_ahead(ask: Situation) -> Iterator[Obstacle]:
    """The papers may start without it, the cell may not vote without it (HD06 3.1)."""
    for reason in certificate(ask):
        yield warning(reason.code, f"{reason.text} Phải có trước khi chi bộ biểu quyết.", reason.clause)


def certified_before_vote(ask: Situation) -> Iterator[Obstacle]:
    """The certificate on the background says whether the person may be considered (HD38 I.1.4.2 (26))."""
    if not ask.case.reached(Stage.CERTIFIED):
        yield Obstacle("certified_before_vote", "Lý lịch chưa được chứng nhận.", "HD38 I.1.4.2 (26)")


def cell_papers(ask: Situation) -> Iterator[Obstacle]:
    """What lies before the cell, each dated no later than its meeting (HD06 3.6a, HD38 II.1.1a)."""
    yield from needs(ask, Paper.APPLICATION, "application_self")
    yield from needs(ask, Paper.BACKGROUND, "background_self")
    yield from needs(ask, Paper.OPINIONS, "opinions")


def dossier_12_months(ask: Situation) -> Iterator[Obstacle]:
    """More than 12 months since the dossier was made and the cell has not considered: four papers are redone (HD06 5.4a)."""
    made = ask.case.dossier_made_on
    if made is None or ask.case.cell_vote:
        return
    months = ask.edition_from(made).dossier_months
    start, old = dossier_term(ask.case, made, months, ask.on)
    if old:
        last_day = add_months(start, months)
        text = f"Hồ sơ lập {made:%d/%m/%Y} đã quá {months} tháng (hết {last_day:%d/%m/%Y}): làm lại {'; '.join(old)}."
        yield Obstacle("dossier_12_months", text, "HD06 5.4a")


def dossier_term(case: Case, made: date, months: int, on: date) -> tuple[date, list[str]]:
    """From which day the term runs on a day, and what must be redone by then; the papers redone start it anew."""
    papers = _redone(case, on)
    start = made
    while on > (last_day := add_months(start, months)):
        old = [label for label, day in papers.items() if day is None or not last_day < day <= on]
        if old:
            return start, old
        start = min(day for day in papers.values() if day)
    return start, []


def _redone(case: Case, on: date) -> dict[str, date | None]:
    """The four papers that lapse with the dossier, each with its newest day."""
    papers = case.papers
    found: dict[str, date | None] = {
        f"giấy giới thiệu của {each.name}": each.paper_on
        for each in case.introducers
        if each.paper_on and each.active_on(on)
    }
    if not found:
        found["giấy giới thiệu của người giúp đỡ"] = None
    for paper in (Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION):
        if paper in papers:
            found[lowered(paper.label)] = papers[paper]
    found["thẩm tra bổ sung (hoặc ghi nhận không có thay đổi)"] = papers.get(Paper.VERIFICATION_AGAIN)
    found["ý kiến bổ sung của đoàn thể, nơi cư trú"] = papers.get(Paper.OPINIONS)
    return found


def verified(ask: Situation) -> Iterator[Obstacle]:
    """The background is verified, or a whole side is spared, before it is certified (HD06 3.4a, 3.4c)."""
    sides = [ask.has(paper) for paper in (Paper.EXEMPT_OWN, Paper.EXEMPT_SPOUSE)]
    if not ask.has(Paper.SAME_COMMUNE) and not all(sides):
        yield from needs(ask, Paper.VERIFICATION, "verify_persons", "HD06 3.4a")
    if any(sides) and not ask.has(Paper.PRESENT_CHECKED):
        text = (
            "Không phải thẩm tra theo người thân là đảng viên: HD38 chỉ bớt phần lịch sử chính trị; đánh dấu khi đã xem xét "
            "chính trị hiện nay ở nơi cư trú."
        )
        yield warning("verify_exempt_limit", text, "HD38 I.1.5, HD06 3.4c")
    for request in ask.case.requests:
        if request.replied_on is None:
            text = f"Công văn thẩm tra gửi ngày {request.sent_on:%d/%m/%Y} chưa có trả lời."
            yield Obstacle("verify_reply", text, "HD06 3.4d")
        if request.envoy and not request.envoy_unrelated:
            text = "Người đi thẩm tra: chưa xác nhận không phải bản thân hay người thân của quần chúng."
            yield Obstacle("verifier_not_family", text, "HD38 I.1.4.2 (23), HD06 3.4d")


def certify_order(ask: Situation) -> Iterator[Obstacle]:
    """Seal before sending out; results, then the cell's comment, then the certificate (HD06 3.3b, 3.4d)."""
    papers = ask.case.papers
    yield from needs(ask, Paper.BACKGROUND, "background_self")
    sealed = papers.get(Paper.BACKGROUND_SEAL)
    sent = min((request.sent_on for request in ask.case.requests), default=None)
    if sealed is None or (sent and sealed > sent):
        text = "Lý lịch chưa được kiểm tra, đóng dấu giáp lai (cả ảnh) trước khi gửi đi thẩm tra."
        yield warning("background_seal", text, "HD06 3.4d, HD38 I.1.4.2 (23)")
    comment = papers.get(Paper.CELL_COMMENT)
    if comment is None:
        yield missing(Paper.CELL_COMMENT, "certify_order")
        return
    results = [request.replied_on for request in ask.case.requests] + [papers.get(Paper.VERIFICATION)]
    last = max((day for day in results if day), default=None)
    if last and comment < last:
        text = f"Chi bộ nhận xét ngày {comment:%d/%m/%Y}, trước kết quả thẩm tra sau cùng ({last:%d/%m/%Y})."
        yield Obstacle("certify_order", text, "HD06 3.3b")
    if ask.on < comment:
        text = f"Chứng nhận lý lịch trước nhận xét của chi bộ ({comment:%d/%m/%Y})."
        yield Obstacle("certify_order", text, "HD06 3.3b", field="happened_on")


def papers_of_union(ask: Situation) -> Iterator[Obstacle]:
    """The resolution of the Đoàn or the union is dated no later than the meeting (HD06 3.6a)."""
    for paper in (Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION):
        if paper in ask.case.papers:
            yield from needs(ask, paper, "cell_considers", "HD06 3.6a, HD38 II.1.1a")
