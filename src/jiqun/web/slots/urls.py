"""Addresses of the room of slots."""

from django.urls import path

from jiqun.web.slots.views import bookings, offers, use

urlpatterns = [
    path("", offers.found, name="slots"),
    path("new/", offers.new, name="slot_offer_new"),
    path("use/", use.used, name="slot_use"),
    path("bookings/", bookings.listed, name="slot_bookings"),
    path("bookings/<int:number>/", bookings.shown, name="slot_booking"),
    path("bookings/<int:number>/<slug:verb>/", bookings.act, name="slot_booking_act"),
    path("<int:number>/", offers.shown, name="slot_offer"),
    path("<int:number>/amend/", offers.amended, name="slot_offer_amend"),
    path("<int:number>/book/", offers.booked, name="slot_book"),
    path("<int:number>/<slug:verb>/", offers.act, name="slot_offer_act"),
]
