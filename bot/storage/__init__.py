"""What is kept: usage, conversations and what was seen. No message text, no user names."""

from bot.storage.keys import UserKeys
from bot.storage.store import Store, Usage

__all__ = ["Store", "Usage", "UserKeys"]
