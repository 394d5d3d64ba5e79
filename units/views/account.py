"""The officer's own account: sign in, sign out, password, light or dark."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from units.answers import REFUSED

NEXT_THEME = {"": "light", "light": "dark", "dark": ""}  # "" follows the system
THEME_DAYS = 365
WEAK_PASSWORD = {
    "password_too_short": "Mật khẩu quá ngắn: cần ít nhất 8 ký tự."
}  # Django has no Vietnamese for it


class SignInForm(AuthenticationForm):
    """One message for every wrong pair, so that nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. "
        "Hãy kiểm tra phím Caps Lock, bộ gõ tiếng Việt rồi thử lại.",
        "inactive": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Chưa nhập tên đăng nhập."
        self.fields["password"].error_messages["required"] = "Chưa nhập mật khẩu."


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": "Mật khẩu đang dùng chưa đúng.",
        "password_mismatch": "Hai lần nhập mật khẩu mới chưa giống nhau.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields[
            "new_password1"
        ].help_text = "Ít nhất 8 ký tự, khác tên đăng nhập, không phải loại dễ đoán như 12345678."
        self.fields["new_password2"].label = "Nhập lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = f"Chưa điền ô «{field.label}»."

    def validate_password_for_user(self, user, *args, **kwargs):
        """Tell what is weak beside the first of the two fields, all of it in Vietnamese."""
        password = self.cleaned_data.get("new_password1")
        if not password:
            return
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            for error in refusal.error_list:
                self.add_error("new_password1", WEAK_PASSWORD.get(error.code, error))


def next_address(request, default="home") -> str:
    """Where the form's or the address's `next` leads, if that is an address on this site; else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # Without its slash it would be taken for the name of a view.
    return wanted if safe and wanted.startswith("/") else resolve_url(default)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """The only page a stranger sees."""
    if request.user.is_authenticated:
        return redirect(next_address(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        login(request, form.get_user())
        return redirect(next_address(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "units/sign_in.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
def sign_out(request):
    logout(request)
    return redirect("sign_in")


@never_cache
@sensitive_post_parameters()
def password_change(request):
    form = NewPasswordForm(request.user, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("home")
    return render(
        request, "units/password_change.html", {"form": form}, status=REFUSED if form.is_bound else 200
    )


@login_not_required
@require_POST
def theme(request):
    """Go on to the next of: as the system, light, dark; the choice is kept in a cookie."""
    chosen = NEXT_THEME.get(request.COOKIES.get("theme", ""), "")
    response = redirect(next_address(request))
    if chosen:
        response.set_cookie(
            "theme",
            chosen,
            max_age=THEME_DAYS * 86400,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
