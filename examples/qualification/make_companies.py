# SPDX-License-Identifier: Apache-2.0
"""Invents companies.csv: python3 make_companies.py [ROWS] [SEED]. The same seed gives the same file.

The companies are made up of random words; one that exists would be a coincidence. What is wrong with the list is what is wrong with real ones: every field in several notations, values missing,
numbers mistyped, companies entered twice or thrice by different people, and lines that went through the wrong encoding."""
import csv
import io
import random
import re
import sys
import unicodedata

import clean
import verify

ROWS, SEED = 1240, 20260301
HEADER = ["Name", "Country", "City", "Website", "Email", "Phone", "VAT_ID", "Employees", "Revenue", "Industry", "Founded", "Notes"]

# code: share of the list, spellings, cities, area codes, legal forms, family names and words for company names
PLACES = {
    "DE": (22, "Germany Deutschland DE Germany D", "München Köln Nürnberg Stuttgart Düsseldorf Bielefeld Chemnitz Würzburg Lübeck Osnabrück Ulm Kassel Göttingen",
           "GmbH|GmbH|GmbH & Co. KG|AG|KG|SE|e.K.", "Brückner Hölzer Kranz Weidlich Sattler Vogelsang Rüdiger Möhring Tannert Oberhauser Quandtner Strobel Zörner Habicht Lindemann"),
    "FR": (13, "France FR France FRANCE", "Lyon Nîmes Besançon Saint-Étienne Angers Orléans Grenoble Rennes Clermont-Ferrand Mulhouse",
           "SAS|SARL|S.A.S.|SA", "Beauchêne Delorme Géraud Marchandeau Rivière Tessier Vasseur Lemoine Chastagnier Poirel Duvernay Quesnel"),
    "IT": (11, "Italy Italia IT I", "Bergamo Modena Padova Brescia Vicenza Parma Treviso Ancona Forlì",
           "S.r.l.|SRL|S.p.A.|SpA", "Bonfanti Caldarelli Ferraguti Lombardini Marzotti Pellegrin Rosselli Tagliabue Zanardi Vercelli Mondini"),
    "GB": (11, "United Kingdom|UK|GB|England|U.K.", "Leeds Sheffield Coventry Norwich Swansea Derby Dundee Exeter Stockport",
           "Ltd|Limited|Ltd.|plc|LLP", "Ashcombe Birtwhistle Copley Fairhurst Holdsworth Kettering Merriweather Oakshott Thackeray Wainwright Penrose"),
    "ES": (9, "Spain España ES", "Zaragoza Bilbao Málaga Córdoba Logroño Vigo Alicante Pamplona",
           "S.L.|SL|S.A.|S.L.U.", "Aguirre Belmonte Carrasco Echeverría Ibáñez Núñez Peñalver Quiroga Zubiri Montalvo"),
    "NL": (7, "Netherlands Nederland|NL|The Netherlands|Holland", "Eindhoven Tilburg Zwolle Breda Enschede Delft Arnhem",
           "B.V.|BV|N.V.", "Achterberg Dijkman Hoogland Koster Ravensteijn Verbeek Wiersma Zandstra Oosterhuis"),
    "PL": (6, "Poland Polska PL", "Łódź Poznań Wrocław Gdańsk Rzeszów Katowice Bydgoszcz",
           "Sp. z o.o.|sp. z o. o.|S.A.", "Borkowski Dąbrowa Jasiński Krawczyk Małecki Sobczak Wójtowicz Zieliński"),
    "AT": (5, "Austria Österreich AT A", "Graz Linz Wels Dornbirn Klagenfurt Steyr", "GmbH|Ges.m.b.H.|GmbH|AG", "Aichinger Brandstätter Gruberbauer Hinterleitner Pichlmann Rosenauer"),
    "CH": (4, "Switzerland Schweiz CH Suisse", "Winterthur Bienne Thun Aarau Zürich Fribourg", "AG|GmbH|SA|Sàrl", "Aebersold Burkhalter Gerber Hunziker Ramseyer Zbinden"),
    "BE": (4, "Belgium België BE Belgique", "Gent Liège Hasselt Mechelen Namur", "NV|BV|SA|BVBA", "Claessens Debruyne Lambrechts Vandersteen Wouters Marchal"),
    "SE": (3, "Sweden Sverige SE", "Göteborg Västerås Linköping Malmö", "AB", "Bergqvist Ekström Hedlund Lindqvist Sjögren"),
    "DK": (2, "Denmark Danmark DK", "Aarhus Odense Kolding Vejle", "A/S|ApS", "Bønnelykke Kjærgaard Møller Søndergaard"),
    "CZ": (1.5, "Czechia|CZ|Czech Republic|Česko", "Brno Plzeň Ostrava", "s.r.o.|a.s.", "Dvořák Kovářík Procházka Šimek"),
    "FI": (1, "Finland FI Suomi", "Tampere Oulu Turku", "Oy|Oyj", "Heikkinen Korhola Mäkinen"),
    "PT": (1, "Portugal PT", "Braga Aveiro Leiria", "Lda|Lda.|S.A.", "Carvalhal Figueira Magalhães"),
    "IE": (1, "Ireland IE Éire", "Cork Galway Limerick", "Ltd|Limited", "Kilbride O'Rourke Tiernan")}

LANGUAGE = {"DE": "de", "AT": "de", "CH": "de", "FR": "fr", "BE": "fr", "IT": "it", "ES": "es", "PT": "es", "PL": "pl"}

# trade: words for names (German/French|Italian|Spanish|English), what people write about it (English unless marked), employees (low, high), EUR a head
TRADES = {
    "machinery": ("Maschinenbau|Werkzeugbau|Antriebstechnik/Mécanique|Macchine|Mecánica|Engineering|Machines", [
        "de:Sondermaschinenbau, CNC-Bearbeitung und Montage", "special-purpose machines, CNC milling and turning", "it:macchine per il confezionamento, automazione",
        "fr:usinage de précision, machines-outils", "es:fabricación de maquinaria industrial", "gearboxes & drive technology for conveyor systems", "precision tooling, robot cells, automation"], 12, 700, 165e3),
    "software": ("Software|Systems|Datentechnik/Logiciels|Informatica|Informática|Data|Digital", [
        "ERP software for wholesalers (SaaS)", "de:Softwareentwicklung, Cloud-Dienste", "fr:éditeur de logiciels, cloud", "custom software development and IT consulting",
        "it:piattaforma cloud per l'e-commerce", "cyber security, managed IT services", "es:desarrollo de software a medida"], 3, 180, 120e3),
    "logistics": ("Logistik|Spedition|Transporte/Transports|Trasporti|Logística|Freight|Logistics", [
        "de:Spedition, Lagerlogistik, Kühltransporte", "freight forwarding and warehousing", "fr:transport routier et entreposage", "it:trasporti e magazzino", "fulfilment, parcel and last-mile delivery",
        "pl:transport i magazynowanie"], 10, 900, 140e3),
    "food": ("Feinkost|Molkerei|Backwaren/Conserves|Alimentari|Conservas|Foods|Bakery", [
        "de:Herstellung von Backwaren", "dairy products, organic cheese", "fr:conserves de légumes et plats cuisinés", "it:produzione di pasta fresca", "bakery and confectionery, private label", "es:aceite de oliva, conservas",
        "de:Getränke und Feinkost, Bio-Lebensmittel"], 8, 450, 210e3),
    "medical": ("Medizintechnik|Dental|Medical/Médical|Biomedica|Ortopedia|Medtech", [
        "de:Medizintechnik: Implantate und chirurgische Instrumente", "medical devices for cardiology", "fr:dispositifs médicaux à usage unique", "orthopaedic implants, ISO 13485", "it:dispositivi medici, diagnostica",
        "laboratory diagnostics"], 6, 320, 190e3),
    "construction": ("Bau|Hochbau|Holzbau/Construction|Costruzioni|Construcciones|Building|Bouw", [
        "de:Hoch- und Tiefbau, Fertigteile", "building contractor, timber frame houses", "fr:construction et rénovation de bâtiments", "it:impresa di costruzioni edili", "roofing and facades", "de:Dachdeckerei und Zimmerei"], 4, 260, 170e3),
    "chemicals": ("Chemie|Lacke|Kunststoffe/Chimie|Plastica|Química|Coatings|Polymers", [
        "de:Lacke und Beschichtungen für die Industrie", "injection moulding of technical plastics", "fr:chimie de spécialité, adhésifs", "it:stampaggio materie plastiche", "industrial coatings & adhesives", "pl:tworzywa sztuczne"], 15, 600, 240e3),
    "energy": ("Solar|Energietechnik|Energie/Énergies|Energia|Renovables|Power", [
        "de:Photovoltaik, Speicher und Wärmepumpen", "solar parks: planning, building, maintenance", "fr:énergies renouvelables, éolien", "heat pumps and district heating", "es:instalaciones fotovoltaicas", "charging stations, switchgear"], 5, 240, 230e3),
    "automotive": ("Fahrzeugtechnik|Automotive|Karosserie/Automobile|Carrozzeria|Automoción|Autoparts", [
        "de:Zulieferer: Stanz- und Umformteile für die Autoindustrie", "automotive supplier, wiring harnesses", "fr:équipementier automobile", "it:componenti per automotive, stampaggio lamiera", "bodies for commercial vehicles"], 25, 1400, 175e3),
    "retail": ("Handel|Haustechnik|Versand/Distribution|Commercio|Comercial|Trading|Supplies", [
        "de:Großhandel für Sanitär und Heizung", "online shop for outdoor gear", "wholesale of office supplies", "fr:commerce de gros alimentaire", "it:commercio all'ingrosso di ferramenta", "retail chain, household goods"], 3, 380, 260e3),
    "hospitality": ("Hotel|Gastronomie|Touristik/Hôtels|Ristorazione|Hostelería|Leisure|Catering", [
        "de:Hotel und Tagungszentrum", "catering for companies and events", "fr:hôtellerie et restauration", "it:agriturismo e ristorazione", "holiday parks"], 5, 160, 70e3),
    "printing": ("Druck|Verpackungen|Etiketten/Imprimerie|Imballaggi|Envases|Packaging|Labels", [
        "de:Etiketten und Faltschachteln, Digitaldruck", "corrugated packaging", "fr:imprimerie offset et numérique", "it:imballaggi flessibili", "printing of labels, flexible packaging"], 8, 280, 150e3)}
FIRST = ("Alp Nord Rhein Terra Nova Aqua Lux Vita Argo Delta Orion Sigma Inter Euro Mono Viva Prima Alta Ferro Opti Tri Hydro Kern Stern Berg Silva Aero Meri Solis "
         "Vero Cosmo Axi Brio Corda Domo Fili Gamma Helio Iso Juno Krypto Linea Magna Nexa Octa Pano Quint Rota Stella Tempo Ultra Vecto Xeno Zeta").split()
LAST = "tec tech mont max plan gen form pack line dyn flex tron mat via corp sys werk star lab cast mech trade fin port vent core".split()
PEOPLE = "anna.k j.meyer marie t.rossi sophie.l kontakt m.garcia pieter ewa.n oliver.h sales einkauf c.dubois".split()
NOTES = ["met at the Hannover fair, wants a demo", "asked for a quote", "newsletter only", "referred by a customer", "old contact, try the office", "competitor's customer until next year",
         "existing customer", "asked for a call back in spring", "Bitte nur per E-Mail", "opened a second plant", "do not contact (GDPR objection)", "insolvency proceedings opened", "moved, new address?",
         "downloaded the white paper", "hiring in operations"]


def ascii_of(text):
    for letter, letters in {"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "ł": "l", "'": ""}.items():
        text = text.lower().replace(letter, letters)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def vat_of(country, dice):
    """A number that its check digits allow: tried until one fits."""
    while True:
        digits = "".join(dice.choice("0123456789") for _ in range(12))
        number = {"AT": "U" + digits[:8], "BE": "0" + digits[:9], "CH": "E" + digits[:9], "CZ": digits[:8], "DE": digits[:9], "DK": digits[:8], "ES": dice.choice("AB") + digits[:8],
                  "FI": digits[:8], "FR": digits[:11], "GB": digits[:9], "IE": digits[:7] + dice.choice("ABCDEFGHIJKLMNOPQRSTUVW"), "IT": digits[:11],
                  "NL": digits[:9] + "B01", "PL": digits[:10], "PT": "5" + digits[:8], "SE": "55" + digits[:8] + "01"}[country]
        if country == "FR":  # too rare to wait for: the key follows from the rest
            number = f"{(12 + 3 * int(number[2:])) % 97:02}{number[2:]}"
        if country == "BE":
            number = number[:8] + f"{97 - int(number[:8]) % 97:02}"
        if verify.vat(country + number)[0] == "valid":
            return country + number


def grouped(number, mark):
    return f"{round(number):,}".replace(",", mark)


class Company:
    """What is true of a company; `row` is what someone typed about it."""

    def __init__(self, dice):
        self.dice = dice
        self.country = dice.choices(list(PLACES), [place[0] for place in PLACES.values()])[0]
        _, self.spellings, cities, forms, families = PLACES[self.country]
        self.city, self.form = dice.choice(cities.split()), dice.choice(forms.split("|"))
        self.trade = dice.choice(list(TRADES))
        words, texts, low, high, a_head = TRADES[self.trade]
        own = [text[3:] for text in texts if text[:3] == LANGUAGE.get(self.country, "") + ":"]
        self.texts = own + own + [text for text in texts if text[2] != ":"]
        german, other = words.split("/")
        language, words = LANGUAGE.get(self.country), other.split("|")
        word = dice.choice(german.split("|") if language == "de" else {"fr": words[:1], "it": words[1:2], "es": words[2:3]}.get(language, words[3:]))
        coined = dice.choice(FIRST) + dice.choice(LAST)
        self.name = dice.choice([f"{dice.choice(families.split())} {word}", f"{coined} {word}", f"{coined} {word}", coined + " " + self.city,
                                 f"{dice.choice(families.split())} & {dice.choice(families.split())} {word}"])
        slug = ascii_of(self.name)
        ending = {"GB": dice.choice(["co.uk", "com", "uk"])}.get(self.country, dice.choice([self.country.lower()] * 3 + ["com", "eu"]))
        self.domain = f"{slug if dice.random() < 0.6 else slug.replace('-', '')}.{ending}"
        self.employees = max(1, round(low * (high / low) ** dice.random() ** 1.1))
        self.revenue = self.employees * a_head * dice.uniform(0.5, 1.8)
        self.founded = dice.choice([dice.randint(1880, 1950), dice.randint(1950, 1990), dice.randint(1985, 2024), dice.randint(1995, 2022)])
        self.local = f"{dice.randint(20, 899)}{dice.randint(100000, 9999999)}"
        self.vat = vat_of(self.country, dice)
        self.note = dice.choice(NOTES) if dice.random() < 0.3 else ""

    def maybe(self, chance, text):
        return text if self.dice.random() < chance else self.dice.choice(["", "", "", "-", "n/a", "?"])

    def row(self):
        dice = self.dice
        name = f"{self.name} {self.form}" if dice.random() < 0.85 else self.name
        name = dice.choice([name] * 8 + [name.upper(), name.lower(), "  " + name + " ", name.replace(" & ", " und ")])
        www = dice.choice(["https://www.{}", "http://{}/", "www.{}", "{}", "https://{}/en/contact?src=list", "WWW.{}"]).format(self.domain)
        mail = f"{dice.choice(['info', 'info', 'office', *PEOPLE])}@{self.domain}"
        mail = dice.choice([mail] * 20 + [mail.upper(), "mailto:" + mail, mail.replace("@", " (at) "), mail.replace("@", ""), mail.replace(".", "..", 1), f"{ascii_of(self.name)}@gmail.com",
                                         mail.rpartition(".")[0], mail + ";"])
        return [name, self.maybe(0.93, self.typed_country()), self.maybe(0.93, dice.choice([self.city] * 6 + [self.city.upper(), f"{dice.randint(10000, 99999)} {self.city}"])),
                self.maybe(0.86, www), self.maybe(0.84, mail), self.maybe(0.85, self.typed_phone()), self.maybe(0.74, self.typed_vat()), self.maybe(0.84, self.typed_employees()),
                self.maybe(0.78, self.typed_revenue()), self.maybe(0.93, self.typed_industry()), self.maybe(0.8, self.typed_founded()), self.note]

    def typed_country(self):
        return self.dice.choice(self.spellings.split("|") if "|" in self.spellings else self.spellings.split())

    def typed_industry(self):
        text = self.dice.choice(self.texts)
        if self.dice.random() < 0.12 and len(text) > 12:  # two letters swapped
            at = self.dice.randrange(2, len(text) - 2)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2:]
        return self.dice.choice([text] * 5 + [text.upper(), text.lower(), f"{text} / {self.dice.choice(self.texts)}"])

    def typed_phone(self):
        code, local = clean.COUNTRIES[self.country][0], self.local
        zero = "0" if self.country in ("DE", "AT", "CH", "FR", "GB", "SE", "FI", "IE", "NL", "BE", "IT") else ""
        abroad = "0" + local if self.country == "IT" else local
        return self.dice.choice([f"+{code} {abroad[:3]} {abroad[3:]}", f"+{code}{abroad}", f"00{code} {abroad[:2]} {abroad[2:5]} {abroad[5:]}", f"+{code} (0){local[:2]}/{local[2:]}" if self.country != "IT" else f"+39 {abroad}",
                                 f"{zero}{local[:3]}-{local[3:]}", f"({zero}{local[:3]}) {local[3:]}", f"+{code}-{abroad[:3]}-{abroad[3:]} ext. {self.dice.randint(10, 99)}"])

    def typed_vat(self):
        vat, dice = self.vat, self.dice
        if dice.random() < 0.13:  # mistyped
            at = dice.randrange(4, len(vat) - (4 if self.country in ("NL", "SE") else 1))
            vat = vat[:at] + dice.choice("0123456789") + vat[at + 1:] if dice.random() < 0.8 else vat[:at] + vat[at + 1:]
        bare = vat[3:] if self.country in ("CH", "AT") else vat[2:]
        return dice.choice([vat] * 5 + [f"{vat[:2]} {vat[2:5]} {vat[5:8]} {vat[8:]}", vat.lower(), f"{vat[:2]}-{vat[2:]}", bare,
                                        f"CHE-{vat[3:6]}.{vat[6:9]}.{vat[9:]} MWST" if self.country == "CH" and len(vat) == 12 else vat])

    def typed_employees(self):
        number, dice = self.employees, self.dice
        if dice.random() < 0.012:
            return dice.choice(["0", "9999999", str(number * 1000)])
        low = max(1, number - number % 10)
        return dice.choice([str(number)] * 4 + [f"{low}-{low + 9}", f"ca. {number}", f"~{number}", f"{number} Mitarbeiter", f"{low}+", grouped(number, "."), f"{low} to {low + 20}"])

    def typed_revenue(self):
        dice = self.dice
        currency = clean.CURRENCY_OF.get(self.country, "EUR")
        money = self.revenue * clean.EUR[currency]
        if dice.random() < 0.012:
            money *= 1000
        sign = {"EUR": "€", "GBP": "£"}.get(currency, currency)
        millions = money / 1e6
        forms = [f"{currency} {grouped(money, ',')}", f"{millions:.1f} mn {currency}", f"{sign}{' ' if len(sign) > 1 else ''}{millions:.1f}m", f"{grouped(money, '.')} {currency}", f"{max(1, money / 1e3):.0f}k {currency}",
                 f"{max(0.1, millions * 0.9):.1f}-{millions * 1.1 + 0.1:.1f} Mio. {currency}", f"{millions:.2f}".replace(".", ",") + f" Mio. {sign}", f"ca. {grouped(money, ' ')} {sign}"]
        if currency == "EUR":
            forms += [f"T€ {grouped(money / 1e3, '.')}", f"TEUR {money / 1e3:.0f}", f"{grouped(money, '.')}"]
        if currency == "CHF":
            forms += [f"CHF {grouped(money, chr(39))}"] * 3
        return dice.choice(forms)

    def typed_founded(self):
        if self.dice.random() < 0.012:
            return str(self.dice.choice([2087, 2199]))
        year, dice = self.founded, self.dice
        return dice.choice([str(year)] * 5 + [f"est. {year}", f"{dice.randint(1, 12):02}/{year}", f"gegr. {year}", f"{year} (new owner {min(2025, year + 30)})", f"{dice.randint(1, 28)}.{dice.randint(1, 12)}.{year}"])

    def again(self):
        """The same company, entered by someone else: another spelling, other contacts, other gaps."""
        dice, name = self.dice, self.name
        at = dice.randrange(1, max(2, len(name) - 2))
        other = dice.choice([name, name, name[:at] + name[at + 1:], name[:at] + name[at + 1:at + 2] + name[at:at + 1] + name[at + 2:], name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae"),
                             " ".join(reversed(name.split(" "))) if " & " not in name else name, f"{name} {self.city}", name.replace(" ", "-"), name.replace("&", "+")])
        self.name, kept = other, self.name
        row = self.row()
        self.name = kept
        return row


def broken_rows(dice):
    return [["", "Germany", "Ulm", "", "info@somewhere.de", "", "", "", "", "", "", ""], ["TEST test", "DE", "", "test.com", "test@test.com", "123", "", "1", "1", "", "", ""],
            ["asdf", "", "", "", "asdf@asdf.as", "", "", "", "", "", "", ""], ["Dummy company do not use", "FR", "", "", "", "+33 1", "", "", "", "", "", ""], ["???", "IT", "Parma", "", "x@y.it", "", "", "", "", "", "", ""],
            ["12345", "", "", "", "", "0123 456789", "", "", "", "", "", ""], ["Lorem Ipsum Ltd", "UK", "Leeds", "", "", "+44 113 4960000", "", "", "", "", "", ""],
            ["Halbe Zeile GmbH", "Germany", "Kassel"], ["Sum", "", "", "", "", "", "", "48211", "", "", ""],
            ["Zu viele Spalten AG", "DE", "Köln", "www.zuviele.de", "", "", "", "12", "1", "Mio", "Handel", "2001", "", ""]]


def spoil(line, dice):
    """Some lines went through a program that took UTF-8 for Windows-1252, others are still in Windows-1252."""
    luck = dice.random()
    if luck < 0.05:
        return line.encode("utf-8").decode("cp1252", errors="ignore").encode("utf-8")
    if luck < 0.09:
        return line.encode("cp1252", errors="ignore")
    return line.encode("utf-8")


def table(rows, seed):
    dice = random.Random(seed)
    made = []
    broken = broken_rows(dice)
    while len(made) + len(broken) < rows:
        company = Company(dice)
        made.append(company.row())
        while dice.random() < 0.14:
            made.append(company.again())
    for row in dice.sample(made, 14):  # nothing to reach them by
        row[3], row[4], row[5] = "", "-", ""
    made += broken
    dice.shuffle(made)
    lines = []
    for row in made[:rows]:
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\n").writerow(row)
        lines.append(spoil(text.getvalue(), dice))
    return (";".join(HEADER) + "\n").encode("utf-8") + b"".join(lines)


if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with open("companies.csv", "wb") as file:
        file.write(table(rows, int(sys.argv[2]) if len(sys.argv) > 2 else SEED))
