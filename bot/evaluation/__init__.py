"""How well the bot answers messages whose intents and roles a person has labelled: `whichrole eval`."""
