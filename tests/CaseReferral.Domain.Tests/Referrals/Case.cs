using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using static CaseReferral.Domain.Tests.Incidents.Cases;

namespace CaseReferral.Domain.Tests.Referrals;

/// <summary>
/// An incident on its way, told in steps that compose: <c>Case.Routed().Acknowledged().Claimed()</c>. Every step is taken by the real
/// domain by whoever may take it, on the lead leg unless a step names another queue, and fails the test when it is refused.
/// </summary>
internal sealed record Case
{
    public required Incident Incident { get; init; }

    public required RoutingFacts Facts { get; init; }

    public required IncidentContent Content { get; init; }

    public required SopPack Pack { get; init; }

    public DateTimeOffset Now { get; init; } = Noon;

    public Standing Standing { get; init; } = new(QueueHasSecondSeat: true, ["ME-I1", "ME-I2"]);

    public Consents Consents { get; init; } = Consents.None;

    /// <summary>Another incident that the actor sees.</summary>
    public Incident? Other { get; init; }

    /// <summary>Gives ids: each after the last, unless a test says otherwise.</summary>
    public Func<Guid> Ids { get; init; } = NewId;

    /// <summary>What the last step did.</summary>
    public ReferralMoved? Last { get; init; }

    public Leg Lead => Incident.Legs.Single(leg => leg.Lead);

    /// <summary>The officer who filed, on duty, the one who claims, second and lead of a queue, and so on: one person each.</summary>
    public static Seat Filer { get; } = Officer("ME-BAR-PCU");

    public static Seat Supervisor { get; } = Seat(SeatRole.Supervisor, "ME-BAR-PCU", 20);

    public static Seat Coordinator { get; } = Seat(SeatRole.Coordinator, "ME", 21);

    public static Seat Claimant(string queue) => Duty(queue);

    public static Seat Second(string queue) => Seat(SeatRole.Second, queue, 23);

    public static Seat LeadOf(string queue) => Seat(SeatRole.Lead, queue, 24);

    /// <summary>Filed with ME-TIP for trafficking, ME-SOM for smuggling, ME-CHILD for children.</summary>
    public static Case Routed(Func<Filing, Filing>? change = null, SopPack? pack = null)
    {
        pack ??= Desks.Pack;
        var filed = File((change ?? (filing => filing))(Plain("ME")), pack);
        return new() { Incident = filed.Incident, Facts = filed.Facts, Content = filed.Content, Pack = pack };
    }

    /// <summary>One desk for trafficking, P4 intelligence.</summary>
    public static Case Trafficking() => Routed(filing => filing with { CrimeHypothesis = "tip" });

    /// <summary>A child is counted: P2 and safeguarded, with a protection leg.</summary>
    public static Case OfAChild() =>
        Routed(filing => filing with { CrimeHypothesis = "tip", PersonCounts = Count(child: 1) });

    /// <summary>Both desks have a leg; ME-SOM leads.</summary>
    public static Case OfBoth() => Routed(filing => filing with { CrimeHypothesis = "tip_and_som" });

    /// <summary>Suspected complicity: with ME-I1, then ME-I2.</summary>
    public static Case Restricted() => Routed(filing => filing with { ComplicityConcern = true });

    /// <summary>Nobody holds the mandate.</summary>
    public static Case Unrouted() =>
        Routed(pack: Desks.Pack with { Mandates = [.. Desks.Pack.Mandates.Where(held => held.Mandate == Mandate.Tip)] });

    public Case Acknowledged(string? queue = null) => Takes(new(ReferralAction.Acknowledge), queue);

    public Case Claimed(string? queue = null) => Takes(new(ReferralAction.Claim), queue);

    public Case Asked(string? queue = null) => Takes(new(ReferralAction.RequestInformation), queue);

    public Case Answered(string? queue = null) => Takes(new(ReferralAction.Answer), queue);

    public Case Accepted(string? queue = null) => Takes(new(ReferralAction.Accept), queue);

    public Case Declined(DeclineReason reason, string? queue = null) => Takes(new Decline(reason), queue);

    public Case Concluded(Outcome outcome, string? queue = null) => Takes(new Conclusion(outcome), queue);

    public Case Transferred(string to, string? queue = null) => Takes(new Transfer(to), queue);

    public Case Reprioritised(Priority priority, string? queue = null) => Takes(new PriorityChange(priority), queue);

    public Case After(TimeSpan time) => this with { Now = Now + time };

    public Case AfterMinutes(int minutes) => After(TimeSpan.FromMinutes(minutes));

    /// <summary>Every level that is due fires.</summary>
    public Case Escalated(string? queue = null)
    {
        var subject = this;
        while (Escalation.Fire(subject.Incident, On(queue).Id, Pack, Now) is { } fired)
            subject = subject.With(fired);
        return subject;
    }

    /// <summary>By whoever may, among those the queue and the unit have.</summary>
    public Case Takes(ReferralMove move, string? queue = null)
    {
        var leg = Pick(move.Action, queue);
        var seat = Somebody(leg).FirstOrDefault(seat => ReferralLife.RefusalOf(move.Action, Incident, leg, seat, Standing) is null);
        return Takes(move, seat ?? Claimant(leg.TaskForce ?? "ME"), leg);
    }

    public Case Takes(ReferralMove move, Seat seat, string? queue = null) => Takes(move, seat, Pick(move.Action, queue));

    public Case Takes(ReferralMove move, Seat seat, Leg leg) => Try(move, seat, leg).Succeeded(out var moved, out var refusal)
        ? With(moved)
        : throw new AssertionException($"{move} by {seat.Name} on {leg.State.Code()}: {refusal}");

    public Decided<ReferralMoved> Try(ReferralMove move, Seat seat, Leg leg) =>
        ReferralLife.Take(Incident, leg.Id, move, seat, Around, Now);

    public void Refuses(string code, ReferralMove move, Seat? seat = null, string? queue = null)
    {
        var leg = Pick(move.Action, queue);
        seat ??= Somebody(leg).FirstOrDefault(seat => ReferralLife.RefusalOf(move.Action, Incident, leg, seat, Standing) is null);
        Assert.That(seat, Is.Not.Null, $"Nobody may {move.Action.Code()} at all.");
        Assert.That(Try(move, seat!, leg).Succeeded(out _, out var refusal), Is.False, $"{move} was taken.");
        Assert.That(refusal!.Code, Is.EqualTo(code), refusal.Detail);
    }

    /// <summary>The leg in this queue that was made last; the lead when none is named.</summary>
    public Leg On(string? queue) => queue is null ? Lead : Incident.Legs.Last(leg => leg.TaskForce == queue);

    public Case With(ReferralMoved moved) => (this with
    {
        Incident = moved.After,
        Facts = moved.Rerouted?.Facts ?? Facts,
        Other = moved.Other?.After ?? Other,
        Last = moved,
    }).Read();

    /// <summary>The incidents as they are read: each leg that goes on in another one with what has become of that.</summary>
    public Case Read() => this with
    {
        Incident = Incident with { Legs = [.. Incident.Legs.Select(Elsewhere)] },
        Other = Other is null ? null : Other with { Legs = [.. Other.Legs.Select(Elsewhere)] },
    };

    private Leg Elsewhere(Leg leg)
    {
        if (leg.GoesOnIn is not { } into || Find(into) is not { } carrier)
            return leg with { Elsewhere = null };

        var ends = Places(carrier)
            .SelectMany(place => place.GoesOnIn is { } next && Find(next) is { } second ? Places(second) : [place]).ToList();
        var open = ends.Exists(end => end.State.IsOpen());
        Outcome? outcome = ends.Find(end => end.State == ReferralState.Concluded)?.Outcome;
        return leg with
        {
            Elsewhere = new(
                carrier.State.IsOpen(), open && outcome is null, outcome,
                open || outcome is not null ? null : ends.FindLast(end => end.State == ReferralState.Declined)?.DeclineReason),
        };
    }

    private Leg? Find(ReferralId id) => Incident.Leg(id) ?? Other?.Leg(id);

    private IEnumerable<Leg> Places(Leg carrier) =>
        (Incident.Leg(carrier.Id) is null ? Other! : Incident).Legs.Where(leg => leg.CarriesFor == carrier.CarriesFor);

    /// <summary>Everybody around a leg.</summary>
    public static IEnumerable<Seat> Somebody(Leg leg)
    {
        var queue = leg.TaskForce ?? "ME";
        IEnumerable<Seat> somebody =
            [Claimant(queue), Second(queue), LeadOf(queue), Coordinator, Supervisor, Filer, LeadOf("ME-I1"), LeadOf("ME-I2")];
        return leg.TaskForce is null ? somebody.Where(seat => seat.Where != "ME" || seat.Role == SeatRole.Coordinator) : somebody;
    }

    private Leg Pick(ReferralAction action, string? queue) =>
        queue is not null || ReferralTransitions.Find(Lead.Kind, Lead.State, action) is not null
        ? On(queue)
        : Incident.Legs.FirstOrDefault(leg => ReferralTransitions.Find(leg.Kind, leg.State, action) is not null) ?? Lead;

    private Surroundings Around => new()
    {
        Standing = Standing,
        PackInForce = Pack,
        PackOf = _ => Pack,
        TaskForceOf = code => Desks.TaskForces.Contains(code) ? new(code, code[..2], code) : null,
        Facts = () => Facts,
        IncidentOf = id => Other?.Leg(id) is null ? null : Other,
        Content = () => Content,
        Consents = Consents,
        NewId = Ids,
    };
}

/// <summary>A jurisdiction with a desk for each mandate, child protection, two integrity recipients and one neighbour.</summary>
internal static class Desks
{
    public static readonly string[] TaskForces =
        ["ME-TIP", "ME-SOM", "ME-BOTH", "ME-LATE", "ME-CHILD", "ME-CARE", "ME-I1", "ME-I2", "RS-TF", "BA-TF"];

    public static readonly SopPack Pack = new()
    {
        Jurisdiction = "ME",
        Version = 1,
        Title = "Desks",
        Mandates =
        [
            new("ME-TIP", Mandate.Tip, new(2020, 1, 1)),
            new("ME-SOM", Mandate.Som, new(2020, 1, 1)),
            new("ME-BOTH", Mandate.TipAndSom, new(2020, 1, 1)),
            new("ME-LATE", Mandate.TipAndSom, new(2020, 1, 1), new(2025, 12, 31)),
        ],
        Rules =
        [
            Rule("tip", LegKind.Action, "ME-TIP"),
            Rule("som", LegKind.Action, "ME-SOM"),
            Rule("both", LegKind.Action, "ME-BOTH") with { When = new() { DangerToLife = false }, Serves = Mandate.Tip },
            Rule("child", LegKind.Protection, "ME-CHILD") with { When = new() { ChildOrUnknownAge = true } },
        ],
        IntegrityRecipients = ["ME-I1", "ME-I2"],
        Contacts = [],
        RescueNumbers = [],
        Agreements = [new("me-rs", "With Serbia", ["ME", "RS"], new(2020, 1, 1), null, ["content"])],
    };

    private static RoutingRule Rule(string name, LegKind kind, string taskForce) =>
        new() { Rule = name, Sentence = $"To {taskForce}.", Kind = kind, TaskForce = taskForce };
}
