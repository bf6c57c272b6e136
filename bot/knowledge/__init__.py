"""The curated content: YAML files checked and turned into frozen values."""

from bot.knowledge.loader import inspect, load, packaged_folder
from bot.knowledge.model import Knowledge

__all__ = ["Knowledge", "inspect", "load", "packaged_folder"]
