"""How the site of documentation is made: pages generated from what the program itself says."""
