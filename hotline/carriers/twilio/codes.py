"""Twilio's error codes that decide whether the same message may be tried again."""

TOO_MANY_REQUESTS = 20429

# Queue overflow, handset unreachable, unknown fault at the operator: the same message may go through later.
TRY_AGAIN = frozenset({TOO_MANY_REQUESTS, 30001, 30003, 30008})

# Suspended account, blocked, unknown or landline numbers, filtered content, opted out, no permission for the
# country, no such sender, wrong credentials: sending again changes nothing, a person must look.
NEVER_AGAIN = frozenset({20003, 21211, 21408, 21610, 21612, 21614, 21617, 30002, 30004, 30005, 30006, 30007})
