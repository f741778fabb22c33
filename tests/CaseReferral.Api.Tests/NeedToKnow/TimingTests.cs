using System.Diagnostics;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>How long a refusal takes.</summary>
[NonParallelizable]
public sealed class The_time_a_refusal_takes
{
    private const int Rounds = 200;
    private const int WarmUp = 40;

    // By chance alone the share strays from one half by 0.029 (one standard deviation) at this many rounds.
    private const double Telling = 0.62;

    [TestCase("GET /v1/incidents/{id}")]
    [TestCase("GET /v1/referrals/{id:guid}")]
    [TestCase("POST /v1/referrals/{id:guid}/accept")]
    public async Task Does_not_tell_forbidden_from_absent(string which)
    {
        await using var registry = Registry.Start();
        var filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(Scenarios.Fresh("03"));
        var outsider = await registry.AsAsync("duty@ME-OPTEAM");
        var door = Doors.All.Single(door => door.ToString() == which);
        var forbidden = door.IsIncident ? filed.Says("/id")! : filed.Says("/referrals/0/id")!;

        // Taken in turns, in an order that chance decides, so that whatever else the machine does falls on both alike.
        var order = new Random(20261124);
        List<long> ofForbidden = [], ofAbsent = [];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var isFirst = order.Next(2) == 0;
            foreach (var isForbidden in new[] { isFirst, !isFirst })
            {
                var took = await TimeAsync(outsider, door, isForbidden ? forbidden : Door.Absent);
                if (round >= WarmUp)
                    (isForbidden ? ofForbidden : ofAbsent).Add(took);
            }
        }

        // How often one of the two, taken at random, is the slower one: one half when time tells nothing.
        var slower = ofForbidden.Average(one => ofAbsent.Average(other => one > other ? 1.0 : one == other ? 0.5 : 0.0));
        Assert.That(slower, Is.InRange(1 - Telling, Telling));
    }

    private static async Task<long> TimeAsync(Desk desk, Door door, string id)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await desk.SendAsync(
            door.Method, door.Address(id), door.Body?.DeepClone(), ifMatch: door.NeedsIfMatch ? "\"1\"" : null);
        var took = Stopwatch.GetTimestamp() - began;
        Assert.That(answer.Status, Is.EqualTo(404), answer.Text);
        return took;
    }
}
