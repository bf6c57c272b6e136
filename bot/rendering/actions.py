"""The ids by which Slack tells what was pressed: one of these, or one of these, a colon and a detail."""

from __future__ import annotations

STEP = "step"  # a further question; answered to whoever pressed it
CHOICE = "choose"  # an answer to the bot's own question; the conversation goes on in the open
SHARE = "share"
WITHDRAW = "withdraw"
FEEDBACK = "feedback"
HUMAN = "human"
GUIDED = "guided"
RECENT = "recent"
LIBRARY = "library"
FORGET = "forget"
