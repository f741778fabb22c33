using System.Diagnostics;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CaseReferral.Api.Platform.Problems;

/// <summary>The one place that makes problem answers (RFC 9457), whoever found the problem.</summary>
public static class Problem
{
    /// <summary>The media type of every error.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The problem of an expected refusal.</summary>
    /// <param name="refusal">Whose code is in the catalogue; one that isn't is a bug.</param>
    /// <param name="extensions">Further members, such as <c>state</c>, <c>allowed</c> and <c>choices</c>; never content.</param>
    public static ProblemHttpResult Of(Refusal refusal, IReadOnlyDictionary<string, object?>? extensions = null) =>
        Of(
            ProblemCatalogue.Find(refusal.Code) ?? throw new InvalidOperationException($"The catalogue has no problem '{refusal.Code}'."),
            refusal.Detail,
            refusal.Faults,
            extensions);

    /// <summary>A problem of this kind.</summary>
    /// <param name="kind">Its row of the catalogue.</param>
    /// <param name="detail">What to do next; the catalogue's own words when null.</param>
    /// <param name="faults">What is wrong where in the request.</param>
    /// <param name="extensions">Further members; never content.</param>
    public static ProblemHttpResult Of(
        ProblemKind kind, string? detail = null, IReadOnlyList<Fault>? faults = null,
        IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var problem = new ProblemDetails { Type = kind.Type, Title = kind.Title, Status = kind.Status, Detail = detail ?? kind.WhatToDo };
        problem.Extensions["code"] = kind.Code;
        problem.Extensions["traceId"] = TraceId();
        if (faults is { Count: > 0 })
            problem.Extensions["errors"] = ByPointer(faults);
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>())
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>The trace's id as logs and traces show it, without the span's, so that a caller can quote one thing.</summary>
    public static string TraceId() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    private static Dictionary<string, string[]> ByPointer(IReadOnlyList<Fault> faults) =>
        faults.GroupBy(fault => fault.Pointer, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(fault => fault.Message).ToArray(), StringComparer.Ordinal);
}
