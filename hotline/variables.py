"""Every environment variable that an operator can set, its default and what it means."""

from dataclasses import dataclass

TWILIO_API = "https://api.twilio.com"


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable; README lists each by this name, default and meaning."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("HOTLINE_PORT", "8080", "port of the web server on 127.0.0.1"),
    Variable("HOTLINE_STATE_DIR", "instance/", "folder that holds all state of this installation, mode 0700"),
    Variable(
        "HOTLINE_PUBLIC_URL", "http://127.0.0.1:$HOTLINE_PORT", "address that the carrier calls and signs"
    ),
    Variable("HOTLINE_DATABASE_URL", "embedded", "PostgreSQL, such as postgresql://user@host/name"),
    Variable("HOTLINE_REDIS_URL", "embedded", "Valkey or Redis, such as redis://host:6379/0"),
    Variable("HOTLINE_CARRIER", "practice", "`practice` or `twilio`; `twilio` once credentials are set"),
    Variable("TWILIO_ACCOUNT_SID", "", "account at the carrier"),
    Variable("TWILIO_AUTH_TOKEN", "", "its token; several, comma-separated, while rotating"),
    Variable("TWILIO_FROM", "", "number or sender that referrals come from"),
    Variable("TWILIO_API_URL", TWILIO_API, "base address of the carrier's interface"),
    Variable(
        "HOTLINE_SECOND_ACCOUNT_SID", "", "account that takes over when the first fails; empty: none does"
    ),
    Variable("HOTLINE_SECOND_AUTH_TOKEN", "", "its token; several, comma-separated, while rotating"),
    Variable("HOTLINE_SECOND_FROM", "", "number or sender that referrals come from then"),
    Variable(
        "HOTLINE_SECOND_API_URL", TWILIO_API, "base address of its interface, in the words of the first"
    ),
    Variable(
        "HOTLINE_SEALING_KEYS",
        "made on the first run",
        "keys that seal what people said; the first one seals",
    ),
    Variable(
        "HOTLINE_PSEUDONYM_KEY", "made on the first run", "key of the callers' pseudonyms; never change it"
    ),
    Variable("HOTLINE_SESSION_KEY", "made on the first run", "key that signs the console's cookies"),
    Variable(
        "HOTLINE_SMS_QUIET_SECONDS", "60", "wait for more to be told before a text without danger goes out"
    ),
    Variable("HOTLINE_SMS_JOIN_SECONDS", "900", "texts of one number within this time are one tip"),
    Variable(
        "HOTLINE_CALL_PARTIAL_SECONDS", "45", "what a call not heard of for so long has said becomes a tip"
    ),
    Variable("HOTLINE_CALL_SILENT_SECONDS", "300", "a call not heard of for so long counts as hung up"),
    Variable("HOTLINE_EMERGENCY_NUMBER", "", "who is called when a caller presses 9; empty: 15 is named"),
    Variable("HOTLINE_DESK_NUMBER", "", "who is called when a caller presses 0; empty: nobody ever"),
    Variable("HOTLINE_DESK_DAYS", "mon-fri", "days when that desk is open, such as mon-thu,sat"),
    Variable("HOTLINE_DESK_HOURS", "09:00-17:00", "its hours on those days, by the clock in Pakistan"),
    Variable(
        "HOTLINE_SEND_TIMEOUT_SECONDS", "10", "longest wait for the carrier to take one SMS, at most 10"
    ),
    Variable(
        "HOTLINE_MISSED_CALL_NUMBER", "", "number whose missed calls are called back; empty: none are, ever"
    ),
    Variable(
        "HOTLINE_QUIET_HOURS",
        "22:00-07:00",
        "by the clock in Pakistan: nobody is called back, and what is not urgent goes no further up the ladder",
    ),
    Variable(
        "HOTLINE_ACKNOWLEDGE_URGENT_SECONDS",
        "600",
        "an urgent referral not answered for so long goes up the ladder",
    ),
    Variable(
        "HOTLINE_ACKNOWLEDGE_NORMAL_SECONDS", "7200", "the same for every other, quiet hours not counted"
    ),
    Variable(
        "HOTLINE_SENDER_MOST", "180", "SMS from one sender in 15 minutes, 0 for no limit; practice has none"
    ),
    Variable(
        "HOTLINE_OFFICER_CALLS_FROM",
        "",
        "number from which officers are called for what is urgent; empty: none is",
    ),
    Variable(
        "HOTLINE_ALARM_SECONDS", "60", "the oldest tip or referral waits so long before an alarm is raised"
    ),
    Variable("HOTLINE_ALARM_URL", "", "address that alarms are posted to as JSON; empty: nowhere"),
    Variable(
        "HOTLINE_ALARM_PHONES",
        "",
        "supervisors on duty, who get alarms by SMS: `+92... mon-fri 09:00-17:00; +92...`",
    ),
    Variable(
        "HOTLINE_DIGEST_AT", "08:00", "by the clock in Pakistan, when each zone is told what is still open"
    ),
    Variable("HOTLINE_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}
