"""Every change to people, places, mailboxes and the company. Each is one transaction and one event."""

from makegood.people.acts.agents import (
    activate,
    add_agent,
    change_agent,
    change_own,
    choose_password,
    deactivate,
    give_role,
    take_role,
)
from makegood.people.acts.company import change_company, lay_ground, set_region
from makegood.people.acts.hours import add_hours, change_hours, keep_hours, remove_hours
from makegood.people.acts.links import first_link, one_time_link, use_link, welcome
from makegood.people.acts.mailboxes import add_mailbox, change_mailbox, pause_mailbox, resume_mailbox, sign_mailbox
from makegood.people.acts.partners import PartnerCard, add_partner, change_partner, switch_partner
from makegood.people.acts.places import (
    add_location,
    add_region,
    add_team,
    change_location,
    close_location,
    close_team,
    remove_region,
    rename_region,
    rename_team,
)
from makegood.people.acts.sessions import open_session, sign_out
from makegood.people.acts.targets import add_target, change_target, remove_target

__all__ = [
    "PartnerCard",
    "activate",
    "add_agent",
    "add_hours",
    "add_location",
    "add_mailbox",
    "add_partner",
    "add_region",
    "add_target",
    "add_team",
    "change_agent",
    "change_company",
    "change_hours",
    "change_location",
    "change_mailbox",
    "change_own",
    "change_partner",
    "change_target",
    "choose_password",
    "close_location",
    "close_team",
    "deactivate",
    "first_link",
    "give_role",
    "keep_hours",
    "lay_ground",
    "one_time_link",
    "open_session",
    "pause_mailbox",
    "remove_hours",
    "remove_region",
    "remove_target",
    "rename_region",
    "rename_team",
    "resume_mailbox",
    "set_region",
    "sign_mailbox",
    "sign_out",
    "switch_partner",
    "take_role",
    "use_link",
    "welcome",
]
