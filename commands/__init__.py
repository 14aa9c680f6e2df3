"""The command line, one module per command: add_arguments(parser), run(arguments, program) -> exit status."""

from __future__ import annotations

# Name -> what it does; the module is commands/<name>.py, imported only when it is called.
COMMANDS = {
    "serve": "serve the chat page and take part on the platforms",
    "worker": "send, answer and do what the clock asks for, without serving pages (PostgreSQL only)",
    "migrate": "bring the database's tables up to date",
    "demo": "make the demonstration union in an empty database",
    "chat": "talk with the bot in this terminal",
    "ingest": "read official documents and keep them to answer from",
    "read": "show what an official document says: phases, targets, deadlines, movements",
    "import-people": "take a list of units and members out of Excel",
    "ask": "ask the documents a question, or a file of them",
    "unit": "add a unit to the tree, or show the tree",
    "officer": "appoint, list, dismiss and invite officers",
    "privacy": "requests about people's own data, breaches, what is kept how long, the record to print",
    "backup": "copy the database while the program runs",
    "doctor": "check settings, database, disk and Telegram",
}
# These look at the database as it is, or need none; for the others its tables are brought up to date first.
AS_IT_IS = ("doctor", "migrate", "backup", "serve", "worker")
