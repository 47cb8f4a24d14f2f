"""Inputs used in forms and in the lines grid: money, dates, choices with type-ahead, short lists."""
