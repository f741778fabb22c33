using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>Checks the free texts that moves demand: a reason, a question, feedback.</summary>
public static class Texts
{
    /// <summary>The longest text a move takes.</summary>
    public const int Longest = 5_000;

    /// <summary>Why the text can't be taken; null when it can.</summary>
    public static ProblemHttpResult? Refuse(string pointer, string? text)
    {
        var message = text switch
        {
            null => "This member is required.",
            _ when string.IsNullOrWhiteSpace(text) => "Say it in a sentence; this can't be blank.",
            { Length: > Longest } => $"At most {Longest} characters.",
            _ => PlainText.FaultIn(text),
        };
        return message is null ? null : Problem.Of(ProblemCatalogue.ValidationFailed, faults: [new Fault(pointer, message)]);
    }
}
