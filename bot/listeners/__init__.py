"""Everything the bot listens to: thin functions between Slack's payloads and the core."""

from bot.listeners.desk import Desk
from bot.listeners.table import LISTENERS, register

__all__ = ["LISTENERS", "Desk", "register"]
