"""The screens of duty: who is here, a week, one person's time, plans from files, calendars."""
