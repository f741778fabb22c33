using System.ComponentModel.DataAnnotations;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Journal;
using CaseReferral.Api.Platform.Acts;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Messages;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Messages;

/// <summary>What is written on a referral.</summary>
public sealed record SendMessageRequest
{
    /// <summary>In plain words; content.</summary>
    [Required, MaxLength(RequestChecks.LongestText)] public string? Text { get; init; }

    /// <summary>The earlier one, of the same author on the same referral, that this one corrects; absent for none.</summary>
    public Guid? Corrects { get; init; }
}

/// <summary>
/// Writes on a referral: a message between its queue and the unit that filed, or a note that only the queue sees. An act of its own, and
/// nothing that is decided on: it needs no <c>If-Match</c> and changes no ETag.
/// </summary>
public sealed class SendMessage(ActLoop acts, IdFactory ids)
{
    /// <summary>POST /v1/referrals/{id}/messages.</summary>
    public static Task<Results<Answered<MessageView>, ProblemHttpResult>> HandleAsync(
        Guid id, SendMessageRequest request, HttpContext http, Caller caller, SendMessage use, CancellationToken ct) =>
        use.WriteAsync(MessageKind.Message, new(id), request, http, caller, ct);

    /// <summary>POST /v1/referrals/{id}/notes.</summary>
    public static Task<Results<Answered<MessageView>, ProblemHttpResult>> AddNoteAsync(
        Guid id, SendMessageRequest request, HttpContext http, Caller caller, SendMessage use, CancellationToken ct) =>
        use.WriteAsync(MessageKind.Note, new(id), request, http, caller, ct);

    private async Task<Results<Answered<MessageView>, ProblemHttpResult>> WriteAsync(
        MessageKind kind, ReferralId leg, SendMessageRequest request, HttpContext http, Caller caller, CancellationToken ct)
    {
        if (RequestChecks.Refuse(request) is { } refusal)
            return refusal;

        MessageId? corrects = request.Corrects is { } named ? new(named) : null;
        return await acts.ChangeAsync<Subject, MessageView>(
            caller, leg.Value.ToString(), RequestKey.Of(http, request),
            _ => IncidentStore.Get(caller.Scope, leg).And(
                MessageStore.Find(caller.Scope, leg, corrects),
                (incident, earlier) => incident?.Leg(leg) is null ? null : new Subject(incident, earlier)),
            (subject, now) => Decide(kind, leg, request.Text!, corrects, subject, caller, now),
            ct);
    }

    private Planned<MessageView> Decide(
        MessageKind kind, ReferralId leg, string text, MessageId? corrects, Subject subject, Caller caller, DateTimeOffset now)
    {
        var written = Conversation.Write(
            kind, subject.Incident, leg, caller.Seat, corrects, subject.Corrected, new(ids.New()), now);
        if (!written.Succeeded(out var sent, out var refusal))
            return refusal;

        var words = ContentParts.Text(kind.Code(), leg.Value, text, ids);
        var act = new Act(ids.NewEntry());
        var row = act.Say(sent, words, caller.Seat);
        act.RecordSaid(sent, words, caller.Seat, now);
        return Planned<MessageView>.Commit(act, new(MessageView.Of(row, null, caller.Seat), null, StatusCodes.Status201Created));
    }

    private sealed record Subject(Incident Incident, Earlier? Corrected);
}
