"""Recognition: calls, applications, first review and recommendation, notice, decision and list."""
