using CsCheck;

namespace CaseReferral.Api.Tests.Life;

/// <summary>Tries interleavings until one differs from the model, and then looks for the shortest that does.</summary>
internal sealed class Trial(Func<Task<World>> begin)
{
    // A fresh file now and then: years pass in each interleaving, and the clock can't be moved for ever.
    private const int EachFile = 25;

    private readonly Dictionary<string, int> tally = new(StringComparer.Ordinal);
    private World? world;
    private int played;

    /// <summary>Plays so many that a seed makes, the same ones each time.</summary>
    /// <exception cref="AssertionException">One differs: its steps, and what was done in words.</exception>
    public async Task HoldsAsync(Gen<Step[]> interleavings, int count, string seed)
    {
        try
        {
            var numbers = PCG.Parse(seed);
            for (var at = 0; at < count; at++)
            {
                if (await CounterExampleAsync(interleavings.Generate(numbers, null, out _)) is { } example)
                    throw new AssertionException($"Interleaving {at} of seed {seed}:\n\n{example}");
            }
        }
        finally
        {
            await EndAsync();
        }
    }

    /// <summary>Tries so many that nobody has tried.</summary>
    /// <exception cref="AssertionException">One differs: the seed that finds it, its steps, and what was done in words.</exception>
    public async Task HoldsAsync(Gen<Step[]> interleavings, int count)
    {
        Step[]? shortest = null;
        var first = 0;
        try
        {
            await interleavings.SampleAsync(
                async steps =>
                {
                    if (await CounterExampleAsync(steps) is not { } example)
                        return true;
                    if (first == 0)
                        TestContext.Progress.WriteLine($"Interleaving {first = played}:\n{example}");
                    shortest = shortest is null || steps.Length < shortest.Length ? steps : shortest;
                    return false;
                },
                iter: count, threads: 1, print: steps => $"{steps.Length} steps");
        }
        catch (CsCheckException seeded) when (shortest is not null)
        {
            var (steps, example) = await ShrinkAsync(shortest);
            throw new AssertionException(
                $"{seeded.Message}\nThe first was interleaving {first}; the shortest is:\n\n"
                + $"{string.Join(",\n", steps.Select(step => step.ToString()))}\n\n{example}");
        }
        finally
        {
            var came = tally.OrderBy(came => came.Key, StringComparer.Ordinal).Select(came => $"{came.Key} {came.Value}");
            TestContext.Out.WriteLine($"{played} played. {string.Join("; ", came)}");
            await EndAsync();
        }
    }

    /// <summary>Plays one.</summary>
    /// <returns>What was done in words, and what differs; null when nothing does.</returns>
    public async Task<string?> CounterExampleAsync(params Step[] steps)
    {
        if (played++ % EachFile == 0)
            await EndAsync();
        world ??= await begin();
        try
        {
            await new Player(world, tally).PlayAsync(steps);
            return null;
        }
        catch (AssertionException different)
        {
            // Whatever it was left in, dead perhaps: the next one finds it running.
            await world.RestartAsync(TimeSpan.Zero);
            return different.Message;
        }
    }

    /// <summary>Ends the registry.</summary>
    public async Task EndAsync()
    {
        if (world is not null)
            await world.DisposeAsync();
        world = null;
    }

    // CsCheck finds a short one by luck; here whatever can be left out is, the larger parts first.
    private async Task<(Step[] Steps, string Example)> ShrinkAsync(Step[] steps)
    {
        var example = await CounterExampleAsync(steps) ?? "It did not fail again.";
        for (var length = Math.Max(1, steps.Length / 2); length > 0; length /= 2)
        {
            for (var at = 0; at + length <= steps.Length;)
            {
                Step[] without = [.. steps[..at], .. steps[(at + length)..]];
                if (await CounterExampleAsync(without) is { } shorter)
                    (steps, example) = (without, shorter);
                else
                    at++;
            }
        }

        return (steps, example);
    }
}
