"""Addresses of the room of slots: a page for each family of kinds, and one for what they share."""

from django.urls import path

from jiqun.web.slots.views import bookings, finding, offers, use

urlpatterns = [
    path("slots/", finding.found, {"market": "slots"}, name="slots"),
    path("talent/", finding.found, {"market": "talent"}, name="talent"),
    path("openness/", finding.found, {"market": "openness"}, name="openness"),
    path("slots/new/", offers.new, name="slot_offer_new"),
    path("slots/use/", use.used, name="slot_use"),
    path("slots/bookings/", bookings.listed, name="slot_bookings"),
    path("slots/bookings/<int:number>/", bookings.shown, name="slot_booking"),
    path("slots/bookings/<int:number>/forget/", bookings.forget, name="slot_booking_forget"),
    path("slots/bookings/<int:number>/<slug:verb>/", bookings.act, name="slot_booking_act"),
    path("slots/<int:number>/", offers.shown, name="slot_offer"),
    path("slots/<int:number>/amend/", offers.amended, name="slot_offer_amend"),
    path("slots/<int:number>/book/", offers.booked, name="slot_book"),
    path("slots/<int:number>/<slug:verb>/", offers.act, name="slot_offer_act"),
]
