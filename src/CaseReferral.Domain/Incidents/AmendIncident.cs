using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Incidents;

/// <summary>An incident was amended: a new version, and what followed from it.</summary>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands, its legs included.</param>
/// <param name="Content">Its content as it now stands.</param>
/// <param name="Changed">JSON Pointers of the members that changed, for the legs to learn; never their values.</param>
/// <param name="Facts">What the new routing decision read; null when nothing that routing or priority reads has changed.</param>
/// <param name="Decision">The new routing decision; null likewise.</param>
public sealed record IncidentAmended(
    Incident Before,
    Incident After,
    IncidentContent Content,
    IReadOnlyList<string> Changed,
    RoutingFacts? Facts,
    RoutingDecision? Decision)
{
    /// <summary>Legs that the amendment made.</summary>
    public IEnumerable<Leg> NewLegs => After.Legs.Where(leg => Before.Legs.All(known => known.Id != leg.Id));

    /// <summary>Legs that the amendment changed: a higher priority, an earlier deadline, a wider mandate, a retraction.</summary>
    public IEnumerable<Leg> ChangedLegs => After.Legs.Where(leg => Before.Legs.Any(known => known.Id == leg.Id && known != leg));

    /// <summary>What followed for the legs: what the sender of each that ended is told, which were made, and who leads now.</summary>
    public IEnumerable<ReferralFact> Followed =>
        [.. NewDecision.Facts(Before, After), .. Settling.Follows(Before, After, After.Legs[0].Id)];

    /// <summary>
    /// Other incidents in which legs of this one went on, which carry them no more since complicity is suspected. They are told nothing of
    /// it. All are guarded, in id order.
    /// </summary>
    public IReadOnlyList<(Incident Before, Incident After)> Released { get; init; } = [];
}

/// <summary>
/// Amends an incident. A change of a fact that routing or priority reads makes a new decision under the pack now in force, which by
/// itself only adds: legs, a higher priority, earlier deadlines. Safeguards stick.
/// </summary>
public static class IncidentAmendment
{
    /// <summary>Decides what follows from the content changing to <paramref name="content"/>.</summary>
    /// <param name="incident">The incident as it stands, with its legs.</param>
    /// <param name="lastFacts">What its last routing decision read.</param>
    /// <param name="content">The content as it shall stand.</param>
    /// <param name="check">What <see cref="FilingChecks"/> says of it; without fault.</param>
    /// <param name="changed">JSON Pointers of the members that change.</param>
    /// <param name="carriers">The other incidents in which legs of it go on, whoever sees those.</param>
    /// <param name="unit">The unit that filed it.</param>
    /// <param name="pack">The pack now in force.</param>
    /// <param name="closed">The task forces of that pack that are closed.</param>
    /// <param name="packOf">The jurisdiction's pack of an earlier version: existing legs keep theirs.</param>
    /// <param name="newId">Gives ids.</param>
    /// <param name="now">The instant of the amendment.</param>
    public static Decided<IncidentAmended> Amend(
        Incident incident, RoutingFacts lastFacts, IncidentContent content, FilingCheck check, IReadOnlyList<string> changed,
        IReadOnlyList<Incident> carriers, Unit unit, SopPack pack, IReadOnlyList<string> closed, Func<int, SopPack> packOf,
        Func<Guid> newId, DateTimeOffset now)
    {
        if (incident.Status == IncidentStatus.Voided)
            return new Refusal("incident-voided", "A voided incident can't be amended. File a new one.");
        if (incident.Restricted && content.Filing.ComplicityConcern != true)
            return new Refusal(
                "complicity-not-yours-to-lower", "Only an integrity recipient may lower a suspicion of complicity. Leave the member out.");

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (read, ages) = AgeDecisions.Read(content, incident.AgeDecisions, today);
        var facts = FilingFacts.Read(read, ages, content.Objects.Count, unit, today, incident.ChildOrUnknownAge) with { Closed = closed };
        var after = incident with
        {
            SiteCode = content.Filing.SiteCode ?? unit.SiteCode,
            OccurredAt = content.Filing.OccurredAt,
            DetectedAt = content.Filing.DetectedAt,
            AwareAt = content.Filing.AwareAt!.Value,
            FiledAt = content.Filing.FiledAt,
            Late = incident.ReceivedAt - content.Filing.AwareAt.Value > IncidentFiling.LateAfter,
            ActBefore = content.Filing.ActBefore,
            Direction = content.Filing.Direction,
            Mode = facts.Mode,
            CrimeHypothesis = facts.Hypothesis,
            DangerToLife = facts.DangerToLife,
            PersonsPresentNow = facts.PersonsPresentNow,
            PossibleVictimPresent = facts.PossibleVictimPresent,
            PersonCounts = new(
                content.Filing.PersonCounts!.Adult!.Value, content.Filing.PersonCounts.Child!.Value,
                content.Filing.PersonCounts.UnknownAge!.Value),
            PersonCountsEstimated = content.Filing.PersonCountsEstimated == true,
            ChildOrUnknownAge = facts.ChildOrUnknownAge,
            Handling = facts.Handling,
            Restricted = facts.ComplicityConcern,
            PersonsListed = content.Persons.Count,
            ObjectsListed = content.Objects.Count,
            Warnings = check.Warnings,
            Completeness = Completeness.Of(
                content.Filing, [.. content.Persons.Select(listed => listed.Person)], [.. content.Objects.Select(listed => listed.Object)]),
            Version = incident.Version + 1,
        };

        // More children than before are the same facts to a rule, and yet somebody must hear of them.
        var isSame = facts.ReadsLike(lastFacts)
            && !NewDecision.IsGraver(incident, after) && !NewDecision.IsSoonerElsewhere(incident, after, now);
        var decision = isSame ? null : IncidentRouting.Route(pack, facts);
        Func<Leg, SopPack> packOfLeg = leg => packOf(leg.PackVersion);
        after = decision is null
            ? NewDecision.Raise(after, incident, packOfLeg, now)
            : NewDecision.Follow(after, incident, decision, pack, packOfLeg, newId, now);
        return new IncidentAmended(incident, after.Settled(incident), content, changed, decision is null ? null : facts, decision)
        {
            // Nobody of theirs can take out any more what a suspicion has, nor know of it. A suspicion goes on with its own. Whose leg
            // went on in one of these, and so goes on in the carrier, is waited for there.
            Released = after.Restricted && !incident.Restricted
                ? Merging.Released(
                    carriers.Where(carrier => !carrier.Restricted), incident.Legs.Where(leg => !incident.CarriesOthers(leg)))
                : [],
        };
    }
}
