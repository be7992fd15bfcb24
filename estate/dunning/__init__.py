"""Dunning: who is reminded of an overdue debt, when and how; strategies, cases, pauses, the nightly run, its effect."""
