using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.SopPacks;

/// <summary>What the answer to a filing tells the officer: whom to ask for, which phone answers now, and when to call rescue.</summary>
public static class Contacts
{
    /// <summary>The desk of a queue and the first of its phones that answers at this time.</summary>
    /// <param name="pack">The pack that routed the leg.</param>
    /// <param name="queue">A task force's code, or the jurisdiction's code for its coordinator.</param>
    /// <param name="localTime">The time of day in the jurisdiction's time zone.</param>
    /// <returns>The queue's own code as the desk when the pack has no contact for it; no phone when none answers now.</returns>
    public static (string Desk, string? Phone) For(SopPack pack, string queue, TimeOnly localTime)
    {
        var contact = pack.Contacts.FirstOrDefault(contact => contact.Queue == queue);
        return (contact?.Desk ?? queue, contact?.Phones.FirstOrDefault(phone => phone.AnswersAt(localTime))?.Number);
    }

    /// <summary>
    /// Where the registry sends word to a queue: those of its channels that are for this level and used at this time. An exercise
    /// reaches only channels for exercises, and these are reached by nothing else.
    /// </summary>
    /// <param name="pack">The pack of the leg.</param>
    /// <param name="queue">A task force's code, the jurisdiction's code for its coordinator, or a unit's code for its supervisors.</param>
    /// <param name="level">0 for a new leg, 1 to 3 for escalation.</param>
    /// <param name="localTime">The time of day in the jurisdiction's time zone.</param>
    /// <param name="exercise">Whether it is an exercise.</param>
    public static IReadOnlyList<ContactChannel> ChannelsFor(SopPack pack, string queue, int level, TimeOnly localTime, bool exercise) =>
    [
        .. pack.Contacts.Where(contact => contact.Queue == queue).SelectMany(contact => contact.Channels)
            .Where(channel => channel.Exercise == exercise && channel.Levels.Contains(level) && channel.IsUsedAt(localTime)),
    ];

    /// <summary>
    /// What to tell the officer when somebody's life is in danger. The registry is not dispatch, so it says to call, and whom:
    /// the service for this transport first, then those for everywhere.
    /// </summary>
    /// <returns>Nothing when nobody's life is in danger. In an exercise no number, so that nobody calls rescue for training.</returns>
    public static IReadOnlyList<string> RescueInstructions(SopPack pack, SiteFunction? transport, bool dangerToLife, bool exercise)
    {
        if (!dangerToLife)
            return [];

        if (exercise)
            return ["EXERCISE: in a real case, call rescue now. The registry is not dispatch; filing sends nobody."];

        var here = pack.RescueNumbers.Where(rescue => transport is { } by && rescue.Transport?.Contains(by) == true);
        var everywhere = pack.RescueNumbers.Where(rescue => rescue.Transport is null);
        var numbers = string.Join(", ", here.Concat(everywhere).Select(rescue => $"{rescue.Number} ({rescue.Name})"));
        return [$"Call rescue now: {numbers}. The registry is not dispatch; filing sends nobody."];
    }
}
