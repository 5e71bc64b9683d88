"""The keys that mean the same at every step of a call: a person, danger now, once more."""

from ivr_flows.steps import Option

AGAIN = "*"
SKIP = "#"
PERSON = Option("0", "yes", "person.desk", fact="person")
DANGER_NOW = Option("9", "yes", "danger.desk", fact="danger")
CANNOT_SPEAK = Option("5", "silent", "silent.danger", fact="wish")
WAYS_OUT = {way.key: way for way in (PERSON, DANGER_NOW)}
