"""whichrole: a Slack bot that advises which role to hire for AI work."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("whichrole")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"
