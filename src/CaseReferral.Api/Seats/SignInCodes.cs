using System.Security.Cryptography;
using System.Text;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Storage;
using CaseReferral.Storage.Seats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Seats;

/// <summary>A code for somebody without a seat.</summary>
/// <param name="Code">What to read to the coordinator, for example <c>7K3F-9QDM</c>.</param>
/// <param name="ExpiresAt">Good until then, once, and until the next is made.</param>
public sealed record SignInCodeView(string Code, DateTimeOffset ExpiresAt);

/// <summary>Codes are kept as keyed digests only: who reads the store can't tell a code, and so can't say they were read one.</summary>
public sealed class SignInCodes(RegistryKeys keys)
{
    /// <summary>What a code looks like.</summary>
    public const string Expected = "A code has eight letters and digits, for example 7K3F-9QDM.";

    private const string KeyName = "sign-in-code";

    private byte[]? key;

    /// <summary>Takes the registry's key for codes.</summary>
    public async Task OpenAsync(CancellationToken ct) => key = (await keys.NewestAsync(KeyName, ct)).Value;

    /// <summary>The digest of a code as it was typed; null when it is none.</summary>
    public byte[]? DigestOf(string? typed) => SignInCode.TryParse(typed, out var code)
        ? HMACSHA256.HashData(
            key ?? throw new InvalidOperationException("The key for codes is taken before anything is served."),
            Encoding.ASCII.GetBytes(code))
        : null;
}

/// <summary>Gives somebody without a seat a code that a coordinator can seat.</summary>
public static class MakeSignInCode
{
    /// <summary>POST /v1/me/code.</summary>
    public static async Task<Results<Answered<SignInCodeView>, ProblemHttpResult>> HandleAsync(
        NothingToSay? request, HttpContext http, Database database, SignInCodes codes, IdFactory ids, TimeProvider clock,
        CancellationToken ct)
    {
        if (TokenIdentity.From(http.User) is not { } identity)
            return Problem.Of(ProblemCatalogue.NotSignedIn);

        var now = clock.GetUtcNow();
        var known = await database.ReadAsync(SeatStore.FindPrincipal(identity.TenantId, identity.ObjectId, now), ct);
        if (known is { Seats.Count: > 0 })
            return Problem.Of(ProblemCatalogue.SeatHeld);

        // Two at once for one sign-in: the later code is the one that is good.
        const int rounds = 5;
        for (var round = 0; round < rounds; round++)
        {
            var code = SignInCode.Compose(RandomNumberGenerator.GetBytes(SignInCode.Bytes));
            var expiresAt = now + SignInCode.Lifetime;
            var act = new Act(ids.NewEntry()).KeepCode(
                new(identity.TenantId, identity.ObjectId), identity.IsPerson, codes.DigestOf(code)!, expiresAt, now);
            if ((await database.CommitAsync(act, ct)).Succeeded)
                return new Answered<SignInCodeView>(new(code, expiresAt), status: StatusCodes.Status201Created);
        }

        return Problem.Of(ProblemCatalogue.Busy);
    }
}
