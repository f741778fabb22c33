using System.Collections.Frozen;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Objects;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.CodeLists;

/// <summary>Every code list of the registry. Lists with an enum behind them are made from it, so that the two can't drift apart.</summary>
public static class CodeLists
{
    private const string Own = "Case Referral Registry";
    private const string Iso3166Alpha2 = "ISO 3166-1 alpha-2 (XK user-assigned)";
    private const string Palermo = "Protocol to Prevent, Suppress and Punish Trafficking in Persons (Palermo), Art. 3";
    private const string SomProtocol = "Protocol against the Smuggling of Migrants by Land, Sea and Air (Palermo), Art. 6";
    private const string Htcds = "HTCDS 2.0 (IOM, CC BY 4.0)";
    private const string Europol = "Europol Regulation (EU) 2016/794, Art. 29";

    /// <summary>All lists: where and who, the crime, persons, objects, grading, the life of a referral, seats.</summary>
    public static IReadOnlyList<CodeList> All { get; } =
    [
        new("jurisdiction", Iso3166Alpha2, "Jurisdictions the registry knows",
            [.. "AL BA ME MK RS XK HR GR BG RO HU SI IT".Split(' ').Select(code => new CodeListValue(code, Iso3166.LabelOf(code)))]),
        Of("unitType", "UNODC programme names", "Kinds of joint unit", new Dictionary<UnitType, string>
        {
            [UnitType.Pcu] = "Port Control Unit",
            [UnitType.Accu] = "Air Cargo Control Unit",
            [UnitType.Jaitf] = "Joint Airport Interdiction Task Force",
            [UnitType.Biu] = "Border Intelligence Unit",
            [UnitType.JointLand] = "Joint unit at a land border",
            [UnitType.PoliceOther] = "Another police unit",
            [UnitType.CustomsOther] = "Another customs unit",
        }),
        Of("siteFunction", "UN/LOCODE functions 1-8", "What a unit's site is", new Dictionary<SiteFunction, string>
        {
            [SiteFunction.Sea] = "Seaport (1)",
            [SiteFunction.Rail] = "Rail terminal (2)",
            [SiteFunction.Road] = "Road terminal or land border (3)",
            [SiteFunction.Air] = "Airport (4)",
            [SiteFunction.Postal] = "Postal exchange office (5)",
            [SiteFunction.Multimodal] = "Multimodal function (6)",
            [SiteFunction.Fixed] = "Fixed transport, such as a pipeline (7)",
            [SiteFunction.InlandPort] = "Inland port (8)",
        }),
        Of("mode", "Rolls up to UNECE Recommendation 19", "Modes of transport", new Dictionary<Mode, string>
        {
            [Mode.SeaContainer] = "Container on a ship",
            [Mode.SeaRoro] = "Roll-on roll-off ferry",
            [Mode.SmallCraft] = "Small craft",
            [Mode.AirPax] = "Air passengers",
            [Mode.AirCargo] = "Air cargo",
            [Mode.RoadHgv] = "Heavy goods vehicle",
            [Mode.RoadCar] = "Passenger car or van",
            [Mode.Bus] = "Bus or coach",
            [Mode.Rail] = "Rail",
            [Mode.Foot] = "On foot",
            [Mode.Post] = "Post and parcels",
        }),
        new("direction", Own, "Directions of travel across the border",
        [
            new("entry", "Entering"),
            new("exit", "Leaving"),
            new("transit", "Passing through"),
            new("internal", "Within the jurisdiction"),
            new("unknown", "Not known"),
        ]),
        new("place", Iso3166Alpha2, "Where a journey came from, passed and goes to", [.. Iso3166.Assigned, Iso3166.Kosovo]),

        Of("crimeHypothesis", "Palermo protocols", "What the unit believes it sees", new Dictionary<CrimeHypothesis, string>
        {
            [CrimeHypothesis.Tip] = "Trafficking in persons",
            [CrimeHypothesis.Som] = "Smuggling of migrants",
            [CrimeHypothesis.TipAndSom] = "Trafficking in persons and smuggling of migrants",
            [CrimeHypothesis.Undetermined] = "Can't be told yet",
        }),
        new("tipAct", Palermo, "Acts of trafficking in persons",
        [
            new("recruitment", "Recruitment"),
            new("transportation", "Transportation"),
            new("transfer", "Transfer"),
            new("harbouring", "Harbouring"),
            new("receipt", "Receipt"),
        ]),
        new("tipMeans", Palermo, "Means of trafficking in persons; not required when the person is under 18",
        [
            new("threat_or_force", "Threat or use of force"),
            new("coercion", "Other forms of coercion"),
            new("abduction", "Abduction"),
            new("fraud", "Fraud"),
            new("deception", "Deception"),
            new("abuse_of_power", "Abuse of power"),
            new("abuse_of_vulnerability", "Abuse of a position of vulnerability"),
            new("payments_or_benefits", "Payments or benefits to a person who controls another"),
        ]),
        new("somConduct", SomProtocol, "Conduct of smuggling of migrants",
        [
            new("illegal_entry", "Procuring illegal entry"),
            new("enabling_stay", "Enabling a person to remain illegally"),
            new("false_documents", "Producing, procuring or possessing false travel or identity documents"),
        ]),
        new("somBenefit", SomProtocol, "Whether somebody gains a financial or other material benefit",
        [
            new("yes", "Yes"),
            new("no", "No"),
            new("unknown", "Not known"),
        ]),
        new("somAggravation", SomProtocol + "(3)", "Aggravating circumstances of smuggling of migrants",
        [
            new("endangers_life", "Endangers, or is likely to endanger, life or safety"),
            new("inhuman_or_exploitative", "Inhuman or degrading treatment, including for exploitation"),
        ]),
        new("exploitation", Htcds + " and Directive 2011/36/EU Art. 2(3)", "Forms of exploitation",
        [
            new("ForcedLabour", "Forced labour"),
            new("SexualExploitation", "Sexual exploitation"),
            new("ChildLabour", "Child labour"),
            new("ForcedMarriage", "Forced marriage"),
            new("Servitude", "Servitude"),
            new("ForcedMilitaryByNonStateActors", "Forced military service by non-state actors"),
            new("OrganRemoval", "Removal of organs"),
            new("ForcedBegging", "Forced begging"),
            new("ForcedAdoption", "Forced or illegal adoption"),
            new("Surrogacy", "Exploitation of surrogacy"),
            new("CriminalActivities", "Exploitation of criminal activities"),
            new("Slavery", "Slavery or similar practices"),
            new("Other", "Other"),
        ]),
        new("control", Htcds, "Means of control",
        [
            new("PhysicalThreats", "Threats of physical harm"),
            new("ThreatsLawEnforcement", "Threats of action by law enforcement"),
            new("ThreatensChildrenFamily", "Threats against children or family"),
            new("DebtBondage", "Debt bondage"),
            new("FalsePromises", "False promises"),
            new("PhysicalAbuse", "Physical abuse"),
            new("SexualAbuse", "Sexual abuse"),
            new("TakesEarnings", "Takes earnings"),
            new("RestrictsFinancialAccess", "Restricts access to money"),
            new("RestrictsMovement", "Restricts movement"),
            new("RestrictsMedicalCare", "Restricts medical care"),
            new("WithholdsNecessities", "Withholds necessities"),
            new("PsychologicalAbuse", "Psychological abuse"),
            new("PsychoactiveSubstance", "Psychoactive substances"),
            new("ExcessiveWorkingHours", "Excessive working hours"),
            new("WithholdsDocuments", "Withholds documents"),
            new("UsesChildren", "Uses children"),
            new("Other", "Other"),
        ]),
        new("recruitment", Htcds, "Ways of recruitment",
        [
            new("AtAPlaceOfBusiness", "At a place of business"),
            new("AtAnEducationalInstitution", "At an educational institution"),
            new("AtWork", "At work"),
            new("ThroughOnlineSocialNetworks", "Through online social networks"),
            new("ThroughAnOnlineAdvertisement", "Through an online advertisement"),
            new("ThroughATelevisionAdvert", "Through a television advert"),
            new("ThroughANewspaperAdvert", "Through a newspaper advert"),
            new("ThroughFamilyOrFamilyEvents", "Through family or family events"),
            new("ThroughFriendsOrSocialEvents", "Through friends or social events"),
            new("Other", "Other"),
        ]),
        new("indicator", "Own wording; headings of the TIP indicators after UNODC", "Observed indicators of trafficking or smuggling",
        [
            new("documents_held_by_other", "Somebody else holds the person's documents"),
            new("speaks_for_person", "Somebody else speaks for the person"),
            new("rehearsed_story", "The story sounds rehearsed"),
            new("unaware_of_destination", "The person doesn't know the destination"),
            new("debt_to_transporter", "The person owes the transporter"),
            new("injuries", "Injuries"),
            new("fear_of_companion", "Fear of a companion"),
            new("movement_controlled", "Movement is controlled"),
            new("child_with_non_relative", "A child with somebody who is no relative"),
            new("child_unknown_route", "A child whose route nobody can explain"),
            new("concealed_space", "A concealed space"),
            new("no_air_or_water", "No air or water"),
            new("seal_tampered", "A seal was tampered with"),
            new("manifest_mismatch", "Cargo or numbers don't match the manifest"),
            new("forged_document", "A forged document"),
            new("convoy_scout", "A scout vehicle ahead of a convoy"),
            new("repeat_facilitator", "A facilitator seen before"),
            new("payment_hawala", "Payment through hawala"),
            new("overloaded_craft", "An overloaded craft"),
        ]),

        new("gender", Htcds, "Gender",
        [
            new("Feminine", "Feminine"),
            new("Masculine", "Masculine"),
            new("TransgenderFeminine", "Transgender, feminine"),
            new("TransgenderMasculine", "Transgender, masculine"),
            new("NonConforming", "Non-conforming"),
            new("NonSpecifiedUnknown", "Not specified or not known"),
        ]),
        new("sex", "ISO/IEC 5218", "Sex",
        [
            new("0", "Not known"),
            new("1", "Male"),
            new("2", "Female"),
            new("9", "Not applicable"),
        ]),
        new("ageBand", "CTDC", "Age bands in completed years",
        [
            .. AgeBand.All.Select(band =>
                new CodeListValue(band.Code, band.To is { } to ? $"{band.From} to {to}" : $"{band.From} or older")),
            new(AgeBand.Unknown, "Not known"),
        ]),
        Of("childStatus", "Directive 2011/36/EU Art. 13(2)", "Whether a person is a child", new Dictionary<ChildStatus, string>
        {
            [ChildStatus.Child] = "Under 18",
            [ChildStatus.Adult] = "18 or older",
            [ChildStatus.UnknownTreatAsChild] = "Age uncertain: treated as a child",
        }),
        Of("personRole", "Directive (EU) 2016/680 Art. 6", "Roles of a person in one report", new Dictionary<PersonRole, string>
        {
            [PersonRole.Suspect] = "Suspect",
            [PersonRole.Convicted] = "Convicted person",
            [PersonRole.Victim] = "Victim",
            [PersonRole.PossibleVictim] = "Possible victim",
            [PersonRole.SmuggledMigrant] = "Smuggled migrant",
            [PersonRole.Witness] = "Witness",
            [PersonRole.Contact] = "Contact",
        }),
        new("perpetratorRole", Htcds + ", a subset", "What a suspect's part may have been",
        [
            new("TravellingPartner", "Travelling partner"),
            new("Transporter", "Transporter"),
            new("RecruiterOrIntermediary", "Recruiter or intermediary"),
            new("BrokerTravelAgent", "Broker or travel agent"),
            new("Smuggler", "Smuggler"),
            new("Abuser", "Abuser"),
            new("Kidnapper", "Kidnapper"),
            new("Exploiter", "Exploiter"),
            new("Other", "Other"),
        ]),
        new("citizenship", Iso3166Alpha2 + ", stateless, unknown", "Citizenships",
        [
            .. Iso3166.Assigned,
            Iso3166.Kosovo,
            new("stateless", "Stateless"),
            new("unknown", "Not known"),
        ]),
        new("supportConsent", Own, "Whether a person wants support",
        [
            new("given", "Given"),
            new("refused", "Refused"),
            new("not_asked", "Not asked"),
        ]),

        Of("objectKind", Own, "Kinds of object", new Dictionary<ObjectKind, string>
        {
            [ObjectKind.Vehicle] = "Vehicle",
            [ObjectKind.Trailer] = "Trailer",
            [ObjectKind.Vessel] = "Vessel",
            [ObjectKind.Container] = "Freight container",
            [ObjectKind.Flight] = "Flight",
            [ObjectKind.TravelDocument] = "Travel or identity document",
            [ObjectKind.Phone] = "Phone",
            [ObjectKind.Account] = "Account",
            [ObjectKind.Other] = "Other",
        }),

        new("sourceGrade", Europol, "How reliable the source is",
        [
            new("A", "No doubt about the source, or reliable in all instances"),
            new("B", "Reliable in most instances"),
            new("C", "Unreliable in most instances"),
            new("X", "Reliability can't be assessed"),
        ]),
        new("informationGrade", Europol, "How accurate the information is",
        [
            new("1", "No doubt about its accuracy"),
            new("2", "Known personally to the source, not to the official who passes it on"),
            new("3", "Not known personally to the source, corroborated by other information"),
            new("4", "Not known personally to the source, can't be corroborated"),
        ]),
        Of("handling", "Europol handling codes", "What a recipient may do with the record", new Dictionary<HandlingCode, string>
        {
            [HandlingCode.H0] = "No restriction beyond the law",
            [HandlingCode.H1] = "No judicial use without permission",
            [HandlingCode.H2] = "No onward dissemination without permission",
            [HandlingCode.H3] = "Other restriction, given in the note",
        }),

        Of("priority", Own, "How urgent an incident or a leg is", new Dictionary<Priority, string>
        {
            [Priority.P1] = "Danger to life, or a child or unknown age present in a trafficking case",
            [Priority.P2] = "Any other case with a child or unknown age, or a possible victim present",
            [Priority.P3] = "Any other case with a person counted or an object held",
            [Priority.P4] = "Intelligence only",
        }),
        new("declineReason", Own, "Why a task force declines",
        [
            new("not_mandate", "Outside the task force's mandate"),
            new("duplicate", "Duplicate of another referral"),
            new("insufficient_information", "Not enough information, after asking"),
            new("other_jurisdiction", "Belongs to another jurisdiction"),
        ]),
        new("outcome", Own, "What an accepted referral came to",
        [
            new("confirmed_tip", "Trafficking in persons confirmed"),
            new("confirmed_som", "Smuggling of migrants confirmed"),
            new("confirmed_tip_and_som", "Trafficking in persons and smuggling of migrants confirmed"),
            new("other_offence", "Another offence"),
            new("unsubstantiated", "Unsubstantiated"),
            new("insufficient_evidence", "Insufficient evidence"),
            new("victim_referred_only", "A victim was referred to support, nothing else"),
        ]),
        Of(
            "referralOutcome", Own, "How a referral ends: the list outcome, and what a protection leg comes to",
            new Dictionary<Outcome, string>
            {
                [Outcome.ConfirmedTip] = "Trafficking in persons confirmed",
                [Outcome.ConfirmedSom] = "Smuggling of migrants confirmed",
                [Outcome.ConfirmedTipAndSom] = "Trafficking in persons and smuggling of migrants confirmed",
                [Outcome.OtherOffence] = "Another offence",
                [Outcome.Unsubstantiated] = "Unsubstantiated",
                [Outcome.InsufficientEvidence] = "Insufficient evidence",
                [Outcome.VictimReferredOnly] = "A victim was referred to support, nothing else",
                [Outcome.SupportStarted] = "Protection: support has started",
                [Outcome.SupportRefused] = "Protection: support was refused",
                [Outcome.HandedOver] = "Protection: handed over to another service",
                [Outcome.NotReached] = "Protection: the person was not reached",
            }),
        Of("referralState", Own, "Where a referral stands", new Dictionary<ReferralState, string>
        {
            [ReferralState.Unrouted] = "No rule found a recipient",
            [ReferralState.Routed] = "In a queue, not acknowledged",
            [ReferralState.Acknowledged] = "Acknowledged",
            [ReferralState.InTriage] = "In triage",
            [ReferralState.InfoRequested] = "The filing unit was asked",
            [ReferralState.DeclineProposed] = "Declining waits for a second officer",
            [ReferralState.Accepted] = "Accepted: under investigation",
            [ReferralState.ConclusionProposed] = "Concluding waits for a second officer",
            [ReferralState.Noted] = "Ended: the notice was read",
            [ReferralState.Declined] = "Ended: declined",
            [ReferralState.Transferred] = "Ended: transferred",
            [ReferralState.Withdrawn] = "Ended: withdrawn",
            [ReferralState.Merged] = "Ended: merged",
            [ReferralState.Concluded] = "Ended: concluded",
        }),
        Of("referralAction", Own, "What can be done to a referral, as its address spells it", new Dictionary<ReferralAction, string>
        {
            [ReferralAction.Assign] = "Assign to a task force",
            [ReferralAction.Acknowledge] = "Acknowledge",
            [ReferralAction.Claim] = "Claim",
            [ReferralAction.Release] = "Release",
            [ReferralAction.Reassign] = "Reassign",
            [ReferralAction.ChangePriority] = "Change the priority",
            [ReferralAction.RecordAgeDecision] = "Record an age decision",
            [ReferralAction.RequestInformation] = "Request information",
            [ReferralAction.Answer] = "Answer",
            [ReferralAction.Accept] = "Accept",
            [ReferralAction.Decline] = "Decline",
            [ReferralAction.ConfirmDecline] = "Confirm the decline",
            [ReferralAction.RejectDecline] = "Reject the decline",
            [ReferralAction.Transfer] = "Transfer",
            [ReferralAction.Withdraw] = "Withdraw",
            [ReferralAction.Merge] = "Merge",
            [ReferralAction.Unmerge] = "Unmerge",
            [ReferralAction.Conclude] = "Conclude",
            [ReferralAction.ConfirmConclusion] = "Confirm the conclusion",
            [ReferralAction.RejectConclusion] = "Reject the conclusion",
            [ReferralAction.Reopen] = "Reopen",
        }),
        Of("incidentStatus", Own, "Where an incident stands", new Dictionary<IncidentStatus, string>
        {
            [IncidentStatus.Open] = "Somebody still has to act",
            [IncidentStatus.Closed] = "Every referral has ended",
            [IncidentStatus.Voided] = "Voided: a tombstone",
        }),
        Of("clockKind", Own, "What a clock measures", new Dictionary<ClockKind, string>
        {
            [ClockKind.Assign] = "Until the coordinator assigns it",
            [ClockKind.Acknowledge] = "Until the task force acknowledges it",
            [ClockKind.Decide] = "Until the task force accepts or declines it",
            [ClockKind.Answer] = "Until the filing unit answers",
            [ClockKind.Review] = "Until the filer hears of progress",
            [ClockKind.Consent] = "Until the owner consents to a disclosure",
        }),
        new("textKind", Own, "What was written with an act",
        [
            new("question", "A question to the filing unit"),
            new("answer", "The filing unit's answer"),
            new("reason", "Why it was done"),
            new("explanation", "Why it was declined"),
            new("basis", "What an age decision rests on"),
            new("feedback", "What the filer was told at the end"),
            new("evidence", "What is new about a case taken up again"),
        ]),
        new("versionKind", Own, "What made a version of an incident",
        [
            new("filed", "Filed"),
            new("amended", "Amended"),
            new("void-proposed", "Voiding was proposed"),
            new("voided", "Voided"),
        ]),
        new("accessPurpose", "Directive (EU) 2016/680 Art. 25", "Why content is opened",
        [
            new("filing", "Filing and amending"),
            new("triage", "Triage"),
            new("investigation", "Investigation"),
            new("victim_support", "Support of victims"),
            new("deconfliction", "Deconfliction"),
            new("supervision", "Supervision"),
            new("audit", "Audit"),
            new("subject_access", "Access by the person concerned"),
        ]),
        Of("legKind", Own, "What a leg is for", new Dictionary<LegKind, string>
        {
            [LegKind.Action] = "Action: a task force decides",
            [LegKind.Protection] = "Protection and support",
            [LegKind.Notice] = "Notice: a copy",
        }),
        Of("mandate", Own, "What a task force may decide", new Dictionary<Mandate, string>
        {
            [Mandate.None] = "Nothing: a protection or notice leg",
            [Mandate.Tip] = "Trafficking in persons",
            [Mandate.Som] = "Smuggling of migrants",
            [Mandate.TipAndSom] = "Both",
        }),
        Of("seatRole", Own, "What a seat lets its holder do", new Dictionary<SeatRole, string>
        {
            [SeatRole.Officer] = "Officer of a unit",
            [SeatRole.Supervisor] = "Supervisor of a unit",
            [SeatRole.Duty] = "Duty officer of a task force",
            [SeatRole.Second] = "Second officer of a task force",
            [SeatRole.Lead] = "Lead officer of a task force",
            [SeatRole.Coordinator] = "National coordinator",
            [SeatRole.Auditor] = "Auditor",
            [SeatRole.Admin] = "Administrator of the registry",
            [SeatRole.Partner] = "Partner's system",
        }),
        Of("proposalState", Own, "Where a proposal stands that another person must confirm", new Dictionary<ProposalState, string>
        {
            [ProposalState.Open] = "Nobody has decided it",
            [ProposalState.Confirmed] = "Confirmed by another person",
            [ProposalState.Rejected] = "Rejected, or taken back",
        }),
        Of("accessKind", Own, "What an entry of the access log tells", new Dictionary<AccessKind, string>
        {
            [AccessKind.Consultation] = "Content was opened",
            [AccessKind.Denied] = "Asked for what is not theirs, or never was",
            [AccessKind.Search] = "A list was narrowed",
            [AccessKind.SignInRefused] = "A valid token without a seat for this",
            [AccessKind.Export] = "The access log was exported",
            [AccessKind.Alert] = "Content opened more often than is usual",
        }),
        Of(
            "disclosureUrgency", "Directive (EU) 2023/977 Art. 5", "How soon a disclosure request must be answered",
            new Dictionary<DisclosureUrgency, string>
            {
                [DisclosureUrgency.UrgentAndAtHand] = "Urgent and at hand: 8 hours",
                [DisclosureUrgency.Urgent] = "Urgent: 3 days",
                [DisclosureUrgency.Normal] = "Anything else: 7 days",
            }),
        Of("disclosureState", Own, "Where a disclosure request stands", new Dictionary<DisclosureState, string>
        {
            [DisclosureState.Requested] = "The owner hasn't answered",
            [DisclosureState.Consented] = "The owner consented",
            [DisclosureState.Refused] = "The owner refused",
            [DisclosureState.Revoked] = "The owner took the consent back",
        }),
        Of("disclosureAnswer", Own, "What the owner says to a disclosure request", new Dictionary<DisclosureAnswer, string>
        {
            [DisclosureAnswer.Consent] = "Consent",
            [DisclosureAnswer.Refuse] = "Refuse",
            [DisclosureAnswer.Revoke] = "Revoke",
        }),
        new("timelineFact", Own, "What followed from an act that a timeline tells",
        [
            new("referral-routed", "A new referral waits in a task force's queue"),
            new("referral-left-unrouted", "A new referral waits for the coordinator"),
            new("referral-assigned", "The coordinator gave it to a task force"),
            new("referral-acknowledged", "A person of the queue has seen it"),
            new("referral-claimed", "Somebody works on it"),
            new("referral-released", "Nobody works on it any more"),
            new("referral-reassigned", "Somebody else works on it"),
            new("priority-changed", "It became more or less urgent"),
            new("age-decided", "It was decided whether somebody is a child"),
            new("safeguards-lifted", "It needs no second officer any more"),
            new("information-requested", "The filing unit was asked a question"),
            new("information-given", "The filing unit answered"),
            new("answer-missed", "The filing unit didn't answer in time"),
            new("referral-accepted", "The task force investigates"),
            new("review-restarted", "The filer heard of progress"),
            new("decline-proposed", "Declining waits for a second officer"),
            new("decline-rejected", "A second officer sent it back to triage"),
            new("conclusion-proposed", "Concluding waits for a second officer"),
            new("conclusion-rejected", "A second officer sent it back to the investigation"),
            new("referral-ended", "It ended, and the filing unit was told how"),
            new("referral-took-in", "It took another one in"),
            new("referral-unmerged", "It is one of its own again"),
            new("referral-reopened", "It is triaged again"),
            new("lead-passed", "Another one leads"),
            new("incident-status-changed", "The incident opened or closed with it"),
            new("level-reached", "A deadline passed, and the next level was told"),
        ]),
        new("timelineKind", Own, "What a timeline tells",
        [
            new(ActKinds.IncidentFiled, "The unit filed it"),
            new("incident-amended", "The unit amended it"),
            new(ActKinds.IncidentVoidProposed, "Voiding waits for a second person"),
            new(ActKinds.IncidentVoided, "It was voided"),
            .. Enum.GetValues<ReferralAction>()
                .Select(action => new CodeListValue(ActKinds.Of(action), $"A referral was moved: {action.Code()}")),
            new("operational-leg-added", "An integrity recipient brought in a task force"),
            new("complicity-lowered", "An integrity recipient lowered the suspicion, and the case goes on as an ordinary incident"),
            new("message-sent", "The queue of a referral and the unit wrote to each other"),
            new("note-added", "The queue of a referral noted something for itself"),
            new("disclosure-requested", "Somebody abroad asked for a disclosure, or was proposed as its recipient"),
            new("disclosure-consented", "The owner consented"),
            new("disclosure-refused", "The owner refused"),
            new("disclosure-revoked", "The owner took the consent back"),
            new("disclosure-level-reached", "The owner didn't answer a disclosure request in time, and the next level was told"),
            new("disclosure-notification-delivered", "Somebody was told of a disclosure"),
            new("disclosure-notification-failed", "Somebody could not be told of a disclosure"),
            new("answer-missed", "The unit didn't answer in time"),
            new("level-reached", "A deadline passed, and the next level was told"),
            new("notification-delivered", "Somebody was woken"),
            new("notification-failed", "Somebody couldn't be woken"),
        ]),
        Of("agency", Own, "Agencies that seats belong to", new Dictionary<Agency, string>
        {
            [Agency.Police] = "Police",
            [Agency.Customs] = "Customs",
            [Agency.BorderGuard] = "Border guard",
            [Agency.Prosecution] = "Prosecution",
            [Agency.SocialServices] = "Social services",
            [Agency.Ngo] = "Non-governmental organisation",
            [Agency.Other] = "Another agency",
        }),
    ];

    private static readonly FrozenDictionary<string, CodeList> ByName =
        All.ToFrozenDictionary(list => list.Name, StringComparer.Ordinal);

    /// <summary>The list of this name, or null when there is none.</summary>
    public static CodeList? Find(string name) => ByName.GetValueOrDefault(name);

    // An enum member without a label fails here, when the first list is read, and not in front of an officer.
    private static CodeList Of<TEnum>(string name, string standard, string title, Dictionary<TEnum, string> labels)
        where TEnum : struct, Enum =>
        new(name, standard, title, [.. Enum.GetValues<TEnum>().Select(member => new CodeListValue(member.Code(), labels[member]))]);
}
