"""What a work gets: one open transaction, and the queries on each subject, made when first asked for."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from storage.accounts import Accounts
from storage.attachments import Attachments
from storage.audit import Audit
from storage.breaches import Breaches
from storage.broadcasts import Broadcasts
from storage.campaigns import Campaigns
from storage.consents import Consents
from storage.conversations import Conversations
from storage.destroying import Destroying
from storage.documents import Documents
from storage.erasure import Erasure
from storage.facts import Facts
from storage.imports import Imports
from storage.inbox import Inbox
from storage.initiatives import Initiatives
from storage.leases import Leases
from storage.members import Members
from storage.outbox import Outbox
from storage.own import Own
from storage.people import People
from storage.piles import Piles
from storage.placements import Placements
from storage.processing import Processing
from storage.questions import Questions
from storage.registrations import Registrations, Reviews
from storage.requests import Requests
from storage.retention import Retention
from storage.roles import Roles
from storage.serving import Servings
from storage.sessions import Sessions
from storage.units import Units


class Store:
    """The repositories on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def forget(self) -> None:
        """What was read is read again: some of what this connection wrote was undone."""
        self.__dict__ = {"connection": self.connection}

    @cached_property
    def units(self) -> Units:
        return Units(self.connection)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def members(self) -> Members:
        return Members(self.connection)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.connection)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self.connection)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self.connection)

    @cached_property
    def registrations(self) -> Registrations:
        return Registrations(self.connection)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self.connection)

    @cached_property
    def initiatives(self) -> Initiatives:
        return Initiatives(self.connection)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        return Broadcasts(self.connection)

    @cached_property
    def questions(self) -> Questions:
        return Questions(self.connection)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.connection)

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.connection)

    @cached_property
    def breaches(self) -> Breaches:
        return Breaches(self.connection)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.connection)

    @cached_property
    def placements(self) -> Placements:
        return Placements(self.connection)

    @cached_property
    def requests(self) -> Requests:
        return Requests(self.connection)

    @cached_property
    def servings(self) -> Servings:
        return Servings(self.connection)

    @cached_property
    def piles(self) -> Piles:
        return Piles(self.connection)

    @cached_property
    def erasure(self) -> Erasure:
        return Erasure(self.connection)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.connection)

    @cached_property
    def own(self) -> Own:
        return Own(self.connection)

    @cached_property
    def destroying(self) -> Destroying:
        return Destroying(self.connection)

    @cached_property
    def processing(self) -> Processing:
        return Processing(self.connection)
