using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.SopPacks;
using CaseReferral.Domain.Units;

namespace CaseReferral.Domain.Tests.Incidents;

/// <summary>Incidents to start from, filed and moved by the real domain; a test says what differs.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyDictionary<string, Unit> UnitIn = new Dictionary<string, Unit>
    {
        ["AL"] = new("AL-DURRES-PCU", "AL", "Durres", UnitType.Pcu, SiteFunction.Sea, "ALDRZ"),
        ["BA"] = new("BA-BIJACA-LAND", "BA", "Bijaca", UnitType.JointLand, SiteFunction.Road, null),
        ["ME"] = new("ME-BAR-PCU", "ME", "Bar", UnitType.Pcu, SiteFunction.Sea, "MEBAR"),
        ["MK"] = new("MK-SKOPJE-BIU", "MK", "Skopje", UnitType.Biu, SiteFunction.Road, null),
        ["RS"] = new("RS-BEG-ACCU", "RS", "Belgrade", UnitType.Accu, SiteFunction.Air, "RSBEG"),
        ["XK"] = new("XK-VERMICE-LAND", "XK", "Vermice", UnitType.JointLand, SiteFunction.Road, null),
    };

    private static int lastId;

    /// <summary>Plain smuggling intelligence: P4, nobody present, nobody counted.</summary>
    public static Filing Plain(string jurisdiction) => new()
    {
        ClientId = NewId(),
        UnitId = UnitIn[jurisdiction].Code,
        CrimeHypothesis = "som",
        AwareAt = Noon.AddHours(-1),
        DangerToLife = false,
        PersonsPresentNow = false,
        PersonCounts = new() { Adult = 0, Child = 0, UnknownAge = 0 },
        Facts = "Something was seen.",
    };

    public static PersonCounts Count(int adult = 0, int child = 0, int unknownAge = 0) =>
        new() { Adult = adult, Child = child, UnknownAge = unknownAge };

    public static IncidentFiled File(Filing filing, SopPack? pack = null, DateTimeOffset? at = null)
    {
        var unit = UnitIn.Values.Single(known => known.Code == filing.UnitId);
        return IncidentFiling.File(
            filing, Check(filing, unit, at ?? Noon), unit, pack ?? Demo.Pack(unit.Jurisdiction), [], Officer(unit.Code), "ME-26-7K3F9Q-D",
            NewId, at ?? Noon);
    }

    public static Amended Amend(this Amended subject, Func<Filing, Filing> change, SopPack? pack = null, DateTimeOffset? at = null) =>
        subject.TryAmend(change, pack, at).Succeeded(out var amended, out var refusal)
            ? new(amended.After, amended.Facts ?? subject.Facts, amended.Content, amended)
            : throw new AssertionException(refusal.ToString());

    public static Decided<IncidentAmended> TryAmend(
        this Amended subject, Func<Filing, Filing> change, SopPack? pack = null, DateTimeOffset? at = null)
    {
        var (unit, now) = (UnitIn[subject.Incident.Jurisdiction], at ?? Noon.AddMinutes(10));
        var content = subject.Content with { Filing = change(subject.Content.Filing) };
        return IncidentAmendment.Amend(
            subject.Incident, subject.Facts, content, Check(content.Filing, unit, now), ["/x"], [], unit,
            pack ?? Demo.Pack(unit.Jurisdiction), [],
            version => Demo.Pack(unit.Jurisdiction) with { Version = version }, NewId, now);
    }

    public static Amended Start(this IncidentFiled filed) => new(filed.Incident, filed.Facts, filed.Content, null);

    /// <summary>Takes moves on the one leg of this task force that is open, each by the duty officer of its queue.</summary>
    public static Amended Move(this Amended subject, string taskForce, DateTimeOffset at, params ReferralMove[] moves) =>
        moves.Aggregate(subject, (before, move) => before.Move(
            before.Incident.Legs.Single(leg => leg.TaskForce == taskForce && leg.State.IsOpen()), move, Duty(taskForce), at)
            ?? throw new AssertionException($"{move} was refused."));

    /// <summary>Takes a move if it is allowed; null when it isn't.</summary>
    public static Amended? Move(this Amended subject, Leg leg, ReferralMove move, Seat seat, DateTimeOffset at)
    {
        return ReferralLife.Take(subject.Incident, leg.Id, move, seat, subject.Around(leg), at).Succeeded(out var moved, out _)
            ? subject with { Incident = moved.After, Last = null }
            : null;
    }

    private static Surroundings Around(this Amended subject, Leg leg) => new()
    {
        Standing = new(QueueHasSecondSeat: true, Demo.Pack(leg.Jurisdiction).IntegrityRecipients),
        PackInForce = Demo.Pack(leg.Jurisdiction),
        PackOf = of => Demo.Pack(of.Jurisdiction) with { Version = of.PackVersion },
        TaskForceOf = code => Demo.JurisdictionOf(code) is { } jurisdiction ? new(code, jurisdiction, code) : null,
        Facts = () => subject.Facts,
        IncidentOf = _ => null,
        Content = () => subject.Content,
        NewId = NewId,
    };

    public static readonly ReferralMove Acknowledge = new(ReferralAction.Acknowledge);
    public static readonly ReferralMove Claim = new(ReferralAction.Claim);
    public static readonly ReferralMove Release = new(ReferralAction.Release);
    public static readonly ReferralMove Accept = new(ReferralAction.Accept);

    /// <summary>From routed to concluded, when no second officer is needed.</summary>
    public static ReferralMove[] ToTheEnd(Outcome outcome) => [Claim, Accept, new Conclusion(outcome)];

    public static Seat Officer(string unit) => Seat(SeatRole.Officer, unit, 1);

    public static Seat Duty(string taskForce) => Seat(SeatRole.Duty, taskForce, 2);

    /// <summary>A seat whose holder is person number <paramref name="person"/>; the same number is the same principal.</summary>
    public static Seat Seat(SeatRole role, string where, int person, bool isPerson = true) => new(
        new(Id(1000 + person * 10 + (int)role)), new(Id(person)), role, where, where == "registry" ? null : where[..2], Agency.Police,
        isPerson);

    public static Guid NewId() => Id(Interlocked.Increment(ref lastId) + 1_000_000);

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The legs in order: <c>*action ME-OPTEAM som routed P3; …</c>, an asterisk before the lead.</summary>
    public static string Say(this Incident incident) => string.Join("; ", incident.Legs.Select(leg =>
        $"{(leg.Lead ? "*" : "")}{leg.Kind.Code()} {leg.TaskForce ?? "nobody"} {leg.Mandate.Code()} {leg.State.Code()} "
        + $"{leg.Priority.Code()}"));

    private static FilingCheck Check(Filing filing, Unit unit, DateTimeOffset at)
    {
        var check = FilingChecks.Check(filing, new(unit, at, (_, _) => null));
        Assert.That(check.Faults, Is.Empty);
        return check;
    }
}

/// <summary>An incident as it stands, with what the next amendment needs to know.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Facts">What its last routing decision read.</param>
/// <param name="Content">Its content.</param>
/// <param name="Last">The last amendment; null when something else came last.</param>
internal sealed record Amended(Incident Incident, RoutingFacts Facts, IncidentContent Content, IncidentAmended? Last);
