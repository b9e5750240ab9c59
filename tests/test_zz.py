from .test_admin import *
def test_zzz(office):
    f=factories.ForumFactory()
    form={"forum":f.pk,"slug":"e","number":1,"year":2020,"title_en":"E","timezone":"UTC","format":"onsite","status":"planned"}
    for p in ("partnerships","rooms","tracks","figures","announcements"): form|={f"{p}-TOTAL_FORMS":0,f"{p}-INITIAL_FORMS":0}
    r=office.post(address(Edition,"add"),form); assert r.status_code==302, r.context["errors"]
    print(Edition.objects.values("theme","theme_en","theme_fr","title","title_en","title_fr").get())
    e=Edition.objects.get()
    r=office.post(address(Edition,"change",e.pk),form|{"title_fr":"F"},headers={"accept-language":"fr"}); assert r.status_code==302
    print(Edition.objects.rewrite(False).values("theme","theme_en","theme_fr","title","title_en","title_fr").get())
    r=office.get(address(Edition,"change",e.pk),headers={"accept-language":"ar"}); assert r.status_code==200
    print(factories.EditionFactory().theme_en)
