namespace CaseReferral.Api.Tests.Life;

/// <summary>
/// What a registry answers, whatever is filed, done, said, waited for and killed in whatever order: what the model says. A build plays
/// always the same few; <c>CASE_REFERRAL_INTERLEAVINGS=5000</c> tries new ones, and <c>CsCheck_Seed</c> one of those again.
/// </summary>
[TestFixture, Parallelizable]
public sealed class Any_interleaving
{
    private const int Few = 12;
    private const string Seed = "0000KO9gT2b3";

    // A process takes a hundred times as long to begin.
    private const int OneInProcess = 50;

    private static readonly int? Many =
        int.TryParse(Environment.GetEnvironmentVariable("CASE_REFERRAL_INTERLEAVINGS"), out var many) ? many : null;

    [Test]
    public async Task Is_answered_as_the_handbook_says()
    {
        var trial = new Trial(World.BeginAsync<HostedWorld>);
        await (Many is { } count ? trial.HoldsAsync(Step.Interleavings, count) : trial.HoldsAsync(Step.Interleavings, Few, Seed));
    }

    [Test, Category("Process")]
    public async Task Is_answered_as_the_handbook_says_by_a_process_that_is_killed()
    {
        var trial = new Trial(World.BeginAsync<ProcessWorld>);
        await (Many is { } count
            ? trial.HoldsAsync(Step.Deadly, Math.Max(1, count / OneInProcess))
            : trial.HoldsAsync(Step.Deadly, 1, Seed));
    }
}
