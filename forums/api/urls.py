from django.urls import path, re_path

from forums.agenda.representations import REPRESENTATIONS

from .views import NoSuchAddress, ReleaseView

_CALENDAR = ReleaseView.as_view(representation="agenda.ics")

urlpatterns = [
    path("editions/<str:edition>/agenda/", ReleaseView.as_view(), name="agenda"),
    *(
        path(f"editions/<str:edition>/{name}", ReleaseView.as_view(representation=name), name=name)
        for name in REPRESENTATIONS
        if "." in name
    ),
    path("editions/<str:edition>/sessions/<str:session>.ics", _CALENDAR, name="session.ics"),
    path("editions/<str:edition>/speakers/<str:speaker>.ics", _CALENDAR, name="speaker.ics"),
    path("editions/<str:edition>/tracks/<str:track>.ics", _CALENDAR, name="track.ics"),
    re_path("", NoSuchAddress.as_view()),
]
