"""The addresses of the settings. What changes something is a POST to its own."""

from __future__ import annotations

from django.urls import path

from makegood.desk.settings import (
    changes,
    company,
    home,
    mailboxes,
    people,
    places,
    reach,
    sending,
    signatures,
    stuck,
)

urlpatterns = [
    path("", home.home, name="settings"),
    path("company", company.company, name="settings_company"),
    path("people", people.people, name="settings_people"),
    path("people/add", people.add, name="settings_person_add"),
    path("people/<int:pk>", people.person, name="settings_person"),
    path("people/<int:pk>/link", people.link, name="settings_person_link"),
    path("people/<int:pk>/roles", people.roles, name="settings_person_roles"),
    path("people/<int:pk>/deactivate", people.deactivate, name="settings_person_deactivate"),
    path("people/<int:pk>/activate", people.activate, name="settings_person_activate"),
    path("people/<int:pk>/sign-out", people.sign_out, name="settings_person_sign_out"),
    path("teams", places.places, name="settings_places"),
    path("teams/add", places.add_team, name="settings_team_add"),
    path("teams/<int:pk>", places.team, name="settings_team"),
    path("teams/<int:pk>/close", places.close_team, name="settings_team_close"),
    path("locations/add", places.add_location, name="settings_location_add"),
    path("locations/<int:pk>", places.location, name="settings_location"),
    path("locations/<int:pk>/close", places.close_location, name="settings_location_close"),
    path("regions/add", places.add_region, name="settings_region_add"),
    path("regions/<int:pk>", places.region, name="settings_region"),
    path("mailboxes", mailboxes.mailboxes, name="settings_mailboxes"),
    path("mailboxes/add", mailboxes.add, name="settings_mailbox_add"),
    path("mailboxes/consented", reach.consented, name="settings_consented"),
    path("mailboxes/<int:pk>", mailboxes.mailbox, name="settings_mailbox"),
    path("mailboxes/<int:pk>/servers", reach.reach, name="settings_mailbox_reach"),
    path("mailboxes/<int:pk>/test/<str:which>", reach.test, name="settings_mailbox_test"),
    path("mailboxes/<int:pk>/consent", reach.consent, name="settings_mailbox_consent"),
    path("mailboxes/<int:pk>/prove", mailboxes.prove, name="settings_mailbox_prove"),
    path("mailboxes/<int:pk>/pause", mailboxes.pause, name="settings_mailbox_pause"),
    path("mailboxes/<int:pk>/resume", mailboxes.resume, name="settings_mailbox_resume"),
    path("signatures", signatures.signatures, name="settings_signatures"),
    path("signatures/<int:pk>", signatures.signature, name="settings_signature"),
    path("sending", sending.sending, name="settings_sending"),
    path("sending/go-on", sending.go_on, name="settings_sending_go_on"),
    path("stuck", stuck.stuck, name="settings_stuck"),
    path("stuck/arrivals/<int:pk>", stuck.retry_arrival, name="settings_retry_arrival"),
    path("stuck/deliveries/<int:pk>", stuck.retry_delivery, name="settings_retry_delivery"),
    path("stuck/turns/<int:pk>", stuck.retry_turn, name="settings_retry_turn"),
    path("changes", changes.changes, name="settings_changes"),
]
