"""A link for the tests of links: what it opens says for whom, and by whom, it was opened."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import path

from egide.platform.links.opening import opens
from egide.platform.links.purposes import Purpose
from egide.platform.records.acting import NoActorError, current_actor
from egide.platform.records.scope import active_scope
from egide.urls import urlpatterns as usual

LOOK = Purpose("look", "Regarder", "tests.thing", "look", timedelta(days=2), uses=2, actor="Quelqu’un")
ALWAYS = Purpose("always", "Suivre", "tests.thing", "always", timedelta(days=30), uses=None)


def _answer(request, link):
    try:
        actor = current_actor()
        acts = f"{actor.label}, {actor.origin}, {actor.user_id}"
    except NoActorError:
        acts = "personne"
    status = 422 if request.POST.get("wrong") else 200
    return HttpResponse(f"{link.record_id} | {active_scope()} | {acts}", status=status)


look = opens(LOOK)(_answer)
always = opens(ALWAYS)(_answer)

urlpatterns = [
    path("lien/<str:key>/regarder/", look, name="look"),
    path("lien/<str:key>/suivre/", always, name="always"),
    *usual,
]
