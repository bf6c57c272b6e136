"""What is kept: usage, advice, conversations and what was seen. No message text, no user names."""

from bot.storage.feedback import Feedback
from bot.storage.history import Asked, Forgotten, History
from bot.storage.kept import Kept
from bot.storage.keys import UserKeys
from bot.storage.log import Given, Log
from bot.storage.store import Store, Usage

__all__ = ["Asked", "Feedback", "Forgotten", "Given", "History", "Kept", "Log", "Store", "Usage", "UserKeys"]
