namespace CaseReferral.Storage.Tests.Referrals;

/// <summary>What a jurisdiction has open stays small while what it ever saw grows for years.</summary>
[TestFixture]
public sealed class A_page_of_what_is_open
{
    [Test]
    public async Task Is_read_from_what_is_open_in_its_order()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        using var connection = file.Connect();
        var page = Statement.All(typeof(Database).Assembly).Single(one => one.Name == "ReferralStore.Open");

        foreach (var text in page.Variants(SqlDialect.Sqlite))
        {
            var plan = connection.PlanOf(text);
            Assert.That(plan[0], Does.StartWith("SEARCH r USING INDEX Referral_open (Jurisdiction=?"), text);
            Assert.That(plan, Has.None.StartsWith("SCAN").And.None.EqualTo("USE TEMP B-TREE FOR ORDER BY"), text);
        }
    }
}

/// <summary>What a desk has open is counted without a look at each leg.</summary>
[TestFixture]
public sealed class A_count_of_what_is_open
{
    [TestCase("ReferralStore.CountQueue", "SEARCH r USING COVERING INDEX Referral_queue (Queue=? AND IsOpen=?)")]
    [TestCase("ReferralStore.CountSeen", "SEARCH r USING COVERING INDEX Referral_open (Jurisdiction=?)")]
    public async Task Is_read_from_an_index_alone(string name, string found)
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        using var connection = file.Connect();
        var count = Statement.All(typeof(Database).Assembly).Single(one => one.Name == name);

        foreach (var text in count.Variants(SqlDialect.Sqlite))
            Assert.That(connection.PlanOf(text)[0], Is.EqualTo(found), text);
    }
}

/// <summary>Lists ask for whom their reader stands in; that costs what waits for a second officer, and not what is open.</summary>
[TestFixture]
public sealed class What_waits_for_a_second_officer
{
    [Test]
    public async Task Is_read_from_what_a_coordinator_may_have_to_do()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        using var connection = file.Connect();
        var alone = Statement.All(typeof(Database).Assembly).Single(one => one.Name == "ReferralStore.Alone");

        foreach (var text in alone.Variants(SqlDialect.Sqlite))
            Assert.That(
                connection.PlanOf(text)[0],
                Is.EqualTo("SEARCH r USING INDEX Referral_coordinator (Jurisdiction=? AND CoordinatorMayAct=?)"), text);
    }
}

/// <summary>What waits for a coordinator costs what may, in the order of its urgency, and not what is open.</summary>
[TestFixture]
public sealed class What_waits_for_a_coordinator
{
    [TestCase("ReferralStore.Minded")]
    [TestCase("ReferralStore.CountAtCoordinator")]
    public async Task Is_read_from_what_may_in_the_order_of_its_urgency(string name)
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        using var connection = file.Connect();
        var page = Statement.All(typeof(Database).Assembly).Single(one => one.Name == name);

        foreach (var text in page.Variants(SqlDialect.Sqlite))
        {
            var plan = connection.PlanOf(text);
            Assert.That(plan[0], Does.StartWith("SEARCH r USING INDEX Referral_coordinator (Jurisdiction=? AND CoordinatorMayAct=?"), text);
            Assert.That(plan, Has.None.StartsWith("SCAN").And.None.EqualTo("USE TEMP B-TREE FOR ORDER BY"), text);
        }
    }
}
