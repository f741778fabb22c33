using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Objects;
using CsCheck;

namespace CaseReferral.Domain.Tests.Objects;

public sealed class An_objects_value
{
    private static ObjectReading Read(string? kind, string? value, string? issuer = null, PhoneReader? phones = null) =>
        ObjectNormalisation.Read(
            new FiledObject { Kind = kind, Value = value, Issuer = issuer }, "ME", phones ?? ((_, _) => null), "/objects/3");

    // The first container is the example of ISO 6346, the vessel that of the IMO, the accounts those of the IBAN registry.
    [TestCase("container", "CSQU3054383", "container", "CSQU3054383")]
    [TestCase("container", "BLVU1234569", "container", "BLVU1234569")]
    [TestCase("container", "csqu 305438-3", "container", "CSQU3054383")]
    [TestCase("container", "CSQU/305438.3", "container", "CSQU3054383")]
    [TestCase("container", "ＣＳＱＵ３０５４３８３", "container", "CSQU3054383")]
    [TestCase("vessel", "9074729", "imo", "9074729")]
    [TestCase("vessel", "IMO 9074729", "imo", "9074729")]
    [TestCase("vessel", "imo no. 907-4729", "imo", "9074729")]
    [TestCase("vessel", "262 123 456", "mmsi", "262123456")]
    [TestCase("vessel", "Adria Star II", "vessel_name", "ADRIASTARII")]
    [TestCase("flight", "FZ1746", "flight", "FZ1746")]
    [TestCase("flight", "ju 0123", "flight", "JU123")]
    [TestCase("flight", "JU-123", "flight", "JU123")]
    [TestCase("flight", "U2 4567", "flight", "U24567")]
    [TestCase("flight", "3O 12A", "flight", "3O12A")]
    [TestCase("flight", "ASL0088", "flight", "ASL88")]
    [TestCase("flight", "JU 000", "flight", "JU0")]
    [TestCase("vehicle", "A12-K-345", "plate", "A12K345")]
    [TestCase("trailer", "k98 m 001", "plate", "K98M001")]
    [TestCase("travel_document", "x 123-4567", "travel_document", "X1234567")]
    [TestCase("account", "GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432")]
    [TestCase("account", "me25505000012345678951", "iban", "ME25505000012345678951")]
    [TestCase("account", "XK05 1212 0123 4567 8906", "iban", "XK051212012345678906")]
    [TestCase("account", "wallet of_nobody.17", "account", "WALLETOFNOBODY17")]
    [TestCase("other", "AWB 117-12345675", "other", "AWB11712345675")]
    public void Is_brought_into_one_spelling_without_a_doubt(string kind, string value, string scheme, string normalised)
    {
        var reading = Read(kind, value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Normalised, Is.EqualTo(new NormalisedObject(scheme, normalised)));
            Assert.That(reading.Warnings, Is.Empty);
        }
    }

    [TestCase("container", "CSQU3054384", "check_digit_wrong", "CSQU3054384")]
    [TestCase("container", "CSQX3054383", "container_number_odd", "CSQX3054383")]
    [TestCase("container", "CSQU305438", "container_number_odd", "CSQU305438")]
    [TestCase("container", "painted over", "container_number_odd", "PAINTEDOVER")]
    [TestCase("vessel", "9074728", "check_digit_wrong", "9074728")]
    [TestCase("vessel", "907472", "vessel_number_odd", "907472")]
    [TestCase("vessel", "IMO 262123456", "vessel_number_odd", "262123456")]
    [TestCase("flight", "the evening one", "flight_number_odd", "THEEVENINGONE")]
    [TestCase("flight", "FZ17461", "flight_number_odd", "FZ17461")]
    [TestCase("flight", "1746", "flight_number_odd", "1746")]
    [TestCase("account", "GB82 WEST 1234 5698 7654 23", "check_digit_wrong", "GB82WEST12345698765423")]
    public void Is_doubted_but_matched_as_read(string kind, string value, string code, string normalised)
    {
        var reading = Read(kind, value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Warnings.Select(warning => (warning.Code, warning.Pointer)), Is.EqualTo([(code, "/objects/3/value")]));
            Assert.That(reading.Warnings.Single().Message, Does.Not.Contain(value).And.Not.Contain(normalised));
            Assert.That(reading.Normalised?.Value, Is.EqualTo(normalised));
        }
    }

    [Test]
    public void With_a_remainder_of_ten_has_the_check_digit_0()
    {
        Assert.That(Read("container", "MSKU1000090").Warnings, Is.Empty);
    }

    [TestCase("CB 1234 AK", "СВ 1234 АК", TestName = "Typed_in_Cyrillic_is_the_same_plate")]
    [TestCase("IKM 4521", "ΙΚΜ 4521", TestName = "Typed_in_Greek_is_the_same_plate")]
    [TestCase("CA 123-AB", "ČA 123-ab", TestName = "Typed_without_accents_is_the_same_plate")]
    public void Typed_otherwise_is_the_same(string one, string other) =>
        Assert.That(Read("vehicle", other, "BG").Normalised, Is.EqualTo(Read("vehicle", one, "BG").Normalised));

    [Test]
    public void Is_another_plate_when_another_jurisdiction_issued_it()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read("vehicle", "AA 123 BB", "AL").Normalised, Is.EqualTo(new NormalisedObject("plate:AL", "AA123BB")));
            Assert.That(Read("trailer", "AA 123 BB", "al ").Normalised, Is.EqualTo(new NormalisedObject("plate:AL", "AA123BB")));
            Assert.That(Read("travel_document", "X1", "GR").Normalised, Is.EqualTo(new NormalisedObject("travel_document:GR", "X1")));
        }
    }

    [Test]
    public void Of_a_phone_is_read_by_the_rules_of_the_jurisdiction()
    {
        var reading = Read("phone", "067 123 456", phones: (raw, jurisdiction) => $"{jurisdiction}|{raw}");
        Assert.That(reading.Normalised, Is.EqualTo(new NormalisedObject("phone", "ME|067 123 456")));
    }

    [Test]
    public void Of_a_phone_that_nobody_can_read_is_doubted_and_matched_with_nothing()
    {
        var reading = Read("phone", "the usual one");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Normalised, Is.Null);
            Assert.That(reading.Warnings.Single().Code, Is.EqualTo("phone_not_readable"));
        }
    }

    [TestCase(null, "A12")]
    [TestCase("spaceship", "A12")]
    [TestCase("vehicle", null)]
    [TestCase("vehicle", "  ")]
    [TestCase("vehicle", "---")]
    [TestCase("other", "3 knives")]
    [TestCase("other", "1250 kg of rope")]
    public void Without_anything_to_match_on_gives_no_spelling(string? kind, string? value) =>
        Assert.That(Read(kind, value).Normalised, Is.Null);

    [Test]
    public void In_its_normal_spelling_stays_as_it_is()
    {
        var kinds = Gen.OneOf("vehicle", "trailer", "vessel", "container", "flight", "travel_document", "account", "other");
        Gen.Select(kinds, Gen.String).Sample((kind, value) =>
            Read(kind, value).Normalised is not { } once || Read(kind, once.Value).Normalised == once);
    }

    [Test]
    public void Of_a_container_is_doubted_when_any_one_digit_of_it_is_wrong()
    {
        // ISO 6346 writes the remainder 10 as 0, so a number with check digit 0 has a twin; every other digit is safe.
        const string number = "CSQU3054383";
        foreach (var position in Enumerable.Range(4, 7))
        {
            foreach (var wrong in "0123456789".Where(digit => digit != number[position]))
            {
                var misread = string.Concat(number.AsSpan(0, position), wrong.ToString(), number.AsSpan(position + 1));
                Assert.That(Read("container", misread).Warnings.SingleOrDefault()?.Code, Is.EqualTo("check_digit_wrong"), misread);
            }
        }
    }
}
