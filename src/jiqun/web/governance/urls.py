"""Addresses of the promotion body."""

from django.urls import path

from jiqun.web.governance.views import ballots, bodies, motions, payments, sittings

urlpatterns = [
    path("", bodies.listed, name="governance"),
    path("late-payment/", payments.late, name="late_payment"),
    path("<int:number>/", bodies.shown, name="governance_body"),
    path("<int:number>/statutes/", bodies.enacted, name="governance_enact"),
    path("<int:number>/members/", bodies.members, name="governance_members"),
    path("members/<int:number>/", bodies.member, name="governance_member"),
    path("members/<int:number>/mandate/", bodies.mandated, name="governance_mandate"),
    path("members/<int:number>/release/", bodies.released, name="governance_release"),
    path("members/<int:number>/forget/", bodies.forgotten, name="governance_forget"),
    path("<int:number>/move/", motions.new, name="governance_move"),
    path("<int:number>/meetings/", sittings.meetings, name="governance_meetings"),
    path("<int:number>/draws/", sittings.announced, name="governance_announce"),
    path("meetings/<int:number>/", sittings.shown, name="governance_meeting"),
    path("meetings/<int:number>/minutes/", sittings.kept, name="governance_minutes"),
    path("meetings/<int:number>/resolve/", sittings.resolved, name="governance_resolve"),
    path("draws/<int:number>/", sittings.draw, name="governance_draw"),
    path("motions/<int:number>/", motions.shown, name="governance_motion"),
    path("motions/<int:number>/amend/", motions.amended, name="governance_amend"),
    path("motions/<int:number>/remark/", motions.remarked, name="governance_remark"),
    path("motions/<int:number>/ballot/", ballots.called, name="governance_ballot"),
    path("motions/<int:number>/roll/", ballots.roll, name="governance_roll"),
    path("motions/<int:number>/vote/", ballots.voted, name="governance_vote"),
    path("motions/<int:number>/open/", ballots.desk, name="governance_open"),
    path("motions/<int:number>/sealed.json", ballots.sealed, name="governance_sealed"),
    path("motions/<int:number>/opened.json", ballots.opened, name="governance_opened"),
    path("motions/<int:number>/<slug:verb>/", motions.act, name="governance_act"),
]
