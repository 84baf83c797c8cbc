"""Pages of accounts: sign in, one's offices and sessions, taking up an invitation."""
