"""Everything the bot can do, as explicit lists: nothing registers itself."""

from __future__ import annotations

from bot.routing import Routes
from handlers import (
    appointing,
    asking,
    broadcasts,
    courtesy,
    figures,
    founding,
    initiatives,
    joining,
    lists,
    mine,
    officers,
    officers_following,
    officers_gaps,
    pledges,
    posters,
    privacy,
    privacy_pictures,
    questions,
    reviews,
    reviews_many,
)

JOURNEYS = (
    figures,
    officers_following,
    appointing,
    officers_gaps,
    lists,
    broadcasts,
    reviews,
    reviews_many,
    mine,
    privacy,
    initiatives,
    pledges,
    posters,
    questions,
    founding,
    joining,
    courtesy,
)

ROUTES = Routes(
    routes=tuple(route for journey in JOURNEYS for route in journey.ROUTES),
    actions=tuple(action for journey in JOURNEYS for action in journey.ACTIONS),
    fallback=asking.FALLBACK,
    welcome=joining.welcome,
    wordless=courtesy.wordless,
    attached=courtesy.attached,
    courtesy=courtesy.courtesy,
    unwanted=privacy_pictures.unwanted,
    more_forms=(*reviews.FORMS, *reviews_many.FORMS, *questions.FORMS, *initiatives.FORMS, *privacy.FORMS),
)
JOBS = (*officers.JOBS, *officers_following.JOBS)
