"""HTTP: webhooks, the members' chat page, health, metrics."""
