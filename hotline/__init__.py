"""Raabta's house: rooms (calls, sms, tips, places, circles, referrals, supervisors) between thin edges (web, jobs).

A call or a text enters by `web`, becomes a tip in `tips`, is given a circle by `circles`, and leaves as a
referral by `referrals`; `carriers` speak each carrier's language; `runtime` builds what one process holds.
"""
