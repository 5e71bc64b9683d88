"""Twilio's error codes that decide whether the same message may be tried again, and whether to the same number."""

# Too many requests, a full queue (the sender's, the operator's), a handset that cannot be reached, an unknown fault at
# the operator: the same message may go through later.
TRY_AGAIN = frozenset({20429, 21611, 30001, 30003, 30008})

# The fault lies in the number: none at all (21211), a short code (21265), the sender's own (21266), one that opted out
# (21610), takes no SMS (21614), is a landline (21635, 30006), is blocked (30004) or unknown (30005). No carrier helps.
OF_THE_NUMBER = frozenset({21211, 21265, 21266, 21610, 21614, 21635, 30004, 30005, 30006})
PRACTICE_NUMBER = "practice_number"
CODES_OF_THE_NUMBER = frozenset({PRACTICE_NUMBER, *map(str, OF_THE_NUMBER)})

# All others are of the account or the text: wrong credentials (20003), no permission for the country (21408), no road
# from this sender to that number (21612), too long (21617), a suspended account (30002), words filtered out (30007).
# This account will not take the message, another carrier may.
