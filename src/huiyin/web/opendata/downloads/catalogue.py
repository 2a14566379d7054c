# SPDX-License-Identifier: Apache-2.0
"""The catalogue of open data in DCAT 3, as JSON-LD."""

from typing import Any

from huiyin.web.accounts.models import Institution
from huiyin.web.opendata.downloads import datasets, lines, nightly
from huiyin.web.opendata.oparl.making import ROOT, licence

_TERMS = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
}  # fmt: skip
_MEDIA = "https://www.iana.org/assignments/media-types/"


def compose(base: str) -> dict[str, Any]:
    """Give the catalogue: a data set for each table, and the OParl interface as a service."""
    row, made = Institution.objects.first(), nightly.manifest()
    whole = {
        "@type": "dcat:Dataset", "@id": f"{base}/data/", "dct:title": _both("全部开放数据", "All open data"),
        "dct:license": {"@id": licence()},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution", "dcat:downloadURL": {"@id": f"{base}/data/{nightly.NAME}"},
                "dcat:mediaType": {"@id": f"{_MEDIA}application/zip"}, "dcat:byteSize": made["size"],
                "dct:issued": made["made"], "dct:license": {"@id": licence()},
            }
        ],
    } if made else None  # fmt: skip
    return {
        "@context": _TERMS, "@type": "dcat:Catalog", "@id": f"{base}/data/catalogue.jsonld",
        "dct:title": _both("开放数据目录", "Catalogue of open data"), "dct:license": {"@id": licence()},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": row.name if row else "Huiyin"},
        "foaf:homepage": {"@id": f"{base}/data/"},
        "dcat:dataset": [_dataset(one, base) for one in datasets.everything().values()] + ([whole] if whole else []),
        "dcat:service": [{
            "@type": "dcat:DataService", "@id": base + ROOT, "dct:title": "OParl 1.1",
            "dcat:endpointURL": {"@id": base + ROOT}, "dct:conformsTo": {"@id": "https://schema.oparl.org/1.1/"},
        }],
    }  # fmt: skip


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]


def _dataset(one: datasets.Dataset, base: str) -> dict[str, Any]:
    page = f"{base}/data/{one.name}/"
    return {
        "@type": "dcat:Dataset", "@id": page, "dct:title": _both(one.words["zh"], one.words["en"]),
        "dct:description": _both(one.about["zh"], one.about["en"]), "dct:identifier": one.name,
        "dcat:landingPage": {"@id": page}, "dct:license": {"@id": licence()},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution", "dcat:downloadURL": {"@id": f"{base}/data/{one.name}.{form}"},
                "dcat:mediaType": {"@id": _MEDIA + kind.partition(";")[0]}, "dct:license": {"@id": licence()},
            }
            for form, kind in lines.FORMS.items()
        ],
    }  # fmt: skip
