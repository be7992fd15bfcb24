"""Who may: sign-in, sessions, roles, permissions, scopes."""
