"""What the findings about a unit's year are called: the flags that its figures raise, by code."""

LABELS = {
    "school_without_pupil": "Chưa kết nạp học sinh",
    "other_year_without_pupil": "Học sinh: xem cả hai cách tính năm",
    "source_but_no_admission": "Có nguồn, chưa kết nạp",
    "no_source_left": "Không còn nguồn",
    "below_band": "Dưới khung mục tiêu",
    "in_band": "Trong khung mục tiêu",
    "above_band": "Trên khung mục tiêu",
    "quota_sum_mismatch": "Tổng chỉ tiêu lệch",
    "no_quota": "Chưa giao chỉ tiêu",
    "low_progress": "Tiến độ chậm",
    "quota_above_road": "Chỉ tiêu vượt nguồn",
    "nobody_for_two_terms": "Hai nhiệm kỳ chưa kết nạp",
    "no_plan": "Thiếu kế hoạch, nghị quyết năm",
    "review_missing": "Thiếu báo cáo kỳ",
    "small_base": "Đơn vị nhỏ",
}
