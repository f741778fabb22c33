namespace CaseReferral.Api.Tests.Life;

/// <summary>What the registry does by itself when nobody acts.</summary>
internal sealed partial class Model
{
    /// <summary>
    /// Everything that is due happens, of one leg in the order it was due: each level once, however long nobody looked. Only repeats of the
    /// last level that were missed are one.
    /// </summary>
    public void ActOnClocks()
    {
        foreach (var leg in Legs.Where(leg => !leg.Incident.Voided))
        {
            while (true)
            {
                var answer = leg.Unit?.DueAt;
                if (leg.EscalatesAt is { } due && due <= Now && !(answer < due))
                    Escalate(leg, due);
                else if (answer <= Now)
                    Act("answer-missed", null, [leg.Incident], () => MissAnswer(leg));
                else
                    break;
            }
        }
    }

    /// <summary>The instants at which something happens by itself.</summary>
    public IEnumerable<DateTimeOffset> Due => Legs.Where(leg => !leg.Incident.Voided)
        .SelectMany(leg => new[] { leg.EscalatesAt, leg.Unit?.DueAt }).OfType<DateTimeOffset>();

    /// <summary>Whether something is due now.</summary>
    public bool IsDue => Due.Any(at => at <= Now);

    private void Escalate(Leg leg, DateTimeOffset due)
    {
        if (leg.Level == Coordinator)
            due += leg.Interval * Math.Floor((Now - due) / leg.Interval);
        var level = Math.Min(leg.Level + 1, Coordinator);
        // Whoever has it since a moment ago gets an interval before the next level, however late it came.
        var from = leg.Level == 0 && leg.Desk!.StartedAt > due ? leg.Desk.StartedAt : due;
        Act("level-reached", null, [leg.Incident], () => (leg.Level, leg.NextLevelAt) = (level, from + leg.Interval), (leg, level, due));
    }

    // The decision stood still for as long as the answer was waited for, and not for as long as the registry was away.
    private static void MissAnswer(Leg leg)
    {
        leg.Resume(leg.AnswerBy!.Value);
        leg.State = "in_triage";
    }
}
