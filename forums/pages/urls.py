from django.urls import path

from . import livestream, views

urlpatterns = [
    path("", views.home, name="home"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("preview/<str:token>/sessions/<slug:code>/", views.preview_session, name="preview-session"),
    path("preview/<str:token>/speakers/<slug:slug>/", views.preview_speaker, name="preview-speaker"),
    path("<slug:forum>/<slug:edition>/", views.edition, name="edition"),
    path("<slug:forum>/<slug:edition>/sessions/<slug:code>/", views.session, name="session"),
    path("<slug:forum>/<slug:edition>/sessions/<slug:code>/join/", livestream.join, name="join"),
    path("<slug:forum>/<slug:edition>/speakers/<slug:slug>/", views.speaker, name="speaker"),
]
