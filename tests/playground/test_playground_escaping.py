"""Typed text as an app receives it."""

from __future__ import annotations

import pytest

from bot.playground.escaping import escaped, rich_text
from bot.playground.feed import Feed
from bot.playground.world import World


@pytest.mark.parametrize(
    ("typed", "received"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>."),
        ("@whichrole, and @Jonas!", "<@U0WHICHROLE>, and <@U0TEAM>!"),
        ("mail maya@jonas.example", "mail maya@jonas.example"),
        ("@whichrolex @here", "@whichrolex <!here>"),
        ("in #hiring", "in <#C0HIRING|hiring>"),
        ("https://example.org/@jonas", "<https://example.org/@jonas>"),
        ("<!channel>", "&lt;!channel&gt;"),
    ],
)
def test_text_is_escaped_as_slack_does(typed, received):
    assert escaped(World(Feed()), typed) == received


def test_the_rich_text_of_a_message_holds_its_parts():
    (block,) = rich_text("<@U0TEAM> &amp; <https://example.org/?a&amp;b> <!here>")
    assert block["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0TEAM"},
        {"type": "text", "text": " & "},
        {"type": "link", "url": "https://example.org/?a&b"},
        {"type": "text", "text": " "},
        {"type": "broadcast", "range": "here"},
    ]


def test_message_times_are_unique_and_rise():
    world = World(Feed())
    times = [world.next_ts() for _ in range(100)]
    assert times == sorted(set(times))
