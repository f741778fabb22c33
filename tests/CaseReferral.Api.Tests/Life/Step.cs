using CsCheck;

namespace CaseReferral.Api.Tests.Life;

/// <summary>What kind of thing happens next.</summary>
internal enum Happens
{
    /// <summary>Somebody takes an action that they may take.</summary>
    Move,

    /// <summary>Anybody tries any action on any leg, whatever it is.</summary>
    Try,

    /// <summary>Somebody takes an action under a tag that they read too long ago.</summary>
    MoveLate,

    /// <summary>Somebody takes an action, the registry dies in it, and the device sends it again once there is one.</summary>
    MoveThroughCrash,

    /// <summary>The unit files.</summary>
    File,

    /// <summary>A device sends a filing again.</summary>
    Refile,

    /// <summary>The unit amends.</summary>
    Amend,

    /// <summary>Somebody voids.</summary>
    Void,

    /// <summary>Somebody writes a message, or a note.</summary>
    Write,

    /// <summary>Time passes.</summary>
    Pass,

    /// <summary>The registry is killed, and is back after a while.</summary>
    Restart,
}

/// <summary>
/// A step of an interleaving. Its numbers choose among what there is when it is taken, so that any shorter list of steps is an interleaving
/// too: that is what shrinking needs.
/// </summary>
/// <param name="What">What happens.</param>
/// <param name="Leg">Which leg, action or incident.</param>
/// <param name="By">Who.</param>
/// <param name="Action">What they do.</param>
/// <param name="Says">What they say with it.</param>
internal sealed record Step(Happens What, int Leg, int By, int Action, int Says)
{
    private const int Numbers = 5_040;

    /// <summary>Interleavings of all that happens.</summary>
    public static readonly Gen<Step[]> Interleavings = Of(crash: 1);

    /// <summary>Those in which the registry dies often.</summary>
    public static readonly Gen<Step[]> Deadly = Of(crash: 8);

    /// <summary>What is said with an action.</summary>
    public Words Words(Model model)
    {
        var legs = model.Legs;
        return new(
            Of([Procedure.Both, Procedure.Trafficking, Procedure.Social, Procedure.Advocate, Procedure.Abroad], Says),
            Of(["not_mandate", "not_mandate", "insufficient_information", "other_jurisdiction", "duplicate"], Says),
            legs[Says / 7 % legs.Count], Actor.Everybody[By / 3 % Actor.Everybody.Count], Says % 4 + 1, Says % 2 == 0,
            Of(["other_offence", "unsubstantiated", "support_started", "insufficient_evidence", "support_refused"], Says));
    }

    /// <summary>How much time passes: to an instant at which something is due, to just before it, or any.</summary>
    public TimeSpan Time(Model model)
    {
        var due = model.Due.Where(at => at > model.Now).Order().ToList();
        if (due.Count > 0 && Leg % 4 != 0)
        {
            var until = due[Leg / 4 % due.Count] - model.Now;
            return Leg % 4 == 1 ? until - TimeSpan.FromMicroseconds(1) : until;
        }

        return TimeSpan.FromMinutes(Of([1, 5, 16, 50, 400, 1_500, 30_000], Says));
    }

    private static Gen<Step[]> Of(int crash)
    {
        var kinds = Gen.Frequency(
            (44, Gen.Const(Happens.Move)), (10, Gen.Const(Happens.Try)), (2, Gen.Const(Happens.MoveLate)),
            (crash, Gen.Const(Happens.MoveThroughCrash)),
            (6, Gen.Const(Happens.File)), (1, Gen.Const(Happens.Refile)), (6, Gen.Const(Happens.Amend)), (5, Gen.Const(Happens.Void)),
            (6, Gen.Const(Happens.Write)), (20, Gen.Const(Happens.Pass)), (crash, Gen.Const(Happens.Restart)));
        var number = Gen.Int[0, Numbers - 1];
        return Gen.Select(kinds, number, number, number, number)
            .Select((what, leg, by, action, says) => new Step(what, leg, by, action, says)).Array[1, 60];
    }

    private static T Of<T>(T[] choices, int number) => choices[number % choices.Length];
}
