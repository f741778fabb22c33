using System.Diagnostics;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>Waits for what the registry does by itself: asks again until it is so, and gives up after a while.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Between two looks, so that asking doesn't take the processor from what is waited for.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is right, and gives it.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="isRight">Whether the answer is right.</param>
    public static async Task<T> SeesAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new AssertionException($"It never came to that; last it was {answer}.");
            await Task.Delay(Pace);
        }
    }

    /// <summary>Looks until it is so, and gives what was seen.</summary>
    public static Task<T> SeesAsync<T>(Func<T> look, Func<T, bool> isRight) => SeesAsync(() => Task.FromResult(look()), isRight);
}
