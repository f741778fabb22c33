namespace CaseReferral.Api.Tests.Processes;

[Category("Process")]
[Platform(Exclude = "Win", Reason = "SIGTERM")]
public sealed class A_registry_that_is_told_to_stop
{
    [Test]
    public async Task Answers_what_it_took_on_and_leaves_with_zero()
    {
        using var data = new DataFolder();
        await using var registry = await RunningRegistry.StartAsync(data.Launch);
        var burst = await Burst.StartAsync(registry, after: 100);
        await burst.Enough;

        registry.Terminate();
        var exitCode = await registry.EndAsync();
        await burst.Ended;

        var filed = data.Filed();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero, registry.Error);
            Assert.That(registry.Error, Is.Empty);
            Assert.That(burst.Refusals.Select(answer => answer.Text), Is.Empty);
            Assert.That(burst.Acknowledged.Keys.Where(id => filed.GetValueOrDefault(id) != 1), Is.Empty, "acknowledged and not there");
            Assert.That(burst.Unanswered.Keys.Where(filed.ContainsKey), Is.Empty, "filed and not answered");
            Assert.That(burst.Failures.Where(failure => !IsCleanRefusal(failure)), Is.Empty);
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    // The door was shut, or shut on the threshold: not a byte of an answer had come.
    private static bool IsCleanRefusal(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.Unknown && failure.StatusCode is null
        || failure.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded };
}
