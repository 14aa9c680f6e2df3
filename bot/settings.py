"""What can be set, each with its description; read from a mapping that main.py fills."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

DEFAULT_SECRET = "only-for-trying-it-out"  # noqa: S105 - known to everybody, refused in production
SHORTEST_SECRET = 32
SECRETS = ("DATABASE_URL", "SECRET_KEY", "TELEGRAM_BOT_TOKEN")
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSetting(ValueError):
    """One line for the operator: which setting, and what to write."""


def _switch(value: object) -> object:
    word = str(value).casefold()
    return word in _YES if word in _YES | _NO else value


def _zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except ZoneInfoNotFoundError:  # pydantic expects a ValueError, as a path gives
        raise ValueError("no zone") from None
    return value


def _address(value: object) -> object:
    text = str(value).rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise ValueError("no address")
    return text


def _database(value: object) -> object:
    if not str(value).startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
        raise ValueError("no database")
    return value


def _token(value: object) -> object:
    if not re.fullmatch(r"(\d+:[A-Za-z0-9_-]+)?", str(value)):
        raise ValueError("no token")
    return value


Switch = Annotated[bool, BeforeValidator(_switch)]
Address = Annotated[str, BeforeValidator(_address)]


def _setting(default: Any, description: str, write: str, **limits: Any) -> Any:
    return Field(default, description=description, json_schema_extra={"write": write}, **limits)


class Settings(BaseModel):
    """Every setting; its name in the environment is its name here in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = _setting(
        "127.0.0.1",
        "The address the server listens on. 0.0.0.0 lets other machines in: put a proxy with TLS before it.",
        "an address of this machine, such as 127.0.0.1 or 0.0.0.0",
        min_length=1,
    )
    port: int = _setting(
        8000, "The port the server listens on.", "a whole number from 1 to 65535", ge=1, le=65535
    )
    database_url: Annotated[str, BeforeValidator(_database)] = _setting(
        "sqlite:///.data/union.db",
        "Where everything is kept: a SQLite file for one process, PostgreSQL for several.",
        "sqlite:///folder/file.db or postgresql://user:password@host/database",
    )
    public_url: Address = _setting(
        "",
        "The address under which people reach this server, in links and for webhooks. "
        "Empty: http://HOST:PORT.",
        "an address such as https://congdoan.example.vn",
    )
    secret_key: str = _setting(
        DEFAULT_SECRET,
        "Signs cookies, links and webhooks. Changing it signs everybody out.",
        "32 random characters or more, kept secret; "
        "python -c 'import secrets; print(secrets.token_hex(32))' prints some",
        min_length=8,
    )
    telegram_bot_token: Annotated[str, BeforeValidator(_token)] = _setting(
        "",
        "The token that Telegram's @BotFather gave for the bot. Empty: no Telegram.",
        "the token as @BotFather wrote it, such as 123456:ABC-DEF",
    )
    telegram_api_base_url: Address = _setting(
        "https://api.telegram.org",
        "Where Telegram's Bot API is: another address for a Bot API server of one's own.",
        "an address such as https://api.telegram.org",
    )
    telegram_mode: Literal["polling", "webhook"] = _setting(
        "polling",
        "How Telegram's updates come: fetched by this program (polling, works anywhere), or brought by "
        "Telegram (webhook, needs a PUBLIC_URL with https).",
        "polling or webhook",
    )
    rate_telegram: float = _setting(
        25.0,
        "How many messages a second go out to Telegram at most, answers and broadcasts together. "
        "Telegram allows about 30.",
        "a number above 0, such as 25",
        gt=0,
        le=1000,
    )
    proxies: int = _setting(
        0,
        "How many proxies stand between people and this server. Each adds to X-Forwarded-For, which is "
        "believed only so far; new visitors are counted by address.",
        "a whole number from 0 to 5",
        ge=0,
        le=5,
    )
    log_format: Literal["text", "json"] = _setting(
        "text",
        "How the log is written, on standard error: text for people, json for collecting programs.",
        "text or json",
    )
    tz: Annotated[str, BeforeValidator(_zone)] = _setting(
        "Asia/Ho_Chi_Minh",
        "The zone of the times in the log. Deadlines and reminders always follow the clocks of Viet Nam.",
        "the name of a time zone, such as Asia/Ho_Chi_Minh or UTC",
    )
    demo: Switch = _setting(
        default=True,
        description="Whether an empty database gets a demonstration union to try things out with. "
        "Unless it is set, it is off in production.",
        write="on or off",
    )
    production: Switch = _setting(
        default=False,
        description="Whether real people use this installation. Then the program does not start with the "
        "demonstration union or without a SECRET_KEY of its own.",
        write="on or off",
    )

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, str]) -> Settings:
        """Settings from the environment's names; secrets also from the file that NAME_FILE names.

        Raises BadSetting.
        """
        names = {field.upper(): field for field in cls.model_fields}
        given = {field: text for name, field in names.items() if (text := _given(mapping, name))}
        if "demo" not in given and _switch(given.get("production", "off")) is True:
            given["demo"] = "off"
        try:
            settings = cls(**given)  # type: ignore[arg-type]  # pydantic turns text into numbers
        except ValidationError as errors:
            raise BadSetting(_told(str(errors.errors()[0]["loc"][0]))) from None
        settings._check_together()
        return settings

    def _check_together(self) -> None:
        if self.production and self.demo:
            raise BadSetting("DEMO is on and so is PRODUCTION: write DEMO=off, or leave it out.")
        if self.production and _guessable(self.secret_key):
            raise BadSetting(
                f"SECRET_KEY is not safe enough for PRODUCTION: write {what_to_write('secret_key')}."
            )
        webhook = self.telegram_mode == "webhook" and bool(self.telegram_bot_token)
        if webhook and not self.public_url.startswith("https://"):
            raise BadSetting(
                "TELEGRAM_MODE is webhook, and PUBLIC_URL does not begin with https://: "
                "write the address at which Telegram reaches this server, or TELEGRAM_MODE=polling."
            )

    @property
    def address(self) -> str:
        """Where people open the chat page."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def telegram_webhook_secret(self) -> str:
        """What Telegram says to show that it is Telegram: 64 hex digits."""
        return hmac.new(self.secret_key.encode(), b"telegram webhook", hashlib.sha256).hexdigest()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not stand in a log."""
        password = re.match(r"[^:]+://[^:/@]*:([^@]+)@", self.database_url)
        found = (self.telegram_bot_token, self.secret_key, password[1] if password else "")
        return tuple(secret for secret in found if secret and secret != DEFAULT_SECRET)


def _guessable(secret: str) -> bool:
    """The one everybody knows, a short one, a sentence copied from a guide, one letter over and over."""
    plain = len(set(secret)) < SHORTEST_SECRET // 4 or not secret.isascii() or " " in secret
    return secret == DEFAULT_SECRET or len(secret) < SHORTEST_SECRET or plain


def what_to_write(field: str) -> str:
    """What a setting takes, for a person."""
    extra = Settings.model_fields[field].json_schema_extra
    return str(extra["write"]) if isinstance(extra, dict) else ""


def _told(field: str) -> str:
    return f"{field.upper()} cannot be read: write {what_to_write(field)}."


def _given(mapping: Mapping[str, str], name: str) -> str:
    text = mapping.get(name, "").strip()
    file = mapping.get(f"{name}_FILE", "").strip() if name in SECRETS else ""
    if text or not file:
        return text
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE: {file} cannot be read ({error.strerror}).") from None
