# SPDX-License-Identifier: Apache-2.0
"""Tells from free text in several languages what a company does: keywords, found in spite of compounds and typing mistakes."""

import re

import pawl_stage as pawl
from clean import fold

REGIONS = {
    "DACH": "DE AT CH",
    "Benelux": "NL BE",
    "France": "FR",
    "Iberia": "ES PT",
    "Italy": "IT",
    "British Isles": "GB IE",
    "Nordics": "SE DK FI",
    "Central Europe": "PL CZ",
}
SIZES = [(10, "micro"), (50, "small"), (250, "medium"), (1000, "large"), (10**9, "very large")]

# A word at the left counts 3, one at the right of the bar 1. What ends in * may be the start of a longer word; *word* may stand inside a compound.
KEYWORDS = {
    "machinery": "*maschinenbau* *werkzeugbau* *antriebstechnik* machine* macchin* maquinaria mecanica mecanique usinage cnc milling tooling gearbox* conveyor robot* | turning drive automation* automazione precision* engineering montage bearbeitung outils cell*",
    "software": "*software* saas erp logiciel* cyber* *cloud* managed informatic* datentechnik | it systems digital data desarrollo development consulting editeur piattaforma commerce security",
    "logistics": "*logistik* logistic* *spedition* freight warehous* *transport* trasport* entreposage magazzino magazynowanie fulfilment parcel | delivery mile forwarding last routier lager*",
    "food": "*backwaren* bakery dairy molkerei conserv* alimentar* *feinkost* *lebensmittel* pasta food* cheese confectionery aceite oliva | organic produzione legumes cuisines plats getranke oliv* label",
    "medical": "*medizintechnik* medical* medtech dental implant* *chirurg* cardiolog* orthopaed* ortoped* biomedic* *diagnost* medicaux medici | dispositi* device* laboratory iso usage unique instrument*",
    "construction": "*hochbau* *tiefbau* *holzbau* construct* construction construccion* costruzion* edil* batiment* roofing facade* dachdeck* zimmer* contractor bouw | bau building house* timber renovation fertigteil* impresa",
    "chemicals": "*chemie* chimie quimica coating* polymer* *lacke* *kunststoff* plastic* injection* tworzywa sztuczne adhesi* beschicht* materie | moulding specialite technical industri* stampaggio",
    "energy": "*solar* photovolta* fotovolta* *energie* energia energies renovables renouvelables eolien *speicher* warmepump* heat switchgear charging | power pump* district park* planning maintenance station*",
    "automotive": "*automotive* automobil* automocion *fahrzeug* *karosserie* carrozzeria *autoindustrie* wiring equipementier autopart* *umformteil* lamiera | supplier zulieferer stanz* vehicle* bodies harness* commercial componenti",
    "retail": "*grosshandel* *versand* wholesale retail commercio ferramenta ingrosso gros distribution *sanitar* trading shop | handel haushalt* haustechnik supplies comercial commerce online chain office outdoor household",
    "hospitality": "hotel* *gastronomie* catering *restauration* ristorazione hosteleria hotellerie agriturismo *touristik* leisure holiday* | event* tagung* park* compan*",
    "printing": "*druck* *etikett* label* imprimerie imballagg* envases packaging *verpackung* *faltschachtel* offset printing | numerique digitaldruck corrugated flexib*",
}


def keywords():
    for industry, text in KEYWORDS.items():
        for weight, part in zip((3, 1), text.split("|")):
            for word in part.split():
                inside, start = word.startswith("*"), word.endswith("*")
                yield industry, weight, fold(word.strip("*")), inside, start


ALL = list(keywords())


def one_slip(a, b):
    """Is one a slip of the finger away from the other: a letter more, less, other, or two of them swapped?"""
    if abs(len(a) - len(b)) > 1:
        return False
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    a, b = a[at:], b[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or a[:2] == b[1::-1] and a[2:] == b[2:]


def matches(word, keyword, inside, start):
    if word == keyword or inside and len(keyword) > 3 and keyword in word or start and word.startswith(keyword):
        return True
    return len(keyword) > 5 and (
        one_slip(word, keyword)
        or (start or inside)
        and len(word) > len(keyword)
        and (one_slip(word[: len(keyword)], keyword) or inside and one_slip(word[-len(keyword) :], keyword))
    )


def industry(text, name_words):
    """-> (industry or "", how sure from 0 to 1, the words that told)."""
    points, found = {}, {}
    words = re.findall(r"[^\W\d_]{2,}", text.lower())
    for word, trust in [(word, 1.0) for word in words] + [(word, 0.8) for word in name_words]:
        folded = fold(word)
        for name, weight, keyword, inside, start in ALL:
            if matches(folded, keyword, inside, start):
                points[name] = points.get(name, 0) + weight * trust
                found.setdefault(name, []).append(word)
    if not points:
        return "", 0.0, []
    best, second = (sorted(points, key=lambda name: (-points[name], name)) + [""])[:2]
    sure = min(1.0, points[best] / 4) * points[best] / (points[best] + points.get(second, 0))
    return best, round(sure, 2), list(dict.fromkeys(found[best]))[:4]


def enrich(company):
    name, sure, words = industry(company["industry_text"], company["words"])
    region = next((region for region, codes in REGIONS.items() if company["country"] and company["country"] in codes.split()), "")
    size = next((size for limit, size in SIZES if company["employees"] and company["employees"] < limit), "")
    return {"industry": name, "sure": sure, "words": words, "region": region, "size": size}


def main():
    companies = pawl.read()["outputs"]["clean"]["companies"]
    results = {str(company["id"]): enrich(company) for company in pawl.progress(companies, "companies classified")}
    pawl.count(classified=sum(bool(result["industry"]) for result in results.values()), unclear=sum(not result["industry"] for result in results.values()))
    pawl.write(results)


if __name__ == "__main__":
    main()
