"""Twilio's error codes that decide whether the same message may be tried again, and whether anywhere else."""

TOO_MANY_REQUESTS = 20429

# Queue overflow, handset unreachable, unknown fault at the operator: the same message may go through later.
TRY_AGAIN = frozenset({TOO_MANY_REQUESTS, 30001, 30003, 30008})

# The fault lies in the number: none at all (21211), a short code (21265), the sender's own (21266), one that opted out
# (21610), takes no SMS (21614), is a landline (21635, 30006), is blocked (30004) or unknown (30005). No carrier helps.
OF_THE_NUMBER = frozenset({21211, 21265, 21266, 21610, 21614, 21635, 30004, 30005, 30006})

# Wrong credentials, no permission for the country, no road from this sender to that number (21612), a text too long
# (21617), a suspended account (30002), words filtered out (30007): sending again changes nothing, a person must look.
OF_THE_ACCOUNT = frozenset({20003, 21408, 21612, 21617, 30002, 30007})

NEVER_AGAIN = OF_THE_NUMBER | OF_THE_ACCOUNT
