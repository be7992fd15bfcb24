"""The one place that lists the features: their schemas, what the worker carries out for them, and their routes."""

from litestar.handlers import HTTPRouteHandler
from sqlite_utils import Migrations

import estate.access.pages
import estate.access.schema
import estate.announcements.pages
import estate.announcements.pages_own
import estate.announcements.pages_public
import estate.announcements.schema
import estate.announcements.tasks
import estate.appliance.pages
import estate.arrears.pages
import estate.arrears.schema
import estate.audience.pages
import estate.audience.schema
import estate.billing.pages
import estate.billing.schema
import estate.billing.tasks
import estate.books.pages
import estate.books.schema
import estate.books.tasks
import estate.cashier.pages
import estate.cashier.schema
import estate.channels.pages
import estate.channels.pages_callbacks
import estate.channels.pages_list
import estate.channels.pages_push
import estate.channels.pages_texts
import estate.channels.schema
import estate.channels.tasks
import estate.chat.pages
import estate.chat.pages_own
import estate.chat.pages_settings
import estate.chat.schema
import estate.chat.tasks
import estate.closing.pages
import estate.closing.schema
import estate.community.pages
import estate.community.schema
import estate.complaints.pages
import estate.complaints.schema
import estate.complaints.tasks
import estate.contacts.pages
import estate.contacts.schema
import estate.contacts.tasks
import estate.contractors.pages
import estate.contractors.schema
import estate.crew.gate
import estate.crew.pages
import estate.crew.schema
import estate.crew.tasks
import estate.deposits.pages
import estate.deposits.schema
import estate.disclosure.pages
import estate.disclosure.schema
import estate.disclosure.tasks
import estate.documents.pages
import estate.documents.schema
import estate.documents.tasks
import estate.dunning.pages
import estate.dunning.schema
import estate.dunning.tasks
import estate.equipment.pages
import estate.equipment.schema
import estate.equipment.tasks
import estate.gate.pages
import estate.gate.schema
import estate.gate.schema_permits
import estate.gate.tasks
import estate.insight.pages
import estate.intake.pages
import estate.intake.schema
import estate.intake.tasks
import estate.jobs.schema
import estate.labels.pages
import estate.labels.schema
import estate.letters.pages
import estate.letters.schema
import estate.letters.tasks
import estate.materials.pages
import estate.materials.schema
import estate.materials.tasks
import estate.messages.pages
import estate.messages.schema
import estate.messages.tasks
import estate.meters.pages
import estate.meters.schema
import estate.office.pages
import estate.office.schema
import estate.owner.pages
import estate.papers.pages
import estate.papers.schema
import estate.patrol.pages
import estate.patrol.schema
import estate.patrol.tasks
import estate.patterns.pages
import estate.penalties.pages
import estate.penalties.schema
import estate.people.pages
import estate.people.schema
import estate.places.pages
import estate.places.schema
import estate.plans.pages
import estate.plans.schema
import estate.plans.tasks
import estate.prepayments.pages
import estate.prepayments.schema
import estate.reconciliation.pages
import estate.reconciliation.schema
import estate.refunds.pages
import estate.refunds.pages_estimates
import estate.refunds.schema
import estate.repairs.pages
import estate.repairs.schema
import estate.repairs.tasks
import estate.search.pages
import estate.search.schema
import estate.settlement.pages
import estate.settlement.pages_list
import estate.settlement.schema
import estate.sharing.pages
import estate.sharing.pages_batch
import estate.sharing.schema
import estate.surveys.pages
import estate.surveys.schema
import estate.surveys.tasks
import estate.tablets.pages
import estate.tablets.pages_offline
import estate.tablets.schema
import estate.upkeep.pages
import estate.upkeep.schema
import estate.upkeep.tasks
import estate.votes.pages
import estate.votes.pages_own
import estate.votes.schema
import estate.votes.tasks
import estate.waivers.pages
import estate.waivers.pages_standing
import estate.waivers.schema
import estate.window.pages
import estate.window.pages_own
import estate.window.schema
from estate.web import assets, live

SCHEMAS: list[Migrations] = [
    estate.access.schema.schema,
    estate.jobs.schema.schema,
    estate.office.schema.schema,
    estate.community.schema.schema,
    estate.people.schema.schema,
    estate.papers.schema.schema,
    estate.meters.schema.schema,
    estate.places.schema.schema,
    estate.equipment.schema.schema,
    estate.billing.schema.schema,
    estate.cashier.schema.schema,
    estate.prepayments.schema.schema,
    estate.waivers.schema.schema,
    estate.deposits.schema.schema,
    estate.refunds.schema.schema,
    estate.sharing.schema.schema,
    estate.closing.schema.schema,
    estate.penalties.schema.schema,
    estate.documents.schema.schema,
    estate.messages.schema.schema,
    estate.channels.schema.schema,
    estate.audience.schema.schema,
    estate.announcements.schema.schema,
    estate.surveys.schema.schema,
    estate.votes.schema.schema,
    estate.reconciliation.schema.schema,
    estate.books.schema.schema,
    estate.arrears.schema.schema,
    estate.settlement.schema.schema,
    estate.dunning.schema.schema,
    estate.contacts.schema.schema,
    estate.plans.schema.schema,
    estate.letters.schema.schema,
    estate.repairs.schema.schema,
    estate.materials.schema.schema,
    estate.labels.schema.schema,
    estate.complaints.schema.schema,
    estate.contractors.schema.schema,
    estate.crew.schema.schema,
    estate.patrol.schema.schema,
    estate.upkeep.schema.schema,
    estate.window.schema.schema,
    estate.disclosure.schema.schema,
    estate.gate.schema.schema,
    estate.chat.schema.schema,
    estate.gate.schema_permits.schema,
    estate.intake.schema.schema,
    estate.tablets.schema.schema,
    estate.search.schema.schema,  # last: it indexes what others keep
]

# What the worker can carry out: importing these registers their handlers with the outbox.
WORK = [
    estate.announcements.tasks,
    estate.billing.tasks,
    estate.books.tasks,
    estate.channels.tasks,
    estate.chat.tasks,
    estate.complaints.tasks,
    estate.contacts.tasks,
    estate.crew.tasks,
    estate.disclosure.tasks,
    estate.documents.tasks,
    estate.dunning.tasks,
    estate.equipment.tasks,
    estate.gate.tasks,
    estate.intake.tasks,
    estate.letters.tasks,
    estate.materials.tasks,
    estate.patrol.tasks,
    estate.plans.tasks,
    estate.messages.tasks,
    estate.repairs.tasks,
    estate.surveys.tasks,
    estate.upkeep.tasks,
    estate.votes.tasks,
]

# What features add to others' steps: importing these registers it.
HOOKS = [estate.crew.gate]

ROUTES: list[HTTPRouteHandler] = [
    assets.static_file,
    live.stream,
    *estate.access.pages.ROUTES,
    *estate.announcements.pages.ROUTES,
    *estate.announcements.pages_own.ROUTES,
    *estate.announcements.pages_public.ROUTES,
    *estate.appliance.pages.ROUTES,
    *estate.arrears.pages.ROUTES,
    *estate.audience.pages.ROUTES,
    *estate.office.pages.ROUTES,
    *estate.disclosure.pages.ROUTES,
    *estate.gate.pages.ROUTES,
    *estate.insight.pages.ROUTES,
    *estate.intake.pages.ROUTES,
    *estate.billing.pages.ROUTES,
    *estate.cashier.pages.ROUTES,
    *estate.channels.pages_texts.ROUTES,
    *estate.channels.pages_list.ROUTES,
    *estate.channels.pages.ROUTES,
    *estate.channels.pages_callbacks.ROUTES,
    *estate.channels.pages_push.ROUTES,
    *estate.chat.pages.ROUTES,
    *estate.chat.pages_own.ROUTES,
    *estate.chat.pages_settings.ROUTES,
    *estate.closing.pages.ROUTES,
    *estate.books.pages.ROUTES,
    *estate.community.pages.ROUTES,
    *estate.complaints.pages.ROUTES,
    *estate.contacts.pages.ROUTES,
    *estate.crew.pages.ROUTES,
    *estate.messages.pages.ROUTES,
    *estate.meters.pages.ROUTES,
    *estate.documents.pages.ROUTES,
    *estate.equipment.pages.ROUTES,
    *estate.contractors.pages.ROUTES,
    *estate.labels.pages.ROUTES,
    *estate.letters.pages.ROUTES,
    *estate.dunning.pages.ROUTES,
    *estate.deposits.pages.ROUTES,
    *estate.owner.pages.ROUTES,
    *estate.papers.pages.ROUTES,
    *estate.patrol.pages.ROUTES,
    *estate.patterns.pages.ROUTES,
    *estate.penalties.pages.ROUTES,
    *estate.people.pages.ROUTES,
    *estate.places.pages.ROUTES,
    *estate.plans.pages.ROUTES,
    *estate.prepayments.pages.ROUTES,
    *estate.refunds.pages.ROUTES,
    *estate.refunds.pages_estimates.ROUTES,
    *estate.reconciliation.pages.ROUTES,
    *estate.repairs.pages.ROUTES,
    *estate.materials.pages.ROUTES,
    *estate.search.pages.ROUTES,
    *estate.sharing.pages.ROUTES,
    *estate.sharing.pages_batch.ROUTES,
    *estate.settlement.pages.ROUTES,
    *estate.settlement.pages_list.ROUTES,
    *estate.surveys.pages.ROUTES,
    *estate.tablets.pages.ROUTES,
    *estate.tablets.pages_offline.ROUTES,
    *estate.upkeep.pages.ROUTES,
    *estate.votes.pages.ROUTES,
    *estate.votes.pages_own.ROUTES,
    *estate.waivers.pages.ROUTES,
    *estate.waivers.pages_standing.ROUTES,
    *estate.window.pages.ROUTES,
    *estate.window.pages_own.ROUTES,
]
