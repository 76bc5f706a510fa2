"""What goes in and out, field by field. What is not named here is neither taken nor told."""
