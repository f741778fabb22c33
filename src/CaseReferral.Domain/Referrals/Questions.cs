using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Referrals;

/// <summary>A task force asks the filing unit, which answers or lets the time pass.</summary>
internal static class Questions
{
    public static Decided<ReferralMoved> Ask(Turn turn)
    {
        var asked = turn.Moved().Asked(turn.Pace);
        return turn.Makes(asked, new InformationRequested(asked.Id, asked.AnswerBy!.Value, asked.PausedAt is not null));
    }

    public static Decided<ReferralMoved> Answer(Turn turn)
    {
        var answered = turn.Moved().Resumed(turn.Pace);
        return turn.Makes(answered, new InformationGiven(answered.Id, answered.DecideBy!.Value));
    }

    public static ReferralMoved? Miss(Incident incident, Leg leg, SopPack pack, DateTimeOffset now)
    {
        if (leg.State != ReferralState.InfoRequested || leg.AnswerBy > now || incident.Status == IncidentStatus.Voided)
            return null;

        // However late the registry comes to it, the decision stood still no longer than the answer was waited for.
        var resumed = leg.Resumed(Pace.Of(pack, incident, leg, leg.AnswerBy!.Value)) with { State = ReferralState.InTriage };
        return ReferralMoved.Of(
            null, incident, incident.With(resumed), leg.Id, [new AnswerMissed(leg.Id, incident.UnitId, resumed.DecideBy!.Value)]);
    }
}
