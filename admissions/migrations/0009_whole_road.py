"""Every stage of the road, the numbers of a vote, papers, introducers, verifications, moves, overrides."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from units import append_only


def guard_again(apps, schema_editor):
    """On SQLite a table whose columns change loses its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        append_only.guard(schema_editor, "admissions_stageevent")


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0008_ship_calendar_days'),
        ('units', '0002_powers_and_head'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.CreateModel(
            name='Introducer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên đảng viên')),
                ('official', models.BooleanField(default=True, verbose_name='là đảng viên chính thức')),
                ('together_since', models.DateField(blank=True, null=True, verbose_name='cùng đơn vị với quần chúng từ ngày')),
                ('assigned_on', models.DateField(blank=True, null=True, verbose_name='ngày chi bộ phân công giúp đỡ')),
                ('assigned_number', models.CharField(blank=True, max_length=60, verbose_name='số nghị quyết phân công')),
                ('paper_on', models.DateField(blank=True, null=True, verbose_name='ngày giấy giới thiệu (3-KNĐ)')),
                ('replacement', models.BooleanField(default=False, verbose_name='phân công thay người trước')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='thôi giúp đỡ từ ngày')),
                ('ended_reason', models.CharField(blank=True, max_length=200, verbose_name='lý do thôi')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'người giới thiệu, giúp đỡ',
                'verbose_name_plural': 'người giới thiệu, giúp đỡ',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('obstacles', models.JSONField(verbose_name='điều được bỏ qua')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'quyết định bỏ qua',
                'verbose_name_plural': 'quyết định bỏ qua',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('certificate', 'Giấy chứng nhận lớp nhận thức về Đảng (CN-NTVĐ)'), ('application', 'Đơn xin vào Đảng (1-KNĐ)'), ('background', 'Lý lịch của người xin vào Đảng (2-KNĐ)'), ('background_seal', 'Lý lịch đã kiểm tra, đóng dấu giáp lai cả ảnh'), ('verification', 'Kết quả thẩm tra lý lịch (ngày của kết quả sau cùng)'), ('cell_comment', 'Nhận xét của chi bộ trên lý lịch (mục 25)'), ('youth_resolution', 'Nghị quyết giới thiệu đoàn viên ưu tú (4-KNĐ)'), ('union_resolution', 'Nghị quyết giới thiệu đoàn viên công đoàn ưu tú (4A-KNĐ)'), ('opinions', 'Tổng hợp ý kiến của đoàn thể và chi bộ nơi cư trú (5-KNĐ)'), ('verification_again', 'Thẩm tra bổ sung, hoặc ghi nhận không có thay đổi'), ('employer_opinion', 'Ý kiến của nơi đang làm việc theo hợp đồng'), ('exempt_own', 'Không phải thẩm tra bên bản thân: cấp ủy quản lý người thân xác nhận'), ('exempt_spouse', 'Không phải thẩm tra bên vợ (chồng): cấp ủy quản lý người thân xác nhận'), ('same_commune', 'Các đời sống cùng một xã: chi bộ báo cáo, cấp ủy kết luận'), ('present_checked', 'Đã xem xét chính trị hiện nay và chấp hành pháp luật nơi cư trú'), ('consent_age', 'Đồng ý của ban thường vụ cấp tỉnh: người trên 60 tuổi'), ('consent_elder', 'Đồng ý của ban thường vụ cấp tỉnh: người biết đọc, biết viết'), ('political_conclusion', 'Kết luận về tiêu chuẩn chính trị của cấp ủy có thẩm quyền'), ('consent_political', 'Đồng ý bằng văn bản về vấn đề chính trị'), ('consent_readmission', 'Đồng ý của ban thường vụ cấp tỉnh: kết nạp lại'), ('vote_report', 'Báo cáo toàn bộ kết quả biểu quyết lên cấp có thẩm quyền'), ('extension', 'Gia hạn xét, quyết định kết nạp'), ('decision_notice', 'Thông báo kết quả cho chi bộ đề nghị'), ('decision_received', 'Chi bộ nhận quyết định kết nạp'), ('consent_ceremony', 'Cấp ủy cấp trên đồng ý tổ chức lễ kết nạp quá hạn'), ('member_background', 'Lý lịch đảng viên (1-HSĐV)'), ('card_sheet', 'Phiếu đảng viên (2-HSĐV)'), ('new_member_certificate', 'Giấy chứng nhận lớp bồi dưỡng đảng viên mới'), ('self_review', 'Bản tự kiểm điểm của đảng viên dự bị (10-KNĐ)'), ('helper_review', 'Nhận xét của người giúp đỡ (11-KNĐ)'), ('opinions_probation', 'Tổng hợp ý kiến về đảng viên dự bị (12-KNĐ)'), ('recognition_extension', 'Gia hạn quyết định công nhận chính thức'), ('strike_off_received', 'Người bị xóa tên nhận quyết định'), ('move_certificate', 'Giấy chứng nhận đang được giúp đỡ, xem xét'), ('move_forwarded', 'Nơi đi đã chuyển hồ sơ'), ('move_received', 'Nơi đến đã nhận hồ sơ'), ('recheck_requested', 'Nơi đến đề nghị xem xét lại hồ sơ'), ('recheck_answered', 'Nơi ra quyết định đã xem xét lại')], max_length=30, verbose_name='giấy tờ')),
                ('has', models.BooleanField(default=True, verbose_name='đã có')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='ngày')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số')),
                ('issuer', models.CharField(blank=True, max_length=160, verbose_name='nơi cấp')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='nơi để bản giấy')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('ticked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'giấy tờ',
                'verbose_name_plural': 'giấy tờ',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('move_helped', 'Đang được giúp đỡ'), ('move_voted', 'Chi bộ (cơ sở) đã có nghị quyết, hồ sơ chưa gửi lên'), ('move_sent', 'Hồ sơ đã gửi lên, chưa có quyết định'), ('move_decided_inside', 'Đã có quyết định, chuyển trong cùng cấp có thẩm quyền'), ('move_decided_30', 'Đã có quyết định, chuyển ra ngoài'), ('move_decided_late', 'Quyết định sau 30 ngày làm việc kể từ quyết định chuyển'), ('probationary_moves', 'Đang trong thời gian dự bị'), ('member_moves', 'Đảng viên chính thức')], max_length=24, verbose_name='trường hợp')),
                ('elsewhere', models.CharField(blank=True, max_length=160, verbose_name='nơi đi (nơi đến) ở ngoài')),
                ('decided_on', models.DateField(verbose_name='ngày quyết định chuyển')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số văn bản chuyển')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'chuyển đơn vị',
                'verbose_name_plural': 'chuyển đơn vị',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.CharField(max_length=160, verbose_name='nơi được hỏi')),
                ('abroad', models.BooleanField(default=False, verbose_name='ở nước ngoài')),
                ('sent_on', models.DateField(verbose_name='ngày gửi')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số công văn')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='ngày nơi đó nhận')),
                ('replied_on', models.DateField(blank=True, null=True, verbose_name='ngày trả lời')),
                ('envoy', models.BooleanField(default=False, verbose_name='cử người đi')),
                ('envoy_unrelated', models.BooleanField(default=False, verbose_name='người đi không phải bản thân, người thân')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'đề nghị thẩm tra',
                'verbose_name_plural': 'đề nghị thẩm tra',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='stageevent',
            name='votes_within_total',
        ),
        migrations.RenameField(model_name='stageevent', old_name='votes_total', new_name='votes_members'),
        migrations.AddField(
            model_name='candidate',
            name='contract_since',
            field=models.DateField(blank=True, null=True, verbose_name='làm việc theo hợp đồng có thời hạn từ ngày'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='dossier_made_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày lập hồ sơ'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='elder',
            field=models.BooleanField(default=False, verbose_name='già làng, trưởng bản, người có uy tín'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='foreign_origin',
            field=models.BooleanField(default=False, verbose_name='công dân gốc nước ngoài'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='left_party_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày ra khỏi Đảng'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='political_question',
            field=models.BooleanField(default=False, verbose_name='có vấn đề cần kết luận về tiêu chuẩn chính trị'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='readmission_barred',
            field=models.BooleanField(default=False, verbose_name='thuộc diện không xét kết nạp lại'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='readmitted_before',
            field=models.BooleanField(default=False, verbose_name='đã được kết nạp lại một lần'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='record_cleared_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày được xóa án tích'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='schooling_place',
            field=models.CharField(blank=True, max_length=120, verbose_name='nơi cư trú được xét trình độ riêng'),
        ),
        migrations.AddField(
            model_name='stageevent',
            name='annuls',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annulments', to='admissions.stageevent', verbose_name='hủy bỏ quyết định'),
        ),
        migrations.AddField(
            model_name='stageevent',
            name='votes_excused',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='được trừ'),
        ),
        migrations.AlterField(
            model_name='stageevent',
            name='votes_members',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tổng số có quyền biểu quyết'),
        ),
        migrations.AddField(
            model_name='stageevent',
            name='votes_present',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='có mặt'),
        ),
        migrations.AlterField(
            model_name='candidate',
            name='stage',
            field=models.CharField(choices=[('source', 'Nguồn'), ('listed', 'Cảm tình Đảng'), ('trained', 'Đã học lớp nhận thức'), ('opened', 'Được làm hồ sơ'), ('certified', 'Đã chứng nhận lý lịch'), ('voted', 'Chi bộ đã đề nghị'), ('referred', 'Không đủ hai phần ba, đã báo cáo lên'), ('section_appraised', 'Đảng ủy bộ phận đã thẩm định'), ('base_voted', 'Đảng ủy cơ sở đã đề nghị'), ('returned', 'Trả lại để bổ sung'), ('suspended', 'Tạm dừng xem xét'), ('appraised', 'Đã thẩm định'), ('redo', 'Hủy quyết định, làm lại khâu sai'), ('decided', 'Đã quyết định kết nạp'), ('held', 'Đảng viên dự bị'), ('postponed', 'Kéo dài thời gian dự bị'), ('review_short', 'Biểu quyết chưa đủ hai phần ba'), ('review_voted', 'Chi bộ đề nghị công nhận'), ('review_section', 'Đảng ủy bộ phận đã thẩm định công nhận'), ('review_base', 'Đảng ủy cơ sở đề nghị công nhận'), ('review_redo', 'Hủy công nhận, làm lại khâu sai'), ('recognised', 'Đảng viên chính thức'), ('strike_voted', 'Chi bộ đề nghị xóa tên'), ('strike_base', 'Đảng ủy cơ sở đề nghị xóa tên'), ('out', 'Ra khỏi danh sách'), ('refused', 'Không được kết nạp'), ('struck_off', 'Đã xóa tên đảng viên dự bị'), ('annulled', 'Đã hủy quyết định kết nạp'), ('moved_away', 'Đã chuyển đi nơi khác'), ('died', 'Từ trần')], editable=False, max_length=20, verbose_name='bước hiện tại'),
        ),
        migrations.AlterField(
            model_name='stageevent',
            name='stage',
            field=models.CharField(choices=[('source', 'Nguồn'), ('listed', 'Cảm tình Đảng'), ('trained', 'Đã học lớp nhận thức'), ('opened', 'Được làm hồ sơ'), ('certified', 'Đã chứng nhận lý lịch'), ('voted', 'Chi bộ đã đề nghị'), ('referred', 'Không đủ hai phần ba, đã báo cáo lên'), ('section_appraised', 'Đảng ủy bộ phận đã thẩm định'), ('base_voted', 'Đảng ủy cơ sở đã đề nghị'), ('returned', 'Trả lại để bổ sung'), ('suspended', 'Tạm dừng xem xét'), ('appraised', 'Đã thẩm định'), ('redo', 'Hủy quyết định, làm lại khâu sai'), ('decided', 'Đã quyết định kết nạp'), ('held', 'Đảng viên dự bị'), ('postponed', 'Kéo dài thời gian dự bị'), ('review_short', 'Biểu quyết chưa đủ hai phần ba'), ('review_voted', 'Chi bộ đề nghị công nhận'), ('review_section', 'Đảng ủy bộ phận đã thẩm định công nhận'), ('review_base', 'Đảng ủy cơ sở đề nghị công nhận'), ('review_redo', 'Hủy công nhận, làm lại khâu sai'), ('recognised', 'Đảng viên chính thức'), ('strike_voted', 'Chi bộ đề nghị xóa tên'), ('strike_base', 'Đảng ủy cơ sở đề nghị xóa tên'), ('out', 'Ra khỏi danh sách'), ('refused', 'Không được kết nạp'), ('struck_off', 'Đã xóa tên đảng viên dự bị'), ('annulled', 'Đã hủy quyết định kết nạp'), ('moved_away', 'Đã chuyển đi nơi khác'), ('died', 'Từ trần')], max_length=20, verbose_name='bước'),
        ),
        migrations.AddConstraint(
            model_name='stageevent',
            constraint=models.CheckConstraint(condition=models.Q(('votes_for__isnull', True), ('votes_members__isnull', True), ('votes_for__lte', models.F('votes_members')), _connector='OR'), name='votes_within_members'),
        ),
        migrations.AddField(
            model_name='introducer',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introducers', to='admissions.candidate'),
        ),
        migrations.AddField(
            model_name='introducer',
            name='recorded_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='override',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='override', to='admissions.stageevent'),
        ),
        migrations.AddField(
            model_name='override',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paper',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='admissions.candidate'),
        ),
        migrations.AddField(
            model_name='paper',
            name='ticked_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='admissions.candidate'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='from_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='recorded_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transfer',
            name='to_unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='verification',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='admissions.candidate'),
        ),
        migrations.AddField(
            model_name='verification',
            name='recorded_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='introducer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='who_ends_says_why'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_override_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['candidate', 'form'], name='admissions__candida_ba9751_idx'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('has', False), ('dated_on__isnull', False), _connector='OR'), name='a_paper_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_unit__isnull', False), ('to_unit__isnull', False)), models.Q(('elsewhere', ''), _negated=True), _connector='OR'), name='a_move_has_two_ends'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('received_on__gte', models.F('sent_on')), _connector='OR'), name='received_after_sent'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(('replied_on__isnull', True), ('replied_on__gte', models.F('sent_on')), _connector='OR'), name='replied_after_sent'),
        ),
    ]
