using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Reference;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>Whom a request names: a principal that the jurisdiction knows, or who presents a code.</summary>
/// <param name="Principal">The principal.</param>
/// <param name="Code">The code.</param>
/// <param name="Name">What somebody new is called.</param>
/// <param name="ServiceNumber">Their service number.</param>
public sealed record Named(Guid? Principal, string? Code, string? Name, string? ServiceNumber);

/// <summary>What the store knows of whom a request names.</summary>
/// <param name="Code">The code that was presented; null for none, or one that isn't good.</param>
/// <param name="Known">The principal that was named; null for none, or one that the jurisdiction doesn't know.</param>
public sealed record Found(PresentedCode? Code, SeatHolder? Known);

/// <summary>Tells who is to hold a seat, and introduces those whom the registry doesn't know yet.</summary>
public sealed class Holders(SignInCodes codes, IdFactory ids)
{
    /// <summary>Looks for whom a request names in a jurisdiction.</summary>
    public Load<Found> Find(Named named, string jurisdiction, DateTimeOffset now) => SignInStore.FindCode(codes.DigestOf(named.Code), now)
        .And(SignInStore.FindHolder(named.Principal is { } id ? new PrincipalId(id) : null, jurisdiction),
            (code, known) => new Found(code, known));

    /// <summary>The digest of a code as it was typed; null for none.</summary>
    public byte[]? DigestOf(Named named) => codes.DigestOf(named.Code);

    /// <summary>Who is to hold a seat of a jurisdiction, or why nobody is.</summary>
    public (SeatHolder? Holder, ProblemHttpResult? Problem) Tell(Named named, Found found, string jurisdiction, ReferenceSnapshot reference)
    {
        if (named.Principal is null == named.Code is null)
            return (null, Invalid("/principal", "Say who: their principal, or the code they read out, and not both."));
        if (named.Code is null)
            return found.Known is { } known ? (known, null)
                : (null, Invalid("/principal", "Nobody with a seat in the jurisdiction, now or once, has this id."));
        if (!SignInCode.TryParse(named.Code, out _))
            return (null, Invalid("/code", SignInCodes.Expected));
        if (found.Code is not { UsedFor: null } code || !reference.IsBound(code.SignIn.TenantId, jurisdiction))
            return (null, Problem.Of(ProblemCatalogue.SignInCodeUnknown));
        if (code.Known is null && string.IsNullOrWhiteSpace(named.Name))
            return (null, Invalid("/name", "Required with the code of somebody whom the registry doesn't know yet: what they are called."));
        return (code.Known ?? new SeatHolder(new(ids.New()), code.IsPerson), null);
    }

    /// <summary>Uses up the code that was presented, and introduces its bearer when nobody knows them.</summary>
    public static Act Introduce(Act act, Named named, Found found, SeatHolder holder, DateTimeOffset now)
    {
        if (named.Code is null)
            return act;
        if (found.Code!.Known is null)
            act.Introduce(holder, found.Code.SignIn, named.Name, named.ServiceNumber, now);
        return act.UseCode(found.Code, holder.Principal, now);
    }

    private static ProblemHttpResult Invalid(string pointer, string message) =>
        Problem.Of(ProblemCatalogue.ValidationFailed, faults: [new(pointer, message)]);
}
