"""The accounts' addresses."""

from django.urls import path

from jiqun.web.accounts.views import factors, managing, own, signing_in

urlpatterns = [
    path("", own.account, name="account"),
    path("login/", signing_in.sign_in, name="login"),
    path("logout/", signing_in.sign_out, name="logout"),
    path("act/", own.act, name="account_act"),
    path("email/", own.change_email, name="account_email"),
    path("password/", own.change_password, name="account_password"),
    path("code/", signing_in.second_factor, name="second_factor"),
    path("sessions/", own.end_session, name="account_sessions"),
    path("login/passkey/", signing_in.passkey, name="login_passkey"),
    path("login/passkey/options/", signing_in.passkey_options, name="login_passkey_options"),
    path("second-factor/", factors.own_second_factor, name="own_second_factor"),
    path("passkeys/", factors.add_passkey, name="passkeys"),
    path("passkeys/options/", factors.passkey_options, name="passkey_options"),
    path("passkeys/<int:pk>/remove/", factors.remove_passkey, name="passkey_remove"),
    path("recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("people/", managing.listed, name="people"),
    path("people/invite/", managing.invite, name="invite"),
    path("people/agency/", managing.change_agency, name="change_agency"),
    path("people/consent/", managing.consent, name="consent"),
    path("people/<int:pk>/<slug:verb>/", managing.act, name="people_act"),
    path("invitation/<str:secret>/", own.take_up, name="invitation"),
]
