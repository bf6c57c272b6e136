"""From advice to what people see: Slack blocks, plain text, a terminal, Markdown. Pure."""

from bot.rendering.reply import Reply
from bot.rendering.slack import render
from bot.rendering.text import as_markdown, as_text

__all__ = ["Reply", "as_markdown", "as_text", "render"]
