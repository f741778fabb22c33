using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Tests.Seats;

/// <summary>Every role as giver, against every role as what is given: the handbook's table of who gives what.</summary>
public sealed class Giving_a_seat
{
    private static readonly DateTimeOffset Now = new(2026, 3, 18, 4, 0, 0, TimeSpan.Zero);

    private static readonly SeatRole[] Givers = Enum.GetValues<SeatRole>();

    [Test]
    public void Is_for_coordinators_but_no_coordinators_seat(
        [ValueSource(nameof(Givers))] SeatRole giver, [ValueSource(nameof(Givers))] SeatRole given)
    {
        var isGiven = Seating.Give(Id, Holder(given), Terms(given), Held(giver), Now).Succeeded(out _, out var refusal);

        var expected = (giver, given) switch
        {
            (SeatRole.Coordinator, not (SeatRole.Coordinator or SeatRole.Admin)) => null,
            (SeatRole.Admin, SeatRole.Coordinator) => "two-administrators-required",
            _ => "seat-not-yours-to-give",
        };
        Assert.That((isGiven, refusal?.Code), Is.EqualTo((expected is null, expected)));
    }

    [Test]
    public void Is_ended_by_who_may_give_it_or_by_one_administrator(
        [ValueSource(nameof(Givers))] SeatRole by, [ValueSource(nameof(Givers))] SeatRole ended)
    {
        var isEnded = Seating.End(new() { Seat = Held(ended), ValidFrom = Now }, Held(by), Now).Succeeded(out var after, out _);

        var expected = by switch
        {
            SeatRole.Coordinator => ended is not (SeatRole.Coordinator or SeatRole.Admin),
            SeatRole.Admin => ended is SeatRole.Coordinator or SeatRole.Admin,
            _ => false,
        };
        Assert.That(isEnded, Is.EqualTo(expected));
        Assert.That(after?.IsActive(Now), Is.Not.True);
    }

    [Test]
    public void Is_never_for_oneself()
    {
        var coordinator = Held(SeatRole.Coordinator);
        Seating.Give(Id, new(coordinator.Principal, true), Terms(SeatRole.Officer), coordinator, Now).Succeeded(out _, out var refusal);
        Assert.That(refusal!.Code, Is.EqualTo("own-seat"));
    }

    [Test]
    public void Ends_at_the_end_that_was_set_when_that_has_passed()
    {
        var seat = new HeldSeat { Seat = Held(SeatRole.Officer), ValidFrom = Now.AddDays(-2), ValidTo = Now.AddDays(-1) };
        Seating.End(seat, Held(SeatRole.Coordinator), Now).Succeeded(out var after, out _);
        Assert.That((after!.ValidTo, after.EndedAt, after.Revision), Is.EqualTo((seat.ValidTo, Now, 2)));
    }

    private static int ids;

    private static SeatId Id { get; } = new(Fresh());

    private static Guid Fresh() => new(Interlocked.Increment(ref ids), 0, 0, new byte[8]);

    private static SeatHolder Holder(SeatRole role) => new(new(Fresh()), role != SeatRole.Partner);

    private static SeatTerms Terms(SeatRole role) => new(role, "ME", "ME", Agency.Police, null, null);

    private static Seat Held(SeatRole role) => new(
        new(Fresh()), new(Fresh()), role, "ME", role == SeatRole.Admin ? null : "ME", Agency.Police, role != SeatRole.Partner);
}
