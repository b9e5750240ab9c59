from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:forum>/<slug:edition>/", views.edition, name="edition"),
    path("<slug:forum>/<slug:edition>/sessions/<slug:code>/", views.session, name="session"),
    path("<slug:forum>/<slug:edition>/speakers/<slug:slug>/", views.speaker, name="speaker"),
]
