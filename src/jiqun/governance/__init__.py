"""How a cluster's promotion body decides: members, statutes, motions, ballots, meetings, draws."""
