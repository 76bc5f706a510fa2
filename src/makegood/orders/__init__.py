"""What customers bought, where it is, and until when it is under warranty: taken in from shops, files and programs."""
