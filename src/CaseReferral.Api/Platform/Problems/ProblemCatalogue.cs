using System.Collections.Frozen;

namespace CaseReferral.Api.Platform.Problems;

/// <summary>One kind of problem the API answers with: a row of the contract. Codes are stable; words may improve.</summary>
/// <param name="Code">Stable, kebab-case; also the last segment of the problem's <c>type</c>.</param>
/// <param name="Title">A short name, the same for every occurrence.</param>
/// <param name="Status">The HTTP status it comes with, always the same.</param>
/// <param name="Explanation">What it means.</param>
/// <param name="WhatToDo">What the caller does next.</param>
public sealed record ProblemKind(string Code, string Title, int Status, string Explanation, string WhatToDo)
{
    /// <summary>The address of its page, which is the problem's <c>type</c>.</summary>
    public string Type => $"/problems/{Code}";
}

/// <summary>Every problem of the contract. A new one is added here, and its page, its place in the document and its test follow.</summary>
public static class ProblemCatalogue
{
    // First, because the members below register themselves in it.
    private static readonly List<ProblemKind> Kinds = [];

    // The request itself

    /// <summary>400: members of the request don't say what they must.</summary>
    public static ProblemKind ValidationFailed { get; } = Kind("validation-failed", "The request isn't valid", 400,
        "One or more members are missing, unknown, of the wrong type, or outside their list or range. Nothing was stored.",
        "Read errors: each key is a JSON Pointer to the member, each text says what would be right. "
        + "Correct all of them and send the request again.");

    /// <summary>400: the body is no JSON.</summary>
    public static ProblemKind MalformedJson { get; } = Kind("malformed-json", "The body isn't JSON", 400,
        "The body is empty, or isn't JSON as RFC 8259 defines it (strict: UTF-8, no comments, no trailing commas, no member twice, at most "
        + "64 levels, no half surrogate pairs).",
        "Look at the position that detail names, correct it and send the request again.");

    /// <summary>400: the request can't be read for another reason.</summary>
    public static ProblemKind MalformedRequest { get; } = Kind("malformed-request", "The request can't be read", 400,
        "A parameter, header or the request as a whole can't be read.",
        "Compare the request with the OpenAPI document, correct it and send it again.");

    /// <summary>415: the body has a media type that the operation doesn't take.</summary>
    public static ProblemKind UnsupportedMediaType { get; } = Kind("unsupported-media-type", "Unsupported media type", 415,
        "The body's Content-Type is missing or isn't one that this operation takes.",
        "Send application/json; for PATCH send application/merge-patch+json.");

    /// <summary>413: the body is larger than the operation takes.</summary>
    public static ProblemKind BodyTooLarge { get; } = Kind("body-too-large", "The body is too large", 413,
        "A request's body may have 1 MiB, a batch of filings 8 MiB.",
        "Split the request: file the incident first and send the rest as amendments, or send smaller batches.");

    /// <summary>400: a member that never changes was to be changed.</summary>
    public static ProblemKind ImmutableMember { get; } = Kind("immutable-member", "A member that never changes", 400,
        "clientId, unitId, receivedAt and exercise never change; persons and objects are changed one by one at their own addresses.",
        "Leave the member out. If the filing was wrong from the start, void it and file anew with a new clientId.");

    /// <summary>400: no reason was given where one is needed.</summary>
    public static ProblemKind MissingReason { get; } = Kind("missing-reason", "A reason is needed", 400,
        "This action takes effect on others, who are told why. It needs a reason in words.",
        "Send the same request with a reason.");

    /// <summary>400: a cursor that this list never gave out.</summary>
    public static ProblemKind MalformedCursor { get; } = Kind("malformed-cursor", "The cursor can't be read", 400,
        "A cursor is opaque: it comes from next (or the Link header) of the same list under the same seat, and can't be made or changed.",
        "Start again without a cursor, and follow next as it is given.");

    /// <summary>400: an idempotency key that is none.</summary>
    public static ProblemKind IdempotencyKeyMalformed { get; } = Kind("idempotency-key-malformed", "The Idempotency-Key can't be used", 400,
        "An Idempotency-Key has 1 to 255 printable ASCII characters and is given once.",
        "Make a new key for each thing you want done, for example a UUID, and keep it for retries.");

    /// <summary>400: an If-Match that isn't an entity tag.</summary>
    public static ProblemKind PreconditionMalformed { get; } = Kind("precondition-malformed", "If-Match can't be read", 400,
        "If-Match takes entity tags as RFC 9110 writes them, in double quotes.",
        "Send the ETag of the representation you decided on, exactly as you received it.");

    // Who asks

    /// <summary>401: no token, or none that is accepted.</summary>
    public static ProblemKind NotSignedIn { get; } = Kind("not-signed-in", "You are not signed in", 401,
        "The request carries no access token, or one that has expired, wasn't made for this API, or doesn't come from Entra.",
        "Sign in and send Authorization: Bearer with an access token for this API. In a registry run for development, "
        + "POST /development/token makes one.");

    /// <summary>401: a genuine token that the registry doesn't take.</summary>
    public static ProblemKind TokenRefused { get; } = Kind("token-refused", "The token isn't of the kind the registry takes", 401,
        "The access token is genuine, but the registry decides nothing on it: it is a v1 token, says that claims were left out, is for "
        + "another scope, or comes from a tenant that isn't bound to a jurisdiction here.",
        "Do what detail says. Signing in again won't help before that is done.");

    /// <summary>403: the token lacks the app role.</summary>
    public static ProblemKind RoleRequired { get; } = Kind("role-required", "Your role may not do this", 403,
        "Your token doesn't carry the app role that this operation needs, or the seat you act under may never do it.",
        "Look at GET /v1/me for what you may do and what is missing. App roles are assigned in your jurisdiction's Entra tenant.");

    /// <summary>403: a system tried what only a person may do.</summary>
    public static ProblemKind PersonRequired { get; } = Kind("person-required", "Only a person may do this", 403,
        "Systems file, amend their own filings, send messages and read what they were granted. Every other move is a person's act.",
        "Let an officer who holds a seat sign in and do it.");

    /// <summary>403: the caller holds no seat that counts now.</summary>
    public static ProblemKind NoSeat { get; } = Kind("no-seat", "You hold no seat", 403,
        "You are signed in, but the registry has no valid seat for you that your token's app roles agree with.",
        "Look at GET /v1/me for what is missing, and ask your jurisdiction's coordinator for a seat.");

    /// <summary>400: several seats, and none was named.</summary>
    public static ProblemKind SeatRequired { get; } = Kind("seat-required", "Say which seat you act under", 400,
        "You hold more than one seat. choices lists those that can do this.",
        "Send the request again with the header Acting-As and one of the choices.");

    /// <summary>403: the seat that was named isn't the caller's.</summary>
    public static ProblemKind SeatUnknown { get; } = Kind("seat-unknown", "You don't hold that seat", 403,
        "Acting-As names a seat that you don't hold now, or that doesn't exist.",
        "Look at GET /v1/me for your seats, and name one of them.");

    /// <summary>400: content was asked for without a purpose.</summary>
    public static ProblemKind PurposeRequired { get; } = Kind("purpose-required", "Say what the content is for", 400,
        "Opening content is recorded with a purpose. The header Access-Purpose is missing or names none of the list accessPurpose.",
        "Send the header Access-Purpose with the purpose you open the content for; GET /v1/code-lists/accessPurpose lists them.");

    /// <summary>403: a purpose that isn't among the seat's.</summary>
    public static ProblemKind PurposeNotYours { get; } = Kind("purpose-not-yours", "Your seat may not state this purpose", 403,
        "Which purposes a seat may state follows from its role: a unit states filing, a task force triage, investigation or deconfliction.",
        "State one that is yours and true: filing in a unit; triage, investigation or deconfliction on an action leg; victim_support on a "
        + "protection leg; supervision as supervisor, lead officer or coordinator.");

    /// <summary>404: absent, or not the caller's to see.</summary>
    public static ProblemKind NotFound { get; } = Kind("not-found", "Not found", 404,
        "There is nothing here, or nothing that you may see. The registry doesn't say which.",
        "Check the address and the seat you act under.");

    /// <summary>405: the address exists, the method doesn't.</summary>
    public static ProblemKind MethodNotAllowed { get; } = Kind("method-not-allowed", "The method isn't allowed here", 405,
        "The address exists but doesn't take this method; the header Allow lists those it takes.",
        "Use one of the methods in Allow.");

    // What was there before

    /// <summary>428: a change without If-Match.</summary>
    public static ProblemKind PreconditionRequired { get; } = Kind("precondition-required", "If-Match is needed", 428,
        "A change says which state it was decided on, so that nobody overwrites what they haven't seen.",
        "Read the resource, and send its ETag as If-Match with the change.");

    /// <summary>412: somebody else was faster.</summary>
    public static ProblemKind PreconditionFailed { get; } = Kind("precondition-failed", "It has changed since you read it", 412,
        "Somebody changed the resource after you read it, or If-Match holds a weak entity tag. Nothing was changed.",
        "Read the resource again, decide again, and send its new ETag as If-Match. On a referral, "
        + "state and allowed say where it stands now.");

    /// <summary>409: nobody listens on this referral any more, or ever did.</summary>
    public static ProblemKind ConversationClosed { get; } = Kind("conversation-closed", "Nobody is listening here", 409,
        "A referral takes messages and notes while it is open; a notice takes no messages. Nothing was sent.",
        "GET the incident and write on an open referral of it. What changes the facts is an amendment.");

    /// <summary>409: the move isn't in the table for this state.</summary>
    public static ProblemKind IllegalTransition { get; } = Kind("illegal-transition", "Not possible in this state", 409,
        "The action doesn't exist in the state the resource is in, or isn't yours to take there. "
        + "state and allowed say where it stands and what you may do now.",
        "Choose one of allowed.");

    /// <summary>409: the clientId was used with another body.</summary>
    public static ProblemKind AlreadyFiledDifferently { get; } = Kind("already-filed-differently", "Already filed, with another body", 409,
        "This unit has filed an incident with this clientId before, and the body differs. The edit wasn't stored, and nothing was lost: "
        + "the answer names the incident and its ETag.",
        "Send the difference as an amendment: PATCH the incident with that ETag as If-Match. For another incident make a new clientId.");

    /// <summary>422: the idempotency key was used with another body.</summary>
    public static ProblemKind IdempotencyKeyReused { get; } = Kind(
        "idempotency-key-reused", "The Idempotency-Key was used for something else", 422,
        "You sent this Idempotency-Key with another request in the last 24 hours.",
        "Make a new key for the new request. To repeat the old one, send it unchanged.");

    /// <summary>409: the first request with this key hasn't ended.</summary>
    public static ProblemKind IdempotencyKeyInUse { get; } = Kind("idempotency-key-in-use", "The first request is still running", 409,
        "A request with this Idempotency-Key is being worked on right now.",
        "Wait as long as Retry-After says, and send the same request with the same key again: you will get the first one's answer.");

    // The registry

    /// <summary>429: more requests than a principal may send.</summary>
    public static ProblemKind TooManyRequests { get; } = Kind("too-many-requests", "Too many requests", 429,
        "You sent more requests than one principal may.",
        "Wait as long as Retry-After says, and send the request again.");

    /// <summary>503: too many others change the same thing.</summary>
    public static ProblemKind Busy { get; } = Kind("busy", "Too busy right now", 503,
        "Others kept changing the same incident while this request tried to. Nothing was changed.",
        "Wait as long as Retry-After says, and send the same request again, with its Idempotency-Key if it had one.");

    /// <summary>503: the store can't be reached or written.</summary>
    public static ProblemKind StorageUnavailable { get; } = Kind("storage-unavailable", "The store can't be reached", 503,
        "The registry can't read or durably write right now. What it acknowledged before is safe; "
        + "whether this request took effect is not known.",
        "Wait as long as Retry-After says, and send the same request again: clientId and Idempotency-Key make that safe.");

    /// <summary>503: tokens can't be checked.</summary>
    public static ProblemKind SignInUnavailable { get; } = Kind("sign-in-unavailable", "Tokens can't be checked right now", 503,
        "The registry has just started, can't reach Entra, and has kept no keys it could check tokens with. Your token may well be good.",
        "Keep it, wait as long as Retry-After says, and send the same request again.");

    /// <summary>500: a bug.</summary>
    public static ProblemKind InternalError { get; } = Kind("internal-error", "Something went wrong here", 500,
        "A fault of the registry, not of your request. It has been logged under traceId.",
        "Send the same request again once. If it fails again, tell the registry's operators the traceId.");

    /// <summary>400: the development clock can't be moved like that.</summary>
    public static ProblemKind ClockNotMoved { get; } = Kind("clock-not-moved", "The clock can't be moved like that", 400,
        "The development clock moves forward only, and stays within ten years of the system's clock.",
        "Send a positive ISO 8601 duration in days, hours, minutes and seconds, for example { \"advance\": \"PT15M\" }.");

    /// <summary>403: a filing for a unit that the caller has no seat in.</summary>
    public static ProblemKind NotYourUnit { get; } = Kind("not-your-unit", "Not your unit", 403,
        "An officer files for the unit of their seat, a partner's system for units of its jurisdiction.",
        "Send your own unit's code as unitId, or act under a seat in the unit you name.");

    /// <summary>403: a move on a referral in somebody else's queue.</summary>
    public static ProblemKind NotYourQueue { get; } = Kind("not-your-queue", "Not your queue", 403,
        "Only the queue that a referral is addressed to may move it; others see where it stands.",
        "Act under a seat of that queue, or call its desk: the incident's contacts name the phone.");

    /// <summary>409: the jurisdiction has no pack to route by.</summary>
    public static ProblemKind NoPackInForce { get; } = Kind("no-pack-in-force", "No procedure in force", 409,
        "The unit's jurisdiction hasn't published an SOP pack, so the registry can't tell who should receive the incident.",
        "Call your coordinator, and send the filing again when a pack is published: it keeps its awareAt.");

    /// <summary>400: an outcome of another kind of leg.</summary>
    public static ProblemKind OutcomeNotOfThisKind { get; } = Kind(
        "outcome-not-of-this-kind", "Not an outcome of this kind of referral", 400,
        "An action leg ends with what the investigation came to, a protection leg with what became of the support.",
        "Choose an outcome for the referral's kind; GET /v1/code-lists/referralOutcome lists them.");

    /// <summary>409: a voided incident.</summary>
    public static ProblemKind IncidentVoided { get; } = Kind("incident-voided", "The incident is voided", 409,
        "A voided incident is kept as a tombstone and doesn't change any more.",
        "File a new incident under a new clientId.");

    /// <summary>409: voiding what somebody has acknowledged.</summary>
    public static ProblemKind AlreadyAcknowledged { get; } = Kind("already-acknowledged", "Somebody has acknowledged it", 409,
        "The filing unit may void an incident until a task force has acknowledged it.",
        "Call the lead referral's desk: the incident's contacts name the phone.");

    /// <summary>409: the proposer can't be the second person.</summary>
    public static ProblemKind SecondPersonRequired { get; } = Kind("second-person-required", "A second person must confirm", 409,
        "A safeguarded case (P1, or a child or unknown age) isn't let go, "
        + "a coordinator isn't appointed and a sign-in isn't bound by one person alone.",
        "Let somebody else who may do it send the same request.");

    /// <summary>403: a change of what the caller may do.</summary>
    public static ProblemKind OwnSeat { get; } = Kind("own-seat", "Nobody changes their own", 403,
        "Nobody gives, changes or ends a seat or sign-in of their own, nor confirms a proposal about themselves.",
        "Let another coordinator, or another administrator, do it.");

    /// <summary>403: a seat that others give.</summary>
    public static ProblemKind SeatNotYoursToGive { get; } = Kind("seat-not-yours-to-give", "Not yours to give", 403,
        "Coordinators give the seats of their jurisdiction but no coordinator's. Administrators appoint coordinators and give no other "
        + "seat; they themselves come from configuration.",
        "Ask whoever gives this seat.");

    /// <summary>409: one administrator can't appoint.</summary>
    public static ProblemKind TwoAdministratorsRequired { get; } = Kind(
        "two-administrators-required", "Two administrators appoint together", 409,
        "A coordinator is appointed, and the dates of the appointment are changed, "
        + "when one administrator proposes it and another confirms.",
        "Propose the appointment at PUT /v1/seat-proposals/{id}, and let another administrator confirm it.");

    /// <summary>409: a seat that has ended.</summary>
    public static ProblemKind SeatEnded { get; } = Kind("seat-ended", "The seat has ended", 409,
        "What has ended stays on record as it was, and doesn't change any more.",
        "Give another seat under a new id.");

    /// <summary>409: somebody holds that seat already.</summary>
    public static ProblemKind SeatGivenAlready { get; } = Kind("seat-given-already", "They hold that seat already", 409,
        "The same person or system has a seat of this role at this place that hasn't ended; its time may have passed or be yet to come. "
        + "seat names it.",
        "Change the dates of that seat, or end it first.");

    /// <summary>409: a code that leads to nobody here.</summary>
    public static ProblemKind SignInCodeUnknown { get; } = Kind("sign-in-code-unknown", "The code isn't good here", 409,
        "The code was never given, was used, replaced by a later one or is older than a day, or belongs to a sign-in of a tenant that "
        + "isn't bound to this jurisdiction.",
        "Let them sign in, make a new one with POST /v1/me/code, and read it to you.");

    /// <summary>409: a sign-in that leads to somebody.</summary>
    public static ProblemKind SignInKnown { get; } = Kind("sign-in-known", "The sign-in leads to somebody already", 409,
        "A sign-in leads to one principal. This one leads to one that the registry knows.",
        "Give that principal the seat instead.");

    /// <summary>409: a code for somebody who needs none.</summary>
    public static ProblemKind SeatHeld { get; } = Kind("seat-held", "You hold a seat already", 409,
        "Codes are for those whom the registry gives no seat yet.",
        "Ask your coordinator for the seat you need; they find you in the list of seats. "
        + "GET /v1/me tells why a seat of yours doesn't count.");

    /// <summary>409: a proposal that was decided.</summary>
    public static ProblemKind ProposalClosed { get; } = Kind("proposal-closed", "The proposal can't be changed or decided", 409,
        "A proposal never changes, and is confirmed or rejected once.",
        "Read it, and make another under a new id where one is needed.");

    /// <summary>409: a tenant of another jurisdiction.</summary>
    public static ProblemKind TenantBoundElsewhere { get; } = Kind("tenant-bound-elsewhere", "The tenant is bound elsewhere", 409,
        "A tenant is bound to one jurisdiction, so that nobody's token can act in two.",
        "Take it from the other jurisdiction first, and let both know.");

    /// <summary>409: a task force that can't be closed yet.</summary>
    public static ProblemKind TaskForceNeeded { get; } = Kind("task-force-needed", "That task force is still needed", 409,
        "A task force that has referrals open, or that the procedure in force names as an integrity recipient, "
        + "isn't closed over people's heads. detail says which.",
        "Have its desk end or transfer what is open, or publish a procedure that names another recipient; then close it.");

    /// <summary>409: a filing of a unit that has closed.</summary>
    public static ProblemKind UnitClosed { get; } = Kind("unit-closed", "That unit is closed", 409,
        "A closed unit files nothing that it saw since. What it saw before may still arrive, and what it filed goes on.",
        "File under a seat in the unit that took over; call your coordinator if you have none.");

    /// <summary>409: the task force named can't have it.</summary>
    public static ProblemKind RecipientRefused { get; } = Kind("recipient-refused", "That task force can't have it", 409,
        "The task force that was named is unknown or closed, has the case already, holds no mandate for it, isn't among the integrity "
        + "recipients, or lies across a border that the record may not cross. detail says which.",
        "Name another task force; GET /v1/task-forces lists them.");

    /// <summary>409: the referral named can't take this one in.</summary>
    public static ProblemKind MergeRefused { get; } = Kind("merge-refused", "It can't go on in that referral", 409,
        "A referral goes on in another one that is open, of the same kind, handled under the same rules, within your sight, and for a "
        + "merge in the same queue; never in itself.",
        "Read the other referral again, and name one that can take this one in.");

    /// <summary>409: declining for lack of information without a question.</summary>
    public static ProblemKind QuestionFirst { get; } = Kind("question-first", "Ask first", 409,
        "A referral is declined for lack of information only after the filing unit was asked, and has answered or let the time pass.",
        "Ask the filing unit a concrete question with request-information.");

    /// <summary>409: withdrawing what is safeguarded.</summary>
    public static ProblemKind LegSafeguarded { get; } = Kind("leg-safeguarded", "A safeguarded referral isn't withdrawn", 409,
        "A child, a person of unknown age or a P1 is involved: only the task force decides what becomes of it.",
        "Tell the task force what you know in an amendment or a message.");

    /// <summary>409: withdrawing when another task force has accepted.</summary>
    public static ProblemKind AnotherLegAccepted { get; } = Kind("another-leg-accepted", "A task force has accepted the incident", 409,
        "Once one task force has accepted an incident, its other referrals aren't withdrawn by the filing unit.",
        "Call the desk that accepted it: the incident's contacts name the phone.");

    /// <summary>409: other referrals go on within it.</summary>
    public static ProblemKind CarriesOthers { get; } = Kind("carries-others", "Others go on within it", 409,
        "Other referrals were merged into this one, and their filers wait for its outcome.",
        "Ask the task force to take them out (unmerge) or to conclude it.");

    /// <summary>409: the seat named isn't of the queue.</summary>
    public static ProblemKind SeatNotInQueue { get; } = Kind("seat-not-in-queue", "Not a seat of this queue", 409,
        "A referral is reassigned to a duty, second or lead seat of its own queue that is valid now.",
        "Name another seat by its id.");

    /// <summary>409: it is so already.</summary>
    public static ProblemKind NothingToChange { get; } = Kind("nothing-to-change", "It is so already", 409,
        "The referral has that priority, or that seat works on it, already.",
        "Nothing.");

    /// <summary>400: the incident lists nobody of this id.</summary>
    public static ProblemKind PersonUnknown { get; } = Kind("person-unknown", "Nobody of this id is listed", 400,
        "An age decision is about a person whom the incident lists now, or about everybody it is about.",
        "Take the id from the content, or leave person out.");

    /// <summary>409: voiding what a task force has accepted.</summary>
    public static ProblemKind AlreadyAccepted { get; } = Kind("already-accepted", "A task force has accepted it", 409,
        "An accepted incident isn't voided: it ends by being concluded.",
        "Ask the task force to conclude it.");

    /// <summary>403: lowering a suspicion of complicity.</summary>
    public static ProblemKind ComplicityNotYoursToLower { get; } = Kind("complicity-not-yours-to-lower", "Not yours to lower", 403,
        "Whoever raised a suspicion of complicity can't take it back: only an integrity recipient lowers it, with a reason.",
        "Leave complicityConcern out of the amendment, and tell the integrity recipient what has changed.");

    /// <summary>409: what integrity recipients do about a suspicion, where there is none.</summary>
    public static ProblemKind ComplicityNotSuspected { get; } = Kind("complicity-not-suspected", "No complicity is suspected", 409,
        "Only a suspicion of complicity is lowered, or given an operational leg by its integrity recipient.",
        "Transfer or assign the referrals of an ordinary incident.");

    /// <summary>409: lowering a suspicion twice.</summary>
    public static ProblemKind ComplicityLowered { get; } = Kind("complicity-lowered", "Lowered already", 409,
        "The suspicion was lowered before, and the case goes on as the ordinary incident that goesOnAs names.",
        "Conclude the referral of the restricted incident.");

    /// <summary>403: content that the border or the handling code holds back.</summary>
    public static ProblemKind DisclosureNeeded { get; } = Kind("disclosure-needed", "The owner must consent first", 403,
        "The incident belongs to another jurisdiction, and no agreement lets its content be read, or its handling code holds it back.",
        "Ask the owner: POST a disclosure request, saying what it is for and how urgent it is.");

    /// <summary>403: an answer to a disclosure request that is somebody else's to give.</summary>
    public static ProblemKind NotYoursToDisclose { get; } = Kind("not-yours-to-disclose", "Not yours to disclose", 403,
        "The jurisdiction that owns an incident answers disclosure requests: its coordinator, or the lead officer of the leg that leads.",
        "Wait for the owner's answer, or call its desk.");

    /// <summary>409: a consent without an agreement that lets anything be sent.</summary>
    public static ProblemKind NoLegalBasis { get; } = Kind("no-legal-basis", "No legal basis", 409,
        "What reaches another jurisdiction rests on an agreement of the owner's pack with it, valid today. "
        + "Without one only a pointer goes.",
        "Name another agreement as legalBasis; the owner's pack lists them.");

    /// <summary>400: a recipient that a disclosure request can't have.</summary>
    public static ProblemKind RecipientNotFit { get; } = Kind("recipient-not-fit", "Not a recipient of a disclosure", 400,
        "A disclosure goes to a desk of another jurisdiction. A desk there asks for itself; the owner's desks name it.",
        "Read errors, correct the recipient and send the request again.");

    /// <summary>All of them, in the catalogue's order.</summary>
    public static IReadOnlyList<ProblemKind> All => Kinds;

    private static readonly FrozenDictionary<string, ProblemKind> ByCode =
        Kinds.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind with this code; null when the contract has none.</summary>
    public static ProblemKind? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>What a status without a body stands for; null for statuses that are no error.</summary>
    public static ProblemKind? OfStatus(int status) => status switch
    {
        400 => MalformedRequest,
        401 => NotSignedIn,
        403 => RoleRequired,
        404 => NotFound,
        405 => MethodNotAllowed,
        412 => PreconditionFailed,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        428 => PreconditionRequired,
        429 => TooManyRequests,
        503 => Busy,
        >= 500 => InternalError,
        >= 400 => MalformedRequest,
        _ => null,
    };

    private static ProblemKind Kind(string code, string title, int status, string explanation, string whatToDo)
    {
        var kind = new ProblemKind(code, title, status, explanation, whatToDo);
        Kinds.Add(kind);
        return kind;
    }
}
