"""What making it right costs, and whom: double entry, in minor units, never changed once it is booked."""
