namespace CaseReferral.Api.Tests.Life;

/// <summary>Somebody with a seat.</summary>
/// <param name="Role">The role, and where two hold it which of them.</param>
/// <param name="Desk">The unit, task force or jurisdiction.</param>
internal sealed record Actor(string Role, string Desk)
{
    /// <summary>Everybody who has anything to do with the model's cases, an auditor who may only look on, and two strangers.</summary>
    public static IReadOnlyList<Actor> Everybody { get; } =
    [
        new("officer", Procedure.Unit), new("second-officer", Procedure.Unit), new("supervisor", Procedure.Unit),
        .. Procedure.Queues.SelectMany(queue => (Actor[])[new("duty", queue), new("second", queue), new("lead", queue)]),
        new("coordinator", Procedure.Home), new("second-coordinator", Procedure.Home), new("auditor", Procedure.Home),
        new("officer", "ME-BAR-PCU"), new("coordinator", "ME"),
    ];

    /// <summary>Whether they are of the unit that filed.</summary>
    public bool IsOfUnit => Desk == Procedure.Unit;

    /// <summary>Whether they supervise it.</summary>
    public bool Supervises => IsOfUnit && Role == "supervisor";

    /// <summary>Whether they coordinate the jurisdiction.</summary>
    public bool Coordinates => Desk == Procedure.Home && Role != "auditor";

    /// <summary>Whether they triage somewhere.</summary>
    public bool Triages => Role is "duty" or "second" or "lead";

    /// <summary>Whether they triage in a leg's queue; an unrouted leg is in the coordinator's.</summary>
    public bool IsInQueueOf(Leg leg) => leg.Queue is null ? Coordinates : Triages && Desk == leg.Queue;

    /// <summary>Whether they lead there.</summary>
    public bool LeadsQueueOf(Leg leg) => IsInQueueOf(leg) && (Role == "lead" || Coordinates);

    /// <summary>Whether they may ever take such a move on a leg, whatever state it is in.</summary>
    public bool MayEver(Who who, Leg leg) => who switch
    {
        Who.DutyOfficer or Who.Assignee or Who.AssigneeOrLeadOfficer or Who.SecondOfficer => IsInQueueOf(leg),
        Who.LeadOfficer => LeadsQueueOf(leg),
        Who.Coordinator => Coordinates,
        Who.FilingUnit => IsOfUnit,
        Who.FilingSupervisor => Supervises,
        _ => false,
    };

    /// <summary>Whether they may take it as the leg now stands.</summary>
    public bool MayNow(Who who, Leg leg) => MayEver(who, leg) && who switch
    {
        Who.Assignee => leg.Assignee == this,
        Who.AssigneeOrLeadOfficer => leg.Assignee == this || LeadsQueueOf(leg),
        Who.SecondOfficer => leg.ProposedBy != this,
        _ => true,
    };

    /// <summary>
    /// Whether they see a case: those of its unit and its jurisdiction, and the queues that have a leg in it. Null for a queue that only
    /// had one, which sees the case up to there.
    /// </summary>
    public bool? Sees(Incident incident) => this switch
    {
        _ when IsOfUnit || Desk == Procedure.Home => true,
        _ when incident.Legs.All(leg => leg.Queue != Desk) => false,
        _ => incident.Legs.Any(leg => leg.Queue == Desk && leg.IsOpen) ? true : null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Role}@{Desk}";
}
