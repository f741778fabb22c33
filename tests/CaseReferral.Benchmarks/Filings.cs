using System.Text;
using CaseReferral.Api.Tests.Builders;

namespace CaseReferral.Benchmarks;

/// <summary>Four of the sample filings, from nine people in a container to the minimum, each time under a fresh <c>clientId</c>.</summary>
internal sealed class Filings
{
    private static readonly (string Scenario, string Officer)[] Duties =
        [("01", "officer@ME-BAR-PCU"), ("02", "officer@RS-BEG-ACCU"), ("03", "officer@BA-BIJACA-LAND"), ("10", "officer@BA-GRADISKA-LAND")];

    private readonly List<(byte[] Request, int ClientId)> templates = [];

    /// <summary>Prepares the requests for a registry.</summary>
    public static async Task<Filings> ForAsync(Server server)
    {
        var filings = new Filings();
        foreach (var (scenario, officer) in Duties)
        {
            var filing = Scenarios.Fresh(scenario);
            var request = Load.Post("/v1/incidents", await server.TokenAsync(officer), filing.ToJsonString());
            filings.templates.Add((request, request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(filing["clientId"]!.ToString()))));
        }

        return filings;
    }

    /// <summary>The requests of one caller.</summary>
    public Func<ReadOnlyMemory<byte>> Of(int caller)
    {
        var (template, at) = templates[caller % templates.Count];
        var request = template.ToArray();
        var random = new byte[16];
        return () =>
        {
            Random.Shared.NextBytes(random);
            new Guid(random).TryFormat(request.AsSpan(at), out _);
            return request;
        };
    }
}
