"""The promotion body: members and statutes, motions and ballots, meetings and draws."""
