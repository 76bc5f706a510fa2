"""A provider of telephone lines: what is said on its machine comes in, in the form that Twilio speaks."""
