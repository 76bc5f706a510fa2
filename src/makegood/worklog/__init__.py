"""What was done for a customer, as they may read it, with receipts."""
