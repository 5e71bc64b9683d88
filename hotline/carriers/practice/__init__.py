"""A carrier for one machine: a phone line and an SMS inbox without any account or way out."""
