# SPDX-License-Identifier: Apache-2.0
from django.urls import URLPattern, URLResolver, path, re_path

from huiyin.web.opendata.views import bringing, data, oparl

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/", data.page, name="data"),
    re_path(r"^data/(?P<name>catalogue\.jsonld|dictionary\.json|manifest\.json)\Z", data.said),
    path("data/bring-in/", bringing.page, name="bring_in"),
    path("data/open-data.zip", data.whole, name="data_whole"),
    path("data/<slug:name>/", data.table, name="data_table"),
    path("data/<slug:name>.<slug:form>", data.download, name="data_file"),
    path("oparl/v1.1/", oparl.system, name="oparl"),
    path("oparl/v1.1/file/<str:key>/access", oparl.file, {"how": "access"}, name="oparl_access"),
    path(
        "oparl/v1.1/file/<str:key>/download", oparl.file, {"how": "download"}, name="oparl_download"
    ),
    path("oparl/v1.1/<str:kind>/", oparl.many, name="oparl_list"),
    path("oparl/v1.1/<str:kind>/<str:key>", oparl.one, name="oparl_object"),
]
