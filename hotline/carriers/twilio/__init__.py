"""Twilio: its webhooks, TwiML, SMS and recordings; none of its words leave this folder."""
