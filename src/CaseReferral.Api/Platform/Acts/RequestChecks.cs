using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Acts;

/// <summary>Checks a request against what its members declare: required, length, code list, readable text. All faults at once.</summary>
public static class RequestChecks
{
    /// <summary>The longest text that a move takes: a reason, a question, feedback.</summary>
    public const int LongestText = 5_000;

    /// <summary>Why the request can't be taken; null when it can.</summary>
    public static ProblemHttpResult? Refuse(object request)
    {
        var faults = DeclaredChecks.Of(request);
        return faults.Count == 0 ? null : Problem.Of(ProblemCatalogue.ValidationFailed, faults: faults);
    }
}
