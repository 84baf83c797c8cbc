"""People and the offices they hold: who may sign in, and what their reader covers."""
