"""After the list: the register of recognitions, changes reported, reviews, revocation, appeals."""
