using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Seats;

/// <summary>
/// Who gives which seat. A coordinator gives those of the jurisdiction but no coordinator's; two administrators together appoint
/// coordinators, and give no other seat; administrators come from configuration. Nobody changes their own.
/// </summary>
public static class Seating
{
    /// <summary>What kind of place a role's seats are in.</summary>
    public static SeatPlace PlaceOf(SeatRole role) => role switch
    {
        SeatRole.Officer or SeatRole.Supervisor => SeatPlace.Unit,
        SeatRole.Duty or SeatRole.Second or SeatRole.Lead => SeatPlace.TaskForce,
        SeatRole.Coordinator or SeatRole.Auditor or SeatRole.Partner => SeatPlace.Jurisdiction,
        _ => SeatPlace.Registry,
    };

    /// <summary>Gives a seat.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="holder">Who is to hold it.</param>
    /// <param name="terms">What it is to be.</param>
    /// <param name="giver">The seat it is given under.</param>
    /// <param name="now">When.</param>
    public static Decided<HeldSeat> Give(SeatId id, SeatHolder holder, SeatTerms terms, Seat giver, DateTimeOffset now)
    {
        if (WhyNotByOne(terms.Role, giver) is { } notYours)
            return notYours;
        return WhyNot(holder, terms, giver, now) is { } refusal ? refusal : Made(id, holder, terms, giver, now);
    }

    /// <summary>Changes the dates of a seat. Whatever else it says stays as it was given.</summary>
    public static Decided<HeldSeat> Change(HeldSeat seat, SeatTerms terms, Seat changer, DateTimeOffset now)
    {
        if (WhyNotByOne(seat.Seat.Role, changer) is { } notYours)
            return notYours;
        if (seat.Seat.Principal == changer.Principal)
            return Own;
        if (seat.EndedAt is not null)
            return new Refusal("seat-ended", "The seat has ended. Give another under a new id.");

        var from = terms.ValidFrom ?? seat.ValidFrom;
        List<Fault> faults = [];
        Same(terms.Role == seat.Seat.Role, "/role");
        Same(terms.Where == seat.Seat.Where, "/where");
        Same(terms.Agency == seat.Seat.Agency, "/agency");
        if (from != seat.ValidFrom && (from < now || seat.ValidFrom <= now))
            faults.Add(new("/validFrom", "A seat that has begun began when it did; one that hasn't may begin from now on."));
        CheckEnd(from, terms.ValidTo, now, faults);
        return faults.Count > 0 ? Invalid(faults) : seat with { ValidFrom = from, ValidTo = terms.ValidTo, Revision = seat.Revision + 1 };

        void Same(bool same, string pointer)
        {
            if (!same)
                faults.Add(new(pointer, "It stays as it was given. End this seat, and give another under a new id."));
        }
    }

    /// <summary>Ends a seat at once. One person is enough: taking away must not wait for a second.</summary>
    public static Decided<HeldSeat> End(HeldSeat seat, Seat by, DateTimeOffset now)
    {
        var isTheirs = by.Role switch
        {
            SeatRole.Admin => seat.Seat.Role is SeatRole.Coordinator or SeatRole.Admin,
            SeatRole.Coordinator => GivenByCoordinator(seat.Seat.Role),
            _ => false,
        };
        if (!isTheirs)
            return NotYours;
        if (seat.Seat.Principal == by.Principal)
            return Own;
        return seat.EndedAt is not null ? seat : seat with
        {
            ValidTo = seat.ValidTo < now ? seat.ValidTo : now,
            EndedAt = now,
            EndedBy = by.Principal,
            Revision = seat.Revision + 1,
        };
    }

    /// <summary>Why an administrator may not propose this appointment; null when they may.</summary>
    public static Refusal? WhyNotPropose(SeatHolder holder, SeatTerms terms, Seat proposer, DateTimeOffset now) =>
        WhyNot(holder, terms, proposer, now);

    /// <summary>
    /// Appoints a coordinator as one administrator proposed and another now confirms; who is one already gets the new dates.
    /// </summary>
    /// <param name="id">The new seat's id.</param>
    /// <param name="held">The seat of the same person there that hasn't ended; null when there is none.</param>
    /// <param name="proposal">What was proposed.</param>
    /// <param name="holder">Who is to hold it.</param>
    /// <param name="confirmer">The seat it is confirmed under.</param>
    /// <param name="now">When.</param>
    public static Decided<HeldSeat> Appoint(
        SeatId id, HeldSeat? held, Proposal proposal, SeatHolder holder, Seat confirmer, DateTimeOffset now)
    {
        if (Proposal.WhyNotConfirm(proposal, confirmer) is { } refusal)
            return refusal;
        if (proposal.ValidTo <= now)
            return new Refusal("proposal-closed", "The time it was proposed for has passed. Propose it again with other dates.");

        var from = proposal.ValidFrom > now ? proposal.ValidFrom.Value : now;
        return held is null
            ? Made(id, holder, proposal.Terms with { ValidFrom = from }, confirmer, now) with { GivenBy = proposal.ProposedBy }
            : held with
            {
                ValidFrom = held.ValidFrom < from ? held.ValidFrom : from,
                ValidTo = proposal.ValidTo,
                Revision = held.Revision + 1,
            };
    }

    private static HeldSeat Made(SeatId id, SeatHolder holder, SeatTerms terms, Seat giver, DateTimeOffset now) => new()
    {
        Seat = new(id, holder.Principal, terms.Role, terms.Where, terms.Jurisdiction, terms.Agency, holder.IsPerson),
        ValidFrom = terms.ValidFrom ?? now,
        ValidTo = terms.ValidTo,
        GivenBy = giver.Principal,
    };

    private static bool GivenByCoordinator(SeatRole role) => role is not (SeatRole.Coordinator or SeatRole.Admin);

    /// <summary>Why one person alone may not give a seat of this role; null when they may.</summary>
    public static Refusal? WhyNotByOne(SeatRole role, Seat giver) => giver.Role switch
    {
        SeatRole.Coordinator when GivenByCoordinator(role) => null,
        SeatRole.Admin when role == SeatRole.Coordinator => new(
            "two-administrators-required", "Propose the appointment at PUT /v1/seat-proposals/{id}; another administrator confirms it."),
        _ => NotYours,
    };

    private static Refusal? WhyNot(SeatHolder holder, SeatTerms terms, Seat giver, DateTimeOffset now)
    {
        if (holder.Principal == giver.Principal)
            return Own;

        List<Fault> faults = [];
        if (terms.Jurisdiction is null || giver.Jurisdiction is not null && terms.Jurisdiction != giver.Jurisdiction)
            faults.Add(
                new("/where",
                    $"Give the code of {Named(PlaceOf(terms.Role))}{(giver.Jurisdiction is null ? "" : " in your jurisdiction")}."));
        if (terms.Role == SeatRole.Partner == holder.IsPerson)
            faults.Add(
                new("/role", holder.IsPerson ? "A person holds any seat but a partner's."
                    : "A system holds a partner's seat and no other."));
        if (terms.ValidFrom < now)
            faults.Add(new("/validFrom", "Leave it out for now, or give an instant to come: nobody held a seat before it was given."));
        CheckEnd(terms.ValidFrom ?? now, terms.ValidTo, now, faults);
        return faults.Count == 0 ? null : Invalid(faults);
    }

    private static void CheckEnd(DateTimeOffset from, DateTimeOffset? to, DateTimeOffset now, List<Fault> faults)
    {
        if (to <= from || to <= now)
            faults.Add(new("/validTo", "Give an instant to come, after the seat begins; to end a seat now, DELETE it."));
    }

    private static string Named(SeatPlace place) => place switch
    {
        SeatPlace.Unit => "a unit",
        SeatPlace.TaskForce => "a task force",
        _ => "a jurisdiction",
    };

    private static Refusal Invalid(IReadOnlyList<Fault> faults) =>
        new("validation-failed", "Correct the members in errors and send the request again.", faults);

    private static Refusal NotYours { get; } = new(
        "seat-not-yours-to-give", "Coordinators give the seats of their jurisdiction; administrators appoint coordinators.");

    /// <summary>Nobody changes what they themselves may do.</summary>
    public static Refusal Own { get; } = new("own-seat", "Let somebody else who may do it change what you hold.");
}
