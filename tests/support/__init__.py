"""Plug-ins and helpers of the tests."""
