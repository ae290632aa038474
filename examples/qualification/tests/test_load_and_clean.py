# SPDX-License-Identifier: Apache-2.0
import unittest

import clean
import load

HEADER = ";".join(load.FIELDS)


def row(**fields):
    return {**dict.fromkeys(load.FIELDS, ""), "id": 2, **fields}


class Load(unittest.TestCase):
    def rows(self, *lines):
        return load.parse("\n".join((HEADER, *lines)).encode("utf-8"))

    def test_rejects_with_the_row_and_the_reason(self):
        rows, rejected = self.rows(
            "Good GmbH;DE;;good.de;;;;;;;;", "Short;DE", ";DE;;good.de;;;;;;;;", "TEST test;DE;;test.com;;;;;;;;", "Silent AG;DE;;-;n/a;;;;;;;"
        )
        self.assertEqual([row["name"] for row in rows], ["Good GmbH"])
        self.assertEqual(
            [(row["row"], row["why"]) for row in rejected],
            [(3, "2 columns instead of 12"), (4, "no name"), (5, "a test entry"), (6, "no website, e-mail or phone")],
        )

    def test_reads_lines_of_several_encodings(self):
        data = b"\xef\xbb\xbf" + HEADER.encode() + b"\n" + "Müller;DE;Köln;m.de;;;;;;;;\n".encode("cp1252") + "Müller;DE;Köln;m.de;;;;;;;;\n".encode("utf-8")
        self.assertEqual({(row["name"], row["city"]) for row in load.parse(data)[0]}, {("Müller", "Köln")})

    def test_mends_text_of_the_wrong_encoding(self):
        for right in ("Müller", "Łódź", "Société", "€ 3,2 Mio.", "Ångström", "plain"):
            wrong = right.encode("utf-8").decode("cp1252", errors="ignore")
            self.assertEqual(load.mend(wrong) if len(wrong.encode("cp1252")) == len(right.encode("utf-8")) else right, right)
            self.assertEqual(load.mend(right), right)

    def test_a_header_that_lacks_columns_is_named(self):
        with self.assertRaisesRegex(ValueError, "lacks country"):
            load.parse(b"name;city\n")


class Clean(unittest.TestCase):
    def each(self, of, rows):
        for *given, expected in rows:
            with self.subTest(given=given):
                self.assertEqual(of(*given), expected)

    def test_revenue_in_euros(self):
        self.each(
            clean.revenue_of,
            [
                ("EUR 1.200.000", "DE", 1_200_000),
                ("1,2 Mio. €", "DE", 1_200_000),
                ("£3.4m", "GB", 4_000_000),
                ("CHF 4'750'000", "CH", 5_000_000),
                ("TEUR 850", "DE", 850_000),
                ("T€ 1.836", "DE", 1_836_000),
                ("ca. 12 500 000 €", "FR", 12_500_000),
                ("12-15 mn EUR", "IT", 13_500_000),
                ("43 mn", "PL", 10_000_000),
                ("33561k EUR", "IT", 33_561_000),
                ("GBP 4,465,954", "GB", 5_254_064),
                ("a lot", "DE", None),
            ],
        )

    def test_numbers_however_they_are_marked(self):
        self.each(
            clean.number_of,
            [
                ("1.200", 1200.0),
                ("1,200,000", 1_200_000.0),
                ("1.5", 1.5),
                ("0.125", 0.125),
                ("1.234,5", 1234.5),
                ("1,234.5", 1234.5),
                ("12'000", 12000.0),
                ("none", None),
            ],
        )

    def test_employees(self):
        self.each(clean.employees_of, [("120", 120), ("50-99", 74), ("~1.200", 1200), ("200+", 200), ("85 Mitarbeiter", 85), ("10 to 30", 20), ("?", None)])

    def test_phones(self):
        self.each(
            clean.phone_of,
            [
                ("+49 (0)89/123456", "DE", "+4989123456"),
                ("0049 89 123456", "DE", "+4989123456"),
                ("(089) 123456", "DE", "+4989123456"),
                ("06-1234567", "IT", "+39061234567"),
                ("+49-89-123456 ext. 33", "DE", "+4989123456"),
                ("089 123456", "", ""),
                ("12", "DE", ""),
            ],
        )

    def test_domains_and_addresses(self):
        self.each(clean.domain_of, [("https://www.Firm.de/en?x=1", "firm.de"), ("WWW.FIRM.CO.UK", "firm.co.uk"), ("firm", "")])
        self.each(clean.email_of, [("mailto:Info@Firm.de", "info@firm.de"), ("info (at) firm.de", "info@firm.de"), ("info@firm.de;", "info@firm.de")])

    def test_names(self):
        self.each(
            lambda text: clean.name_of(text)[0],
            [
                ("  SATTLER & MÖHRING GMBH & CO. KG", "Sattler & Möhring GmbH & CO. KG"),
                ("oosterhuis b.v.", "Oosterhuis b.v."),
                ("Saint-Étienne SAS", "Saint-Étienne SAS"),
            ],
        )
        self.each(
            lambda text: clean.name_of(text)[2],
            [
                ("Müller und Söhne GmbH", ["muller", "und", "sohne"]),
                ("Mueller & Soehne", ["muller", "und", "sohne"]),
                ("Łódź Sp. z o.o.", ["lodz"]),
                ("AG", ["ag"]),
            ],
        )

    def test_the_country_is_told_by_what_there_is(self):
        self.each(
            lambda fields: clean.country_of(row(**fields)),
            [
                ({"country": "Österreich"}, ("AT", "written")),
                ({"country": "the netherlands"}, ("NL", "written")),
                ({"vat_id": "fr 12"}, ("FR", "VAT id")),
                ({"phone": "+351 1"}, ("PT", "phone")),
                ({"website": "a.co.uk"}, ("GB", "website")),
                ({"website": "a.com"}, ("", "")),
            ],
        )

    def test_a_vat_id_without_its_country_gets_it(self):
        self.each(
            lambda country, vat: clean.clean(row(name="X", country=country, vat_id=vat))["vat"],
            [
                ("AT", "13585627", "ATU13585627"),
                ("CH", "CHE-100.155.212 MWST", "CHE100155212MWST"),
                ("ES", "B58378431", "ESB58378431"),
                ("DE", "de 136 695 976", "DE136695976"),
            ],
        )


if __name__ == "__main__":
    unittest.main()
