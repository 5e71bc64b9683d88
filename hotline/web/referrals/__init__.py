"""The pages of referrals: which are open, how offices answer what they are told of, and which carrier carries."""
