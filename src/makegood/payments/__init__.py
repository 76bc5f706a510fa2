"""Money that goes back by the way it came: our account at Stripe, refunds on their way, what it tells of them."""
