# SPDX-License-Identifier: Apache-2.0
"""Brings each field into one form: names, countries, phones (E.164), domains, employees, revenue in EUR."""

import re
import unicodedata

import pawl_stage as pawl

# Mean rates of one EUR; a list of prospects needs no better ones.
EUR = {"EUR": 1.0, "USD": 1.08, "GBP": 0.85, "CHF": 0.95, "SEK": 11.4, "DKK": 7.46, "PLN": 4.3, "CZK": 25.0, "NOK": 11.6}
CURRENCIES = [
    ("EUR", r"€|eur"),
    ("GBP", r"£|gbp"),
    ("USD", r"\$|usd"),
    ("CHF", r"chf|fr\."),
    ("SEK", r"sek"),
    ("DKK", r"dkk"),
    ("PLN", r"pln|zł"),
    ("CZK", r"czk|kč"),
    ("NOK", r"nok"),
]
COUNTRIES = {  # code: (dialling code, what people write for it)
    "AT": ("43", "austria,österreich,oesterreich,a,aut"),
    "BE": ("32", "belgium,belgië,belgique,belgien,bel"),
    "CH": ("41", "switzerland,schweiz,suisse,svizzera,sui,che"),
    "CZ": ("420", "czechia,česko,czech republic,tschechien,cze"),
    "DE": ("49", "germany,deutschland,allemagne,d,ger,deu,brd"),
    "DK": ("45", "denmark,danmark,dänemark,dnk"),
    "ES": ("34", "spain,españa,espana,spanien,esp,e"),
    "FI": ("358", "finland,suomi,finnland,fin"),
    "FR": ("33", "france,frankreich,francia,f,fra"),
    "GB": ("44", "united kingdom,great britain,england,scotland,wales,uk,u.k,gbr"),
    "IE": ("353", "ireland,éire,eire,irland,irl"),
    "IT": ("39", "italy,italia,italien,i,ita"),
    "NL": ("31", "netherlands,nederland,the netherlands,holland,niederlande,nld"),
    "PL": ("48", "poland,polska,polen,pol"),
    "PT": ("351", "portugal,por,prt"),
    "SE": ("46", "sweden,sverige,schweden,swe,s"),
}
CURRENCY_OF = {"GB": "GBP", "CH": "CHF", "SE": "SEK", "DK": "DKK", "PL": "PLN", "CZ": "CZK"}
LEGAL_FORMS = re.compile(
    r"[\s,]+(gmbh\s*&\s*co\.?\s*kg|ges\.?\s?m\.?\s?b\.?\s?h\.?|gmbh|mbh|ag|kg|ohg|e\.?\s?k\.?|se|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?|s\.?a\.?|s\.?p\.?a\.?"
    r"|s\.?r\.?l\.?|s\.?l\.?u?\.?|b\.?v\.?b\.?a\.?|b\.?v\.?|n\.?v\.?|ltd\.?|limited|plc|llp|sp\.?\s*z\s*o\.?\s?o\.?|sp\.?\s?j\.?|a/s|aps|ab|oyj?"
    r"|s\.?r\.?o\.?|a\.?s\.?|lda\.?|unipessoal)$",
    re.IGNORECASE,
)
FREE_MAIL = {"gmail.com", "gmx.de", "gmx.at", "web.de", "t-online.de", "outlook.com", "hotmail.com", "yahoo.com", "orange.fr", "libero.it", "wp.pl"}
SMALL_WORDS = {"und", "and", "et", "de", "di", "del", "della", "du", "des", "la", "le", "van", "von", "der", "den", "en", "y", "e", "i", "a", "og", "och", "ja"}
SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l", "đ": "d", "œ": "oe", "&": " und "})
SYNONYMS = {"and": "und", "et": "und", "y": "und", "e": "und", "og": "und", "och": "und", "ja": "und", "i": "und", "en": "und"}


def fold(text):
    """Lower case, no accents; "ue" and "ü" come out alike."""
    text = unicodedata.normalize("NFKD", text.lower().translate(SPECIAL))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"(?<=[bcdfghjklmnprstvwz])([aou])e(?=[bcdfghjklmnprstvwz])", r"\1", text)


def name_of(text):
    """-> (display name, legal form, the words that tell companies apart)."""
    text = re.sub(r"\s+", " ", text).strip(" ,;-")
    form = ""
    while True:
        found = LEGAL_FORMS.search(" " + text)
        if not found or found.start() == 0:
            break
        form = (found.group(1) + " " + form).strip()
        text = text[: found.start() - 1].rstrip(" ,.&-")
    if text.isupper() and len(text) > 4 or text.islower():
        text = " ".join(
            word if word in SMALL_WORDS and at else re.sub(r"(?<![^\W_])[^\W\d_]", lambda letter: letter.group().upper(), word)
            for at, word in enumerate(text.lower().split())
        )
    words = [SYNONYMS.get(word, word) for word in re.findall(r"\w+", fold(text))]
    form = re.sub("gmbh", "GmbH", form.upper() if form.islower() and len(form) < 4 else form, flags=re.IGNORECASE)
    return f"{text} {form}".strip(), form, words


def domain_of(website):
    found = re.match(r"(?:https?:/*)?(?:www\.)?([^\s/?#:@]+\.[a-z]{2,})", website.strip().lower().replace(",", "."))
    return found.group(1) if found else ""


def email_of(text):
    text = re.sub(r"^mailto:", "", text.strip().lower())
    return re.sub(r"\s*(\[at\]|\(at\)| at )\s*", "@", text).strip(" <>;,.")


def phone_of(text, country):
    """E.164, or nothing if it cannot be told."""
    text = re.sub(r"(ext|durchwahl|x)\.?\s*\d+$", "", text.strip(), flags=re.IGNORECASE)
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if text.lstrip("( ").startswith("+"):
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif country:
        # Italy keeps its leading zero.
        digits = COUNTRIES[country][0] + (digits if country == "IT" else digits[1:] if digits.startswith("0") else digits)
    else:
        return ""
    return "+" + digits if 8 <= len(digits) <= 15 else ""


def country_of(row):
    """From what is written, else from VAT id, phone or website. -> (code, where from)"""
    written = row["country"].lower().strip(" .")
    for code, (_, names) in COUNTRIES.items():
        if written and (written == code.lower() or written in names.split(",")):
            return code, "written"
    prefix = re.sub(r"\W", "", row["vat_id"]).upper()[:2]
    if prefix in COUNTRIES:
        return prefix, "VAT id"
    digits = re.sub(r"^00", "+", re.sub(r"[^\d+]", "", row["phone"]))
    for code, (dialling, _) in COUNTRIES.items():
        if digits.startswith("+" + dialling):
            return code, "phone"
    ending = domain_of(row["website"]).rpartition(".")[2].upper().replace("UK", "GB")
    return (ending, "website") if ending in COUNTRIES else ("", "")


def number_of(text):
    """One number, however its thousands and decimals are marked: 1.200.000 = 1,200,000 = 1'200'000; 1,5 = 1.5."""
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}\b)", "", text)
    found = re.search(r"\d[\d.,]*", text)
    if not found:
        return None
    digits = found.group(0).rstrip(".,")
    marks = re.sub(r"\d", "", digits)
    if len(set(marks)) == 2:  # the last one marks the decimals
        digits = digits.replace("," if marks[-1] == "." else ".", "").replace(marks[-1], ".")
    elif len(marks) > 1 or marks and re.search(r"[.,]\d{3}$", digits) and not digits.startswith("0"):
        digits = re.sub(r"[.,]", "", digits)
    return float(digits.replace(",", "."))


def range_of(text):
    """The middle of "50-99", "1.5 to 2"; of one number, itself."""
    parts = re.split(r"(?<=\d)\s*(?:-|–|to|bis|à)\s*(?=\d)", text)
    numbers = [number for number in map(number_of, parts[:2]) if number is not None]
    return sum(numbers) / len(numbers) if numbers else None


def revenue_of(text, country):
    """-> EUR a year. "1,2 Mio. €", "£3.4m", "CHF 4'500'000", "TEUR 850", "12-15 mn PLN"; without a currency that of the country."""
    lower = text.lower()
    currency = next((code for code, pattern in CURRENCIES if re.search(pattern, lower)), CURRENCY_OF.get(country, "EUR"))
    unit = 1
    if re.search(r"mrd|bn|billion|miliard", lower):
        unit = 1e9
    elif re.search(r"mio|mln|mn\b|million|mill|mdkk|msek|m€|(?<=\d)\s?m\b|m eur|meur", lower):
        unit = 1e6
    elif re.search(r"\bt(?:eur|chf|€)|tsd|k€|keur|(?<=\d)\s?k\b|thousand|tkr", lower):
        unit = 1e3
    number = range_of(lower)
    return None if number is None else round(number * unit / EUR[currency])


def employees_of(text):
    number = range_of(text.lower())
    return None if number is None else round(number)


def founded_of(text):
    found = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text)
    return int(found.group(1)) if found else None


def clean(row):
    country, told_by = country_of(row)
    name, form, words = name_of(row["name"])
    email = email_of(row["email"])
    mail_domain = email.rpartition("@")[2]
    domain = domain_of(row["website"]) or (mail_domain if mail_domain and mail_domain not in FREE_MAIL and "." in mail_domain else "")
    vat = re.sub(r"[^0-9A-Za-z+*]", "", row["vat_id"]).upper()
    if vat and country and not vat[:2].isalpha() and not (country == "ES" and vat[0].isalpha()):
        vat = ("CHE" if country == "CH" else "ATU" if country == "AT" else country) + vat
    elif vat and country == "ES" and vat[:2] != "ES":
        vat = "ES" + vat
    return {
        "id": row["id"],
        "name": name,
        "form": form,
        "words": words,
        "country": country,
        "country_from": told_by,
        "city": re.sub(r"^[A-Z]{0,2}-?\d[\d ]{3,6}\s+", "", row["city"]).title() if row["city"] else "",
        "domain": domain,
        "email": email,
        "phone": phone_of(row["phone"], country) if row["phone"] else "",
        "vat": vat,
        "employees": employees_of(row["employees"]),
        "revenue": revenue_of(row["revenue"], country) if row["revenue"] else None,
        "founded": founded_of(row["founded"]),
        "industry_text": row["industry"],
        "notes": row["notes"],
    }


def main():
    loaded = pawl.read()["outputs"]["load"]
    rows = [clean(row) for row in pawl.progress(loaded["rows"], "companies cleaned")]
    guessed = sum(1 for row in rows if row["country_from"] not in ("written", ""))
    pawl.count(companies=len(rows), countries_guessed=guessed)
    pawl.write({"today": loaded["today"], "companies": rows})


if __name__ == "__main__":
    main()
