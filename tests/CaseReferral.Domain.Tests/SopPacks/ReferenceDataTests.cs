using System.Text.Json;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Tests.SopPacks;

public class The_reference_data
{
    private static readonly List<JsonElement> Places = [.. Demo.Reference.GetProperty("jurisdictions").EnumerateArray()];
    private static readonly List<JsonElement> Units = [.. Demo.Reference.GetProperty("units").EnumerateArray()];
    private static readonly List<JsonElement> TaskForces = [.. Demo.Reference.GetProperty("taskForces").EnumerateArray()];

    [Test]
    public void Lists_every_jurisdiction_with_a_real_time_zone()
    {
        Assert.That(string.Join(' ', Places.Select(place => Text(place, "code"))), Is.EqualTo("AL BA ME MK RS XK HR GR BG RO HU SI IT"));
        foreach (var place in Places)
            Assert.That(() => TimeZoneInfo.FindSystemTimeZoneById(Text(place, "timeZone")!), Throws.Nothing);
    }

    [Test]
    public void Gives_a_tenant_to_those_that_have_a_pack_each_its_own()
    {
        var tenants = Places.Where(place => Text(place, "tenantId") is not null).ToList();
        Assert.That(tenants.Select(place => Text(place, "code")), Is.EqualTo(Demo.Jurisdictions));
        Assert.That(tenants.Select(place => place.GetProperty("tenantId").GetGuid()), Is.Unique);
    }

    [Test]
    public void Calls_Kosovo_by_the_configured_label() =>
        Assert.That(Text(Places.Single(place => Text(place, "code") == "XK"), "label"), Is.EqualTo("Kosovo (UNSCR 1244)"));

    [Test]
    public void Spells_units_in_codes_of_a_jurisdiction_with_a_pack()
    {
        foreach (var unit in Units)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Codes<UnitType>.TryParse(Text(unit, "type"), out _), Is.True);
                Assert.That(Codes<SiteFunction>.TryParse(Text(unit, "siteFunction"), out _), Is.True);
                Assert.That(Demo.Jurisdictions, Does.Contain(Text(unit, "jurisdiction")));
                Assert.That(Text(unit, "code"), Does.StartWith(Text(unit, "jurisdiction") + "-"));
            }
        }
    }

    [Test]
    public void Has_the_task_forces_and_units_of_the_table()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', Units.Select(unit => Text(unit, "code"))), Is.EqualTo(
                "AL-DURRES-PCU AL-TIRANA-ACCU BA-BIJACA-LAND BA-GRADISKA-LAND BA-SARAJEVO-ACCU ME-BAR-PCU MK-SKOPJE-BIU RS-BEG-ACCU "
                + "XK-VERMICE-LAND"));
            Assert.That(string.Join(' ', TaskForces.Select(force => Text(force, "code"))), Is.EqualTo(
                "AL-TF AL-SOCIAL AL-INTEGRITY BA-TIP BA-SOM BA-PROSECUTION ME-OPTEAM ME-CHILD ME-PROSECUTION MK-OTITV MK-OCCPO MK-CHILD "
                + "RS-TF RS-CPTV RS-INTEGRITY XK-THB XK-ADVOCATE XK-SOCIAL XK-INTEGRITY"));
        }
    }

    private static string? Text(JsonElement item, string member) => item.GetProperty(member).GetString();
}
