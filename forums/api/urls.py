from django.urls import path, re_path

from . import views

urlpatterns = [
    path("editions/<str:edition>/agenda/", views.AgendaView.as_view(), name="agenda"),
    re_path("", views.NoSuchAddress.as_view()),
]
