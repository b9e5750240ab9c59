from django.urls import path

from . import calls, views

urlpatterns = [
    path("call/<slug:edition>/", calls.call, name="call"),
    path("call/<slug:edition>/<slug:step>/", calls.call_step, name="call-step"),
    path("p/<str:token>/", calls.proposal, name="proposal"),
    path("i/<str:token>/", views.invitation, name="invitation"),
    path("i/<str:token>/<slug:step>/", views.invitation_step, name="invitation-step"),
    path("a/<str:token>/", views.assistant, name="assistant"),
    path("a/<str:token>/<int:person>/", views.assisted, name="assisted"),
    path("a/<str:token>/<int:person>/<slug:step>/", views.assisted_step, name="assisted-step"),
]
