"""Watches over orders: who waits longer than they were told hears of it from us first; what ships keeps our word."""
