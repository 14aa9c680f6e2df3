"""Doubles of the platforms: small servers that take and refuse what the real ones do."""
