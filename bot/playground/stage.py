"""The state of one stand-in, joined: what methods, deliveries and the page all work on."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.feed import Feed, Journal
from bot.playground.grants import PostLimiter, ResponseUrls, Triggers
from bot.playground.illness import Illness
from bot.playground.rules import Obj, Rules
from bot.playground.script import Script
from bot.playground.uploads import Uploads
from bot.playground.views import Views
from bot.playground.world import World

DEFAULT_COMMANDS: tuple[Obj, ...] = (
    {
        "command": "/whichrole",
        "description": "Find the role to hire for a piece of AI work",
        "usage_hint": "[what needs doing | help]",
    },
)
DEFAULT_SHORTCUTS: tuple[Obj, ...] = ()


@dataclass(frozen=True)
class Credentials:
    """The secrets the bot and its Slack share; here they guard nothing real."""

    bot_token: str = "xoxb-playground"
    app_token: str = "xapp-playground"
    signing_secret: str = "playground-signing-secret"


@dataclass
class Stage:
    """Everything but the wires."""

    rules: Rules
    credentials: Credentials
    commands: tuple[Obj, ...] = DEFAULT_COMMANDS
    shortcuts: tuple[Obj, ...] = DEFAULT_SHORTCUTS
    base_url: str = ""
    reasoning: dict[tuple[str, str], Obj] = field(default_factory=dict)  # by channel and message, the latest last
    feed: Feed = field(default_factory=Feed)
    illness: Illness = field(default_factory=Illness)
    world: World = field(init=False)
    views: Views = field(init=False)
    script: Script = field(init=False)
    journal: Journal = field(init=False)
    triggers: Triggers = field(init=False)
    response_urls: ResponseUrls = field(init=False)
    limiter: PostLimiter = field(init=False)
    uploads: Uploads = field(default_factory=Uploads)

    def __post_init__(self) -> None:
        self.world = World(self.feed)
        self.views = Views(self.world)
        self.script = Script(self.world)
        self.journal = Journal(self.feed)
        self.triggers = Triggers(self.rules)
        self.response_urls = ResponseUrls(self.rules)
        self.limiter = PostLimiter(self.rules)

    def response_url(self, channel: str, user: str, source_ts: str | None = None) -> str:
        """A new response address for a command or a click."""
        return f"{self.base_url}/response/{self.response_urls.issue(channel, user, source_ts)}"

    def become(self, user_id: str) -> None:
        """Let somebody else act; the page begins anew with what that person sees."""
        self.world.become(user_id)
        self.feed.publish("reset", {})

    def fall_ill(self, illness: Illness) -> None:
        """Make Slack as ill as this, or well again, and tell the page."""
        self.illness = illness
        self.feed.publish("illness", illness.as_page())

    def seen_reasoning(self) -> list[Obj]:
        """How the answers came about that the person who acts can see."""
        found = self.reasoning.items()
        return [told for (channel, ts), told in found if self.world.sees(channel, ts)]

    def reset(self) -> None:
        """Back to an empty workspace; Home stays, as views persist until republished."""
        self.world.clear()
        self.journal.clear()
        self.script.clear()
        self.uploads = Uploads()
        self.reasoning.clear()
        self.views.stacks.clear()
        self.feed.publish("reset", {})
