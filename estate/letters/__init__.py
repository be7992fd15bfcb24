"""Letters about arrears: drafted, issued with frozen amounts, delivered with proof; limitation days; evidence."""
