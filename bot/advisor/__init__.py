"""From a reading to advice: pure, with no Slack, file, clock or await in it."""

from bot.advisor.advice import Advice, Conversation
from bot.advisor.advise import advise

__all__ = ["Advice", "Conversation", "advise"]
