"""Coming in and going out. allauth's views stand under our own addresses; its sign-up has none."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from makegood.desk import entry, me
from makegood.desk.settings import access

urlpatterns = [
    path("welcome/<str:token>", entry.welcome, name="welcome"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/link/<str:token>", entry.use_link, name="use_link"),
    path("sign-in/forgotten/", entry.forgotten, name="account_reset_password"),
    path("sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("sign-in/forgotten/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/switched-off/", account.account_inactive, name="account_inactive"),
    path("sign-in/steps/", RedirectView.as_view(pattern_name="me"), name="mfa_index"),
    path("sign-in/steps/", include("allauth.mfa.urls")),
    re_path(r"^sign-out/?$", account.logout, name="account_logout"),
    path("me", me.me, name="me"),
    path("me/password", account.password_change, name="account_change_password"),
    path("me/password/new", me.password, name="account_set_password"),
    path("me/tokens", access.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke", access.revoke, name="token_revoke"),
    path("me/sign-out-elsewhere", me.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("settings/me", RedirectView.as_view(pattern_name="me")),
]
