"""The people of the pretend workspace, the bot among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TEAM_ID = "T0PLAYGRND"
OTHER_TEAM_ID = "T0OTHER"
Standing = Literal["member", "admin", "guest", "stranger"]


@dataclass(frozen=True)
class User:
    """Someone who can be met in the workspace; a stranger is of another company."""

    id: str
    name: str
    handle: str
    is_bot: bool = False
    standing: Standing = "member"
    team: str = TEAM_ID

    @property
    def is_stranger(self) -> bool:
        """Whether the person comes from elsewhere, and so meets the bot in shared channels only."""
        return self.team != TEAM_ID

    def as_page(self) -> dict[str, str]:
        """The form the web page reads."""
        return {"id": self.id, "name": self.name, "handle": self.handle, "standing": self.standing}


ME = User("U0FOUNDER", "Maya", "maya")
TEAMMATE = User("U0TEAM", "Jonas", "jonas")
ADMIN = User("U0ADMIN", "Ada", "ada", standing="admin")
GUEST = User("U0GUEST", "Ines", "ines", standing="guest")
STRANGER = User("U0STRANGER", "Tomás", "tomas", standing="stranger", team=OTHER_TEAM_ID)
BOT = User("U0WHICHROLE", "whichrole", "whichrole", is_bot=True)
PEOPLE = (ME, TEAMMATE, ADMIN, GUEST, STRANGER)
