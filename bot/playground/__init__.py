"""A strict local stand-in for Slack, with a web page to talk to the bot through it."""
