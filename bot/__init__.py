"""whichrole: a Slack bot that advises which role to hire for AI work."""


def __getattr__(name: str) -> str:
    """`__version__`, looked up only when asked for: reading package metadata takes a while."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("whichrole")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0+source"
