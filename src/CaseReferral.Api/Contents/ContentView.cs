using System.Diagnostics.CodeAnalysis;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Contents;

/// <summary>The content of an incident at one version, as far as the caller may open it. What is withheld is null or empty.</summary>
public sealed record ContentView
{
    /// <summary>The incident.</summary>
    public required Guid IncidentId { get; init; }

    /// <summary>Its reference.</summary>
    public required string Reference { get; init; }

    /// <summary>The version this is.</summary>
    public required int Version { get; init; }

    /// <summary>The purpose that was stated and is on record.</summary>
    [FromList("accessPurpose")] public required string Purpose { get; init; }

    /// <summary>Handling code.</summary>
    [FromList("handling")] public required string HandlingCode { get; init; }

    /// <summary>The handling condition in words.</summary>
    public required string? HandlingNote { get; init; }

    /// <summary>Observed indicators.</summary>
    [FromList("indicator")] public required IReadOnlyList<string> Indicators { get; init; }

    /// <summary>What was seen.</summary>
    public required string? Facts { get; init; }

    /// <summary>What the officer thinks of it.</summary>
    public required string? Assessment { get; init; }

    /// <summary>Where exactly.</summary>
    public required Place? Place { get; init; }

    /// <summary>How to reach the officer.</summary>
    public required string? Callback { get; init; }

    /// <summary>Detail of suspected trafficking.</summary>
    public required TipDetail? Tip { get; init; }

    /// <summary>Detail of suspected smuggling.</summary>
    public required SomDetail? Som { get; init; }

    /// <summary>Where the journey came from and goes to.</summary>
    public required Domain.Incidents.Route? Route { get; init; }

    /// <summary>Persons listed.</summary>
    public required IReadOnlyList<PersonView> Persons { get; init; }

    /// <summary>Objects listed.</summary>
    public required IReadOnlyList<ObjectView> Objects { get; init; }

    /// <summary>What the unit has done already.</summary>
    public required IReadOnlyList<string> ActionsTaken { get; init; }

    /// <summary>How good source and information are.</summary>
    public required Grading? Grading { get; init; }

    /// <summary>References in other systems.</summary>
    public required IReadOnlyList<ExternalReference> ExternalReferences { get; init; }

    /// <summary>The reporter's own reference.</summary>
    public required string? ReportedBy { get; init; }

    /// <summary>Whether complicity of an official is suspected.</summary>
    public required bool ComplicityConcern { get; init; }

    /// <summary>What task forces told the officer when they concluded.</summary>
    public required IReadOnlyList<FeedbackView> Feedback { get; init; }

    /// <summary>
    /// What was written with acts on the incident and its referrals, in order: questions, answers, reasons, explanations, feedback. A unit
    /// reads what it wrote and what it was told; a protection leg what belongs to it.
    /// </summary>
    public required IReadOnlyList<ActTextView> Texts { get; init; }

    internal static ContentView Of(
        Incident incident, int version, AccessPurpose purpose, IncidentContent content, bool everything,
        IReadOnlyList<FeedbackView> feedback, IReadOnlyList<ActTextView> texts) => new()
        {
            IncidentId = incident.Id.Value,
            Reference = incident.Reference,
            Version = version,
            Purpose = purpose.Code(),
            HandlingCode = incident.Handling.Code(),
            HandlingNote = content.Filing.Handling?.Note,
            Indicators = content.Filing.Indicators ?? [],
            Facts = content.Filing.Facts,
            Assessment = content.Filing.Assessment,
            Place = content.Filing.Place,
            Callback = content.Filing.Callback,
            Tip = content.Filing.Tip,
            Som = content.Filing.Som,
            Route = content.Filing.Route,
            Persons = [.. content.Persons.Select(listed => PersonView.Of(listed))],
            Objects = [.. content.Objects.Select(listed => ObjectView.Of(listed))],
            ActionsTaken = content.Filing.ActionsTaken ?? [],
            Grading = content.Filing.Grading,
            ExternalReferences = content.Filing.ExternalReferences ?? [],
            ReportedBy = content.Filing.ReportedBy,
            ComplicityConcern = content.Filing.ComplicityConcern == true,
            Feedback = feedback,
            Texts = texts,
        };
}

/// <summary>A person of an incident, with the id that is the same in every version.</summary>
public sealed record PersonView : FiledPerson
{
    [SetsRequiredMembers]
    private PersonView(ListedPerson listed) : base(listed.Person) => Id = listed.Id.Value;

    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    internal static PersonView Of(ListedPerson listed) => new(listed);
}

/// <summary>An object of an incident.</summary>
/// <param name="Id">Its id, the same in every version.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its number as read; kept as given.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Note">A short remark.</param>
/// <param name="Normalised">The value as other systems write it; null where it couldn't be read.</param>
public sealed record ObjectView(
    Guid Id, [property: FromList("objectKind")] string Kind, string Value, string? Issuer, string? Note, NormalisedView? Normalised)
{
    internal static ObjectView Of(ListedObject listed) => new(
        listed.Id.Value, listed.Object.Kind!, listed.Object.Value!, listed.Object.Issuer, listed.Object.Note,
        listed.Normalised is { } normalised ? new(normalised.Scheme, normalised.Value) : null);
}

/// <summary>A value in the spelling that it is matched on.</summary>
/// <param name="Scheme">What spelling, for example <c>iso6346</c>.</param>
/// <param name="Value">The value in it.</param>
public sealed record NormalisedView(string Scheme, string Value);

/// <summary>What was written with an act.</summary>
/// <param name="ReferralId">The leg; null for the incident as a whole.</param>
/// <param name="Action">The action it went with, as its address spells it; null where that isn't known any more.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">In plain words.</param>
/// <param name="WrittenAt">When; null where that isn't known any more.</param>
public sealed record ActTextView(
    Guid? ReferralId, string? Action, [property: FromList("textKind")] string Kind, string Text, DateTimeOffset? WrittenAt);

/// <summary>What a task force told the officer.</summary>
/// <param name="ReferralId">The leg that ended.</param>
/// <param name="Text">In plain words.</param>
public sealed record FeedbackView(Guid ReferralId, string Text);
