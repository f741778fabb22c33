using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Notifications;

/// <summary>Whom an act wakes, through which channels, and what it means when nobody could be reached.</summary>
public static class Waking
{
    // After these the next one. A desk that was out of reach for a minute wasn't told; one that can be reached an hour later is told then.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
    ];

    /// <summary>After this many attempts without success a channel counts as not reached, though it is tried on.</summary>
    public const int Enough = 3;

    /// <summary>The queues of new legs.</summary>
    public static IEnumerable<Wake> Of(IEnumerable<Leg> newLegs, string jurisdiction) =>
        newLegs.Select(leg => new Wake(leg, WakeReason.NewReferral, leg.TaskForce ?? jurisdiction, Level: 0));

    /// <summary>
    /// Whom a move wakes: the queue that a leg came to, that of a level that was reached, and who stands in for a second officer. Where
    /// complicity is suspected the unit isn't told of a question that nobody answered: for it the incident doesn't exist.
    /// </summary>
    public static IEnumerable<Wake> Of(ReferralMoved moved)
    {
        foreach (var fact in moved.Facts)
        {
            // A merge tells of another incident's leg, which woke its queue when it came.
            if (moved.After.Leg(fact.Leg) is not { } leg)
                continue;

            var wake = fact switch
            {
                ReferralRouted routed => new(leg, WakeReason.NewReferral, routed.TaskForce, Level: 0),
                ReferralLeftUnrouted => new(leg, WakeReason.NewReferral, moved.After.Jurisdiction, Level: 0),
                ReferralAssigned assigned => new(leg, WakeReason.NewReferral, assigned.TaskForce, Level: 0),
                LevelReached reached => new(leg, WakeReason.LevelReached, reached.Queue, reached.Level),
                AnswerMissed missed when !moved.After.Restricted => new(leg, WakeReason.AnswerMissed, missed.Unit, Level: 1),
                _ => default(Wake),
            };
            if (wake is not null)
                yield return wake;
        }

        if (moved.StandIn is { } standIn)
            yield return new(moved.Leg, WakeReason.ConfirmationAwaited, standIn, Level: 0);
    }

    /// <summary>The owner's desk that a new disclosure request waits for.</summary>
    public static Wake Of(DisclosureRequest asked, Incident incident) =>
        Of(asked, incident, WakeReason.DisclosureRequested, ConsentLadder.QueueOf(0, incident), level: 0);

    /// <summary>Whom a level of the consent clock tells.</summary>
    public static Wake Of(ConsentLevelReached reached, Incident incident) =>
        Of(reached.After, incident, WakeReason.ConsentMissed, reached.Queue, reached.After.Escalation);

    /// <summary>
    /// Whom the owner's answer tells: who asked, and who sees something by it or sees it no more. Who was only proposed as a recipient
    /// doesn't learn of a refusal.
    /// </summary>
    public static IEnumerable<Wake> OfAnswer(DisclosureRequest answered, Incident incident) => answered.State switch
    {
        DisclosureState.Consented => ((string[])[answered.RequestedDesk, answered.Recipient]).Distinct(StringComparer.Ordinal)
            .Select(queue => Of(answered, incident, WakeReason.DisclosureAnswered, queue, level: 0)),
        DisclosureState.Refused => [Of(answered, incident, WakeReason.DisclosureAnswered, answered.RequestedDesk, level: 0)],
        DisclosureState.Revoked => [Of(answered, incident, WakeReason.DisclosureRevoked, answered.Recipient, level: 0)],
        _ => [],
    };

    /// <summary>
    /// Everybody abroad to whom an amended incident was disclosed, each once: with a leg, also one that has ended, or by a consent in
    /// force.
    /// </summary>
    /// <param name="amended">The amendment.</param>
    /// <param name="consented">The requests that were consented to, with their recipients.</param>
    public static IEnumerable<Wake> OfAmendment(
        IncidentAmended amended, IEnumerable<(DisclosureRequestId Request, string Recipient)> consented)
    {
        var after = amended.After;
        if (after.Restricted)
            return [];
        var known = after.LegsInSight.Where(leg => leg is { LegalBasis: not null, TaskForce: not null }).Except(amended.NewLegs)
            .Select(leg => new Wake(leg, WakeReason.DisclosureAmended, leg.TaskForce!, Level: 0));
        return known
            .Concat(consented.Select(consent => new Wake(
                Anchor(after), WakeReason.DisclosureAmended, consent.Recipient, Level: 0, consent.Request)))
            .DistinctBy(wake => wake.Queue);
    }

    private static Wake Of(DisclosureRequest request, Incident incident, WakeReason reason, string queue, int level) =>
        new(Anchor(incident), reason, queue, level, request.Id, request.Clock);

    // Priority and pack version are the leg's that leads; an incident has at least one.
    private static Leg Anchor(Incident incident) => incident.LeadingLeg ?? incident.Legs[0];

    /// <summary>
    /// What is sent for <paramref name="wake"/>: one notification for each channel; and where none is in use one without, so that telling
    /// nobody is an attempt that fails. None at all where the pack wakes nobody by any channel: its queues are watched, and its ladder runs
    /// by its clocks.
    /// </summary>
    /// <param name="wake">Whom.</param>
    /// <param name="incident">The incident as the act left it.</param>
    /// <param name="pack">The pack that knows the queue's channels.</param>
    /// <param name="localTime">The time of day where the queue is.</param>
    /// <param name="cause">The act.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the act.</param>
    public static IEnumerable<Notification> Plan(
        Wake wake, Incident incident, SopPack pack, TimeOnly localTime, EntryId cause, Func<Guid> newId, DateTimeOffset now)
    {
        var leg = wake.Leg;
        var clock = wake.Reason.IsOfDisclosure() ? wake.Clock : leg.Clocks.FirstOrDefault(clock => clock.Kind != ClockKind.Answer);
        var channels = Contacts.ChannelsFor(pack, wake.Queue, wake.Level, localTime, incident.Exercise)
            .Select(channel => (Kind: (ChannelKind?)channel.Kind, Address: (string?)channel.Address)).Distinct().ToList();
        if (channels.Count == 0 && wake.Reason != WakeReason.AnswerMissed && WakesAnybody(pack, incident.Exercise))
            channels.Add((null, null));

        return channels.Select(channel => new Notification
        {
            Id = new(newId()),
            Cause = cause,
            Incident = incident.Id,
            Leg = leg.Id,
            Request = wake.Request,
            Jurisdiction = incident.Jurisdiction,
            Reason = wake.Reason,
            Level = wake.Level,
            Queue = wake.Queue,
            Channel = channel.Kind,
            Address = channel.Address,
            Reference = incident.Reference,
            Priority = leg.Priority,
            Deadline = clock?.DueAt,
            Clock = clock?.Kind,
            ClockStartedAt = clock?.StartedAt,
            Exercise = incident.Exercise,
            MadeAt = now,
            NextAt = now,
        });
    }

    /// <summary>When a notification is tried again after its attempts so far have failed; null when it is given up.</summary>
    public static TimeSpan? PauseAfter(int attempts) => attempts <= Pauses.Length ? Pauses[attempts - 1] : null;

    /// <summary>
    /// Whether what a notification tells still stands: the clock that it was about runs on, and nobody has acted on it. Nobody is paged for
    /// what has been dealt with.
    /// </summary>
    /// <param name="notification">What it tells.</param>
    /// <param name="leg">The leg as it now stands.</param>
    /// <param name="request">The disclosure request as it now stands; null where it is about none.</param>
    public static bool StillStands(Notification notification, Leg leg, DisclosureRequest? request)
    {
        // What was disclosed, amended or taken back is told, however late.
        if (notification.Reason.IsOfDisclosure() && !notification.Reason.HasLadder())
            return true;
        if (notification.Reason == WakeReason.ConfirmationAwaited && leg.ProposedBy is null)
            return false;
        IEnumerable<Clock> clocks = request is null ? leg.Clocks : request.Clock is { } consent ? [consent] : [];
        return clocks.Any(clock =>
            clock.Kind == notification.Clock && clock.StartedAt == notification.ClockStartedAt
            && (notification.Reason == WakeReason.AnswerMissed || clock.Level >= notification.Level));
    }

    /// <summary>
    /// Whether it is clear that nobody was told: none of the channels that an act wrote to about a leg was reached, and each has been
    /// tried often enough. Where there is no ladder nothing follows: of a unit's supervisors, and of a recipient abroad.
    /// </summary>
    /// <param name="failed">The notification whose attempt has just failed, as that leaves it.</param>
    /// <param name="others">The others of the same act about the same leg.</param>
    public static bool NobodyWasTold(Notification failed, IEnumerable<Notification> others) =>
        failed.Reason.HasLadder()
        && others.Prepend(failed).All(sent => sent.DeliveredAt is null && (sent.NextAt is null || sent.Attempts >= Enough));

    private static bool WakesAnybody(SopPack pack, bool exercise) =>
        pack.Contacts.Any(contact => contact.Channels.Any(channel => channel.Exercise == exercise));
}
