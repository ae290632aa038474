# SPDX-License-Identifier: Apache-2.0
import unittest

import clean
import dedupe
import enrich
import load
import score
import verify


def company(name, **fields):
    return {**clean.clean({**dict.fromkeys(load.FIELDS, ""), "name": name, "country": "DE", "id": 1}), **fields}


class Verify(unittest.TestCase):
    VALID = (
        "DE136695976 ATU13585627 BE0428759497 FR40303265045 IT00743110157 ESB58378431 PL8567346215 DK13585628 SE123456789701 FI20774740 "
        "GB980780684 CHE100155212 CHE100155212MWST PT501964843 IE6433435F CZ25123891 NL004495445B01"
    ).split()

    def test_check_digits(self):
        self.assertEqual({number[:2] for number in self.VALID}, set(verify.PATTERNS))
        for number in self.VALID:
            with self.subTest(number):
                self.assertEqual(verify.vat(number, number[:2]), ("valid", ""))

    def test_a_mistyped_digit_is_noticed(self):
        for number in self.VALID:
            end = 11 if number[:2] == "NL" else 12 if number[:2] in ("SE", "CH") else len(number)
            wrong = [number[:at] + digit + number[at + 1 :] for at in range(3, end) if number[at].isdigit() for digit in "0123456789" if digit != number[at]]
            unnoticed = [other for other in wrong if verify.vat(other)[0] == "valid"]
            with self.subTest(number):  # in these countries two remainders share a digit, or two rules are in use
                self.assertLessEqual(len(unnoticed), len(wrong) * 0.1 if number[:2] in ("CZ", "NL", "PT", "GB") else 0, unnoticed)

    def test_says_what_is_wrong(self):
        self.assertEqual(verify.vat(""), ("missing", "no VAT id"))
        self.assertIn("form", verify.vat("DE12")[1])
        self.assertIn("check digit", verify.vat("DE136695977")[1])
        self.assertIn("of FR, the company of DE", verify.vat("FR40303265045", "DE")[1])
        self.assertIn("no known country", verify.vat("XX123")[1])

    def test_addresses(self):
        for address, state in {
            "a.b@firm.de": "valid",
            "info@firm.co.uk": "valid",
            "a..b@firm.de": "broken",
            "a@firm": "broken",
            "a.firm.de": "broken",
            "a@-firm.de": "broken",
            "a@test.com": "broken",
            "a@b@c.de": "broken",
            "": "missing",
        }.items():
            with self.subTest(address):
                self.assertEqual(verify.email(address)[0], state)

    def test_figures_that_cannot_be(self):
        doubts = lambda **fields: dict(verify.figures({"founded": None, "employees": None, "revenue": None, **fields}, 2026))
        self.assertEqual(doubts(founded=1850, employees=10, revenue=1_000_000), {})
        self.assertEqual(set(doubts(founded=2087)), {"founded"})
        self.assertEqual(set(doubts(employees=0)), {"employees"})
        self.assertEqual(set(doubts(employees=10, revenue=900_000_000)), {"revenue"})
        self.assertEqual(set(doubts(employees=500, revenue=10_000)), {"revenue"})


class Enrich(unittest.TestCase):
    def test_industries_in_several_languages_and_misspelt(self):
        for text, expected in {
            "Sondermaschinenbau": "machinery",
            "softwrae development": "software",
            "TRANSPORT ROUTIER": "logistics",
            "produzione di pasta fresca": "food",
            "orthopaedic implnats": "medical",
            "Dachdeckerei": "construction",
            "tworzywa sztuczne": "chemicals",
            "Wärmepumpen": "energy",
            "Haustiere": "",
        }.items():
            with self.subTest(text):
                self.assertEqual(enrich.industry(text, [])[0], expected)

    def test_one_slip(self):
        for a, b, expected in [
            ("abcd", "abcd", True),
            ("abcd", "abd", True),
            ("abcd", "abxcd", True),
            ("abcd", "abxd", True),
            ("abcd", "acbd", True),
            ("abcd", "axxd", False),
            ("abcd", "ab", False),
            ("ab", "ba", True),
        ]:
            self.assertEqual((a, b, enrich.one_slip(a, b)), (a, b, expected))


class Dedupe(unittest.TestCase):
    def alike(self, a, b):
        return dedupe.likeness(a, b, dedupe.rarity([a, b, company("Nordplan Logistik"), company("Weidlich Logistik")]))[0] >= dedupe.SAME

    def test_distances(self):
        self.assertEqual(dedupe.edit_similarity("abcd", "abdc"), 0.75)
        self.assertEqual(dedupe.edit_similarity("", "a"), 0.0)
        self.assertAlmostEqual(dedupe.jaro_winkler("martha", "marhta"), 0.9611, 4)
        self.assertAlmostEqual(dedupe.jaro_winkler("dixon", "dicksonx"), 0.8133, 4)
        self.assertEqual(dedupe.jaro_winkler("abc", "xyz"), 0.0)

    def test_the_same_company_in_another_spelling(self):
        one = company("Brückner Logistik GmbH", city="Ulm", domain="brueckner.de")
        self.assertTrue(self.alike(one, company("BRUECKNER LOGISTIK", city="Ulm")))
        self.assertTrue(self.alike(one, company("Brücnker Logistik GmbH", domain="brueckner.de")))
        self.assertTrue(self.alike(one, company("Logistik Brückner", city="Ulm")))

    def test_another_company_of_a_similar_name(self):
        one = company("Brückner Logistik GmbH", city="Ulm", domain="brueckner.de")
        self.assertFalse(self.alike(one, company("Brückner Logistik GmbH", city="Kassel")))
        self.assertFalse(self.alike(one, company("Brandtner Logistik GmbH", city="Ulm")))
        self.assertFalse(self.alike(one, company("Weidlich Logistik GmbH", city="Ulm", domain="weidlich.de")))

    def test_keeps_the_fullest_entry(self):
        entries = [company("A", id=2), company("A", id=3, phone="+49", email="a@a.de"), company("A", id=4, phone="+49"), company("B", id=5)]
        found = list(dedupe.clusters(entries, [(2, 3), (3, 4)]))
        self.assertEqual([[entry["id"] for entry in cluster] for cluster in found], [[3, 4, 2]])

    def test_compares_within_a_country_and_with_those_that_have_none(self):
        entries = [company("A", id=1), company("B", id=2, country="FR"), company("C", id=3, country="")]
        self.assertEqual([(a["id"], b["id"]) for a, b in dedupe.candidates(entries)], [(1, 3), (2, 3)])


class Score(unittest.TestCase):
    GOOD = {"vat": "valid", "email": "valid", "doubtful": [], "issues": [], "reachable": True}
    TOLD = {"industry": "machinery", "sure": 0.9, "region": "DACH"}

    def score(self, checks=None, told=None, **fields):
        given = company("Good GmbH", **{"employees": 200, "revenue": 30_000_000, "founded": 1990, "phone": "+49", "domain": "good.de", **fields})
        return score.score(given, {**self.GOOD, **(checks or {})}, {**self.TOLD, **(told or {})}, 2026)

    def test_the_reasons_are_the_score(self):
        result = self.score()
        self.assertEqual(result["score"], sum(reason["points"] for reason in result["reasons"]))
        self.assertEqual((result["grade"], result["qualified"]), ("A", True))

    def test_what_counts_against_it(self):
        good = self.score()["score"]
        self.assertEqual(self.score({"vat": "broken"})["score"], good - 18)
        self.assertEqual(self.score(told={"sure": 0.3})["score"], good - 10)
        self.assertLess(self.score({"doubtful": ["revenue"]})["score"], good - 16)

    def test_some_are_out_whatever_their_score(self):
        for fields, why in [({"notes": "Do not contact (GDPR)"}, "does not want to be contacted"), ({"notes": "insolvency proceedings"}, "insolvent")]:
            result = self.score(**fields)
            self.assertEqual((result["out"], result["qualified"], result["grade"]), (why, False, "A"))
        self.assertFalse(self.score({"reachable": False})["qualified"])


if __name__ == "__main__":
    unittest.main()
