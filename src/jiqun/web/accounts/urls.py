"""The accounts' addresses."""

from django.urls import path

from jiqun.web.accounts.views import own, signing_in

urlpatterns = [
    path("", own.account, name="account"),
    path("login/", signing_in.sign_in, name="login"),
    path("logout/", signing_in.sign_out, name="logout"),
    path("act/", own.act, name="account_act"),
    path("password/", own.change_password, name="account_password"),
    path("invitation/<str:secret>/", own.take_up, name="invitation"),
]
