"""The addresses of duty. What changes something is a POST to its own."""

from __future__ import annotations

from django.urls import path

from makegood.desk.duty import feed, person, plan, week

urlpatterns = [
    path("", week.week, name="duty"),
    path("strip", week.strip, name="duty_strip"),
    path("say", week.say_duty, name="duty_say"),
    path("import", plan.import_plan, name="duty_import"),
    path("calendar/<str:token>.ics", feed.calendar, name="duty_calendar"),
    path("<int:pk>", person.person, name="duty_person"),
    path("<int:pk>/roster", person.roster, name="duty_roster"),
    path("<int:pk>/shifts", person.shift, name="duty_shift"),
    path("<int:pk>/shifts/<int:entry>/remove", person.remove_shift, name="duty_shift_remove"),
    path("<int:pk>/absences", person.absence, name="duty_absence"),
    path("<int:pk>/absences/<int:entry>/end", person.end_absence, name="duty_absence_end"),
    path("<int:pk>/substitutes", person.substitute, name="duty_substitute"),
    path("<int:pk>/substitutes/<int:entry>/end", person.end_substitute, name="duty_substitute_end"),
    path("<int:pk>/calendar", person.calendar, name="duty_calendar_change"),
]
