using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Races;

/// <summary>Colleagues who amend one incident at the same moment overwrite nothing of each other's.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class Amendments_at_once(Meet meet) : Race(meet)
{
    private const int Devices = 20;

    private static readonly string[] Unit = ["officer@ME-BAR-PCU", "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU"];

    private readonly List<Desk> unit = [];

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        foreach (var user in Unit)
            unit.Add(await AsAsync(user));
    }

    [Test]
    public async Task Of_one_version_make_one_version()
    {
        var filed = await FiledAsync();

        var answers = await AtOnceAsync(Devices, at => Desk(at).AmendAsync(
            IncidentDesk.AddressOf(filed), filed.ETag!, new JsonObject { ["facts"] = $"Seen from gate {at}." }));

        var won = answers.Index().Where(answer => answer.Item.Status == 200).ToList();
        var lost = answers.Where(answer => answer.Status != 200).ToList();
        Assert.That(won, Has.Count.EqualTo(1), string.Join('\n', answers.Select(answer => answer.Text).Distinct()));
        var content = await Desk(0).OpenAsync(filed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost.Select(answer => (answer.Status, answer.Problem)), Is.All.EqualTo((412, "precondition-failed")));
            Assert.That(lost.Select(answer => (answer.ETag, answer.Says("/etag"))), Is.All.EqualTo((won[0].Item.ETag, won[0].Item.ETag)));
            Assert.That(lost.SelectMany(ProblemShape.Faults), Is.Empty);
            Assert.That(content.Text, Does.Contain($"Seen from gate {won[0].Index}."));
            Assert.That(ActsOn(filed["id"]), Is.EqualTo((string[])["1 incident-filed", "2 incident-amended"]));
        }
    }

    [Test]
    public async Task That_read_again_when_they_lose_are_all_kept()
    {
        var filed = await FiledAsync();
        var address = IncidentDesk.AddressOf(filed);

        var first = await AtOnceAsync(Devices, at => AddAsync(at, filed.ETag!));
        var answers = await Task.WhenAll(first.Select(async (answer, at) =>
        {
            // Each time somebody loses, somebody else won.
            for (var round = 0; answer.Status == 412 && round < Devices; round++)
                answer = await AddAsync(at, answer.ETag!);
            return answer;
        }));

        var persons = (await Desk(0).OpenAsync(filed)).Items("/persons").Select(person => person.Says("/name/asWritten"))
            .Where(name => name is not null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
            Assert.That(persons, Is.EquivalentTo(Enumerable.Range(0, Devices).Select(Name)));
            Assert.That(
                (await Desk(0).GetAsync($"{address}/versions")).Each("/items", "/version"),
                Is.EquivalentTo(Enumerable.Range(1, Devices + 1).Select(version => $"{version}")));
            Assert.That(ActsOn(filed["id"]), Has.Count.EqualTo(Devices + 1).And.Unique);
        }

        Task<Answer> AddAsync(int at, string etag) => Desk(at).SendAsync(
            HttpMethod.Post, $"{address}/persons",
            new JsonObject
            {
                ["items"] = new JsonArray(new JsonObject { ["role"] = "witness", ["name"] = new JsonObject { ["asWritten"] = Name(at) } }),
            },
            etag);
    }

    private static string Name(int at) => $"Witness {(char)('A' + at)}";

    private Desk Desk(int at) => unit[at % unit.Count];
}
