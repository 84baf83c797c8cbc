"""Addresses of the promotion body."""

from django.urls import path

from jiqun.web.governance.views import bodies, payments

urlpatterns = [
    path("", bodies.listed, name="governance"),
    path("late-payment/", payments.late, name="late_payment"),
    path("<int:number>/", bodies.shown, name="governance_body"),
    path("<int:number>/statutes/", bodies.enacted, name="governance_enact"),
    path("<int:number>/members/", bodies.members, name="governance_members"),
    path("members/<int:number>/", bodies.member, name="governance_member"),
    path("members/<int:number>/mandate/", bodies.mandated, name="governance_mandate"),
    path("members/<int:number>/release/", bodies.released, name="governance_release"),
]
