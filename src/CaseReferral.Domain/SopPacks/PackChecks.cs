using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.SopPacks;

/// <summary>
/// What is wrong with a pack, found when it is saved or published and never at three in the morning. A pack with a fault is not
/// published, and so routes nothing.
/// </summary>
public static class PackChecks
{
    private static readonly string[] Sendable = ["pointer", "summary", "content"];
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    /// <summary>All faults of a pack, each with a JSON Pointer into it; empty when it can be published.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="jurisdictionOf">The jurisdiction of a known task force; null for an unknown one.</param>
    /// <param name="on">
    /// The day it would come into force: mandates and agreements that rules rest on must not have ended before. Not judged when null.
    /// </param>
    public static IReadOnlyList<Fault> Check(SopPack pack, Func<string, string?> jurisdictionOf, DateOnly? on = null) =>
    [
        .. Heading(pack),
        .. MandatesOf(pack, jurisdictionOf),
        .. RulesOf(pack, jurisdictionOf, on),
        .. RanksOf(pack),
        .. ClocksOf(pack),
        .. IntegrityOf(pack, jurisdictionOf),
        .. ContactsOf(pack),
        .. RescueOf(pack),
        .. AgreementsOf(pack),
    ];

    private static IEnumerable<Fault> Heading(SopPack pack)
    {
        if (string.IsNullOrWhiteSpace(pack.Jurisdiction))
            yield return new("/jurisdiction", "Name the jurisdiction whose procedure this is.");
        if (pack.Version < 1)
            yield return new("/version", "Versions count from 1.");
        if (string.IsNullOrWhiteSpace(pack.Title))
            yield return new("/title", "Give the pack a title.");
    }

    private static IEnumerable<Fault> MandatesOf(SopPack pack, Func<string, string?> jurisdictionOf)
    {
        foreach (var (at, held) in pack.Mandates.Index())
        {
            var pointer = $"/mandates/{at}";
            foreach (var fault in TaskForceFaults($"{pointer}/taskForce", held.TaskForce, jurisdictionOf))
                yield return fault;
            if (held.Mandate == Mandate.None)
                yield return new($"{pointer}/mandate", "A mandate is tip, som or tip_and_som.");
            if (held.ValidTo < held.ValidFrom)
                yield return new($"{pointer}/validTo", "The last day lies before the first.");

            var earlier = pack.Mandates.Take(at).Index().FirstOrDefault(other =>
                other.Item.TaskForce == held.TaskForce && (other.Item.Mandate & held.Mandate) != Mandate.None && Overlap(other.Item, held));
            if (earlier.Item is not null)
                yield return new(pointer, $"It overlaps with /mandates/{earlier.Index}: the same task force and mandate on the same days.");
        }
    }

    private static IEnumerable<Fault> RulesOf(SopPack pack, Func<string, string?> jurisdictionOf, DateOnly? on)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, rule) in pack.Rules.Index())
        {
            var pointer = $"/rules/{at}";
            if (string.IsNullOrWhiteSpace(rule.Rule))
                yield return new($"{pointer}/rule", "Give the rule a name.");
            else if (rule.Rule is IncidentRouting.IntegrityRule or IncidentRouting.OperationalRule)
                yield return new($"{pointer}/rule", $"The name {rule.Rule} is kept for the registry's own rule.");
            else if (!names.Add(rule.Rule))
                yield return new($"{pointer}/rule", "Another rule of the pack has this name.");

            if (string.IsNullOrWhiteSpace(rule.Sentence))
                yield return new($"{pointer}/sentence", "Say the rule in one plain sentence; the officer reads it.");

            IEnumerable<Fault> faults =
            [
                .. ShapeOf(pointer, rule),
                .. RecipientOf(pointer, pack, rule, jurisdictionOf, on),
                .. ConditionOf($"{pointer}/when", pack, rule.When),
            ];
            foreach (var fault in faults)
                yield return fault;
        }
    }

    private static IEnumerable<Fault> ShapeOf(string pointer, RoutingRule rule)
    {
        if (rule.Unrouted && rule.Kind is not null)
            yield return new($"{pointer}/kind", "A rule that says unrouted makes no leg of a kind.");
        else if (!rule.Unrouted && rule.Kind is null && rule.RaisesTo is null)
            yield return new(pointer, "The rule does nothing: give it a kind with a task force, unrouted, or raisesTo.");

        if (rule.Kind is not null && !rule.Unrouted && string.IsNullOrWhiteSpace(rule.TaskForce))
            yield return new($"{pointer}/taskForce", "Name who receives the leg.");
        if ((rule.Kind is null || rule.Unrouted) && rule.TaskForce is not null)
            yield return new($"{pointer}/taskForce", "A rule that makes no leg has no recipient.");
        if (rule.Serves is not null && !rule.Searches)
            yield return new($"{pointer}/serves", "Only an action rule or an unrouted rule serves a mandate.");
        if (rule.Serves == Mandate.None)
            yield return new($"{pointer}/serves", "A rule serves tip, som or tip_and_som; all when it doesn't say.");
    }

    private static IEnumerable<Fault> RecipientOf(
        string pointer, SopPack pack, RoutingRule rule, Func<string, string?> jurisdictionOf, DateOnly? on)
    {
        if (string.IsNullOrWhiteSpace(rule.TaskForce))
        {
            if (rule.LegalBasis is not null)
                yield return new($"{pointer}/legalBasis", "Without a recipient nothing crosses a border.");
            yield break;
        }

        foreach (var fault in TaskForceFaults($"{pointer}/taskForce", rule.TaskForce, jurisdictionOf))
            yield return fault;
        foreach (var fault in BorderOf($"{pointer}/legalBasis", pack, rule, on))
            yield return fault;

        if (rule.Kind != LegKind.Action || rule.Unrouted)
            yield break;

        var held = pack.Mandates.Where(held => held.TaskForce == rule.TaskForce && !(held.ValidTo < on)).ToList();
        var all = held.Aggregate(Mandate.None, (all, mandate) => all | mandate.Mandate);
        if ((rule.Served & all) == Mandate.None || (rule.Serves is { } serves && (serves & ~all) != Mandate.None))
            yield return new($"{pointer}/taskForce", "The task force holds no mandate for what the rule serves, or it has ended.");
    }

    private static IEnumerable<Fault> BorderOf(string pointer, SopPack pack, RoutingRule rule, DateOnly? on)
    {
        if (!Borders.IsAbroad(pack, rule.TaskForce!))
        {
            if (rule.LegalBasis is not null)
                yield return new(pointer, "The recipient is in the pack's own jurisdiction: no border is crossed.");
            yield break;
        }

        if (rule.LegalBasis is not { } basis)
        {
            yield return new(pointer, "The recipient is in another jurisdiction: name the agreement that the leg rests on.");
            yield break;
        }

        if (pack.Agreements.FirstOrDefault(agreement => agreement.Id == basis) is not { } agreement)
        {
            yield return new(pointer, "The pack has no agreement of this name.");
            yield break;
        }

        if (!agreement.Binds(pack.Jurisdiction, Borders.JurisdictionOf(rule.TaskForce!)))
            yield return new(pointer, "The pack's jurisdiction and the recipient's are not both party to the agreement.");
        if (agreement.ValidTo < on)
            yield return new(pointer, "The agreement has ended.");
        if (!agreement.Covers(rule.Kind ?? LegKind.Action))
            yield return new(pointer, "The agreement doesn't cover what the leg shows: a notice the summary, any other content.");
    }

    private static IEnumerable<Fault> ConditionOf(string pointer, SopPack pack, RuleCondition when)
    {
        (string Member, int? Count)[] lists =
        [
            ("hypothesis", when.Hypothesis?.Count), ("unitType", when.UnitType?.Count), ("mode", when.Mode?.Count),
            ("modeNot", when.ModeNot?.Count), ("transport", when.Transport?.Count), ("touches", when.Touches?.Count),
        ];
        foreach (var (member, _) in lists.Where(list => list.Count == 0))
            yield return new($"{pointer}/{member}", "An empty list says nothing; leave the condition out or fill it.");

        if (when is { PersonsPresentNow: false, PossibleVictimPresent: true })
            yield return new($"{pointer}/possibleVictimPresent", "Never true: a possible victim is present only when persons are.");
        if (when.Mode is { Count: > 0 } modes && when.ModeNot is { } excluded && !modes.Except(excluded).Any())
            yield return new($"{pointer}/modeNot", "Never true: every mode that the rule asks for is excluded again.");

        foreach (var (at, code) in (when.Touches ?? []).Index())
        {
            if (code == pack.Jurisdiction)
                yield return new($"{pointer}/touches/{at}", "Never true: a case isn't said to touch its own jurisdiction.");
            else if (!(code.Length == 2 && code.All(char.IsAsciiLetterUpper)))
                yield return new($"{pointer}/touches/{at}", "Two capital letters: ISO 3166-1 alpha-2 or XK.");
        }
    }

    /// <summary>
    /// Rules of the search that an earlier one leaves nothing to do. Partly overlapping conditions are ordered by position and
    /// fine; the same conditions for the same mandate on the same days leave it to chance what the author meant.
    /// </summary>
    private static IEnumerable<Fault> RanksOf(SopPack pack)
    {
        foreach (var (at, later) in pack.Rules.Index().Where(rule => rule.Item.Searches))
        {
            // A rule across a border may be stopped by a handling code, and then the later one serves.
            foreach (var earlier in pack.Rules.Take(at).Where(rule => rule is { Searches: true, LegalBasis: null }))
            {
                if (EqualRank(pack, earlier, later))
                    yield return new($"/rules/{at}", $"Same conditions, mandate and days as rule {earlier.Rule}: who comes first?");
                else if (LeavesNothing(pack, earlier, later))
                    yield return new($"/rules/{at}", $"It can never take effect: rule {earlier.Rule} before it takes every case it could.");
                else
                    continue;
                break;
            }
        }
    }

    private static bool EqualRank(SopPack pack, RoutingRule earlier, RoutingRule later) =>
        !earlier.Unrouted && !later.Unrouted && Meaning(earlier.When) == Meaning(later.When)
        && Serving(pack, earlier).Any(one => Serving(pack, later).Any(other => one.Mandate == other.Mandate && Overlap(one, other)));

    private static bool LeavesNothing(SopPack pack, RoutingRule earlier, RoutingRule later)
    {
        if (Meaning(earlier.When) != Meaning(new()) && Meaning(earlier.When) != Meaning(later.When))
            return false;

        var before = Serving(pack, earlier).ToList();
        var after = Serving(pack, later).ToList();
        return after.Count > 0 && after.TrueForAll(one => before.Exists(other => one.Mandate == other.Mandate && Within(one, other)));
    }

    // What a rule of the search can take, one mandate and span of days each; the coordinator takes what comes on any day.
    private static IEnumerable<TaskForceMandate> Serving(SopPack pack, RoutingRule rule) =>
        from held in rule.Unrouted
            ? [new TaskForceMandate("", Mandate.TipAndSom, DateOnly.MinValue)]
            : pack.Mandates.Where(held => held.TaskForce == rule.TaskForce)
        from mandate in new[] { Mandate.Tip, Mandate.Som }
        where (held.Mandate & rule.Served).HasFlag(mandate)
        select held with { Mandate = mandate };

    private static bool Overlap(TaskForceMandate one, TaskForceMandate other) =>
        !(one.ValidTo < other.ValidFrom) && !(other.ValidTo < one.ValidFrom);

    private static bool Within(TaskForceMandate inner, TaskForceMandate outer) =>
        outer.ValidFrom <= inner.ValidFrom && (outer.ValidTo is null || inner.ValidTo <= outer.ValidTo);

    // Records compare their lists by reference; conditions mean the same whatever the order of their lists.
    private static string Meaning(RuleCondition when) => string.Join('|',
        Sorted(when.Hypothesis), when.ChildOrUnknownAge, when.DangerToLife, when.PersonsPresentNow, when.PossibleVictimPresent,
        Sorted(when.UnitType), Sorted(when.Mode), Sorted(when.ModeNot), Sorted(when.Transport), Sorted(when.Touches));

    private static string Sorted<T>(IReadOnlyList<T>? list) => list is null ? "any" : string.Join(',', list.Distinct().Order());

    private static IEnumerable<Fault> ClocksOf(SopPack pack)
    {
        foreach (var (priority, intervals) in pack.Clocks.OrderBy(clock => clock.Key))
        {
            if (intervals.Acknowledge < ShortestInterval || intervals.Acknowledge > LongestInterval)
                yield return new($"/clocks/{priority.Code()}/acknowledge", "An interval lasts from a minute (PT1M) to a year (P366D).");
            if (intervals.Decide < ShortestInterval || intervals.Decide > LongestInterval)
                yield return new($"/clocks/{priority.Code()}/decide", "An interval lasts from a minute (PT1M) to a year (P366D).");
        }

        foreach (var (urgent, less) in Enum.GetValues<Priority>().Zip(Enum.GetValues<Priority>().Skip(1)))
        {
            if (pack.ClocksFor(urgent).Acknowledge > pack.ClocksFor(less).Acknowledge
                || pack.ClocksFor(urgent).Decide > pack.ClocksFor(less).Decide)
                yield return new("/clocks", $"{urgent.Code()} would be slower than {less.Code()}, defaults included.");
        }
    }

    private static IEnumerable<Fault> IntegrityOf(SopPack pack, Func<string, string?> jurisdictionOf)
    {
        if (pack.IntegrityRecipients.Count == 0)
            yield return new("/integrityRecipients", "Name at least one: a suspicion of complicity must never reach the local chain.");

        foreach (var (at, recipient) in pack.IntegrityRecipients.Index())
        {
            var pointer = $"/integrityRecipients/{at}";
            foreach (var fault in TaskForceFaults(pointer, recipient, jurisdictionOf))
                yield return fault;
            if (Borders.IsAbroad(pack, recipient))
                yield return new(pointer, "An integrity recipient belongs to the pack's own jurisdiction.");
            if (pack.IntegrityRecipients.Take(at).Contains(recipient))
                yield return new(pointer, "It is in the list already.");
        }
    }

    private static IEnumerable<Fault> ContactsOf(SopPack pack)
    {
        foreach (var (at, contact) in pack.Contacts.Index())
        {
            var pointer = $"/contacts/{at}";
            if (pack.Contacts.Take(at).Any(other => other.Queue == contact.Queue))
                yield return new($"{pointer}/queue", "Another contact is for the same queue.");
            if (string.IsNullOrWhiteSpace(contact.Desk))
                yield return new($"{pointer}/desk", "Name the desk as a person would ask for it.");
            foreach (var (n, phone) in contact.Phones.Index())
            {
                if (!IsE164(phone.Number))
                    yield return new($"{pointer}/phones/{n}/number", "Write the number as in E.164: a plus sign and 8 to 15 digits.");
                if (AreNoHours(phone.From, phone.To))
                    yield return new($"{pointer}/phones/{n}", "Give both ends of the hours, or none for a phone that always answers.");
            }

            foreach (var (n, channel) in contact.Channels.Index())
            {
                if (!IsAddress(channel))
                    yield return new($"{pointer}/channels/{n}/address", "An e-mail address, or an https address without a password in it.");
                if (channel.Levels.Count == 0 || channel.Levels.Any(level => level is < 0 or > EscalationLadder.Coordinator))
                    yield return new($"{pointer}/channels/{n}/levels", "Say which levels: 0 for a new referral, 1 to 3 for escalation.");
                if (AreNoHours(channel.From, channel.To))
                    yield return new($"{pointer}/channels/{n}", "Give both ends of the hours, or none for a channel that is always used.");
            }
        }

        // A queue that decides is called at any hour; a protection service or a copy may keep office hours.
        var deciding = pack.Rules.Where(rule => rule.Kind == LegKind.Action).Select(rule => rule.TaskForce)
            .Concat(pack.IntegrityRecipients).Append(pack.Jurisdiction).ToHashSet();
        var queues = deciding.Concat(pack.Rules.Select(rule => rule.TaskForce)).Concat(pack.Mandates.Select(held => held.TaskForce));
        foreach (var queue in queues.OfType<string>().Where(queue => queue.Length > 0).Distinct())
        {
            var (at, contact) = pack.Contacts.Index().FirstOrDefault(contact => contact.Item.Queue == queue);
            if (contact is null)
                yield return new("/contacts", $"Nobody answers for {queue}: give it a contact.");
            else if (contact.Phones.Count == 0)
                yield return new($"/contacts/{at}/phones", $"Nobody answers for {queue}: give it a phone.");
            else if (deciding.Contains(queue) && !AnswersAroundTheClock(contact))
                yield return new($"/contacts/{at}/phones", $"At some hour no phone of {queue} answers.");
        }
    }

    // Silence can only begin where some phone stops answering.
    private static bool AnswersAroundTheClock(QueueContact contact) =>
        contact.Phones.All(phone => phone.To is not { } end || contact.Phones.Any(other => other.AnswersAt(end)));

    private static bool AreNoHours(TimeOnly? from, TimeOnly? to) => from is null != to is null || (from is not null && from == to);

    private static bool IsAddress(ContactChannel channel) => channel.Kind switch
    {
        ChannelKind.Email => channel.Address.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !channel.Address.Any(char.IsWhiteSpace),
        ChannelKind.Webhook =>
            Uri.TryCreate(channel.Address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0,
        _ => false,
    };

    private static bool IsE164(string number)
    {
        var digits = number.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length is >= 9 and <= 16 && digits[0] == '+' && digits[1] != '0' && digits.Skip(1).All(char.IsAsciiDigit);
    }

    private static IEnumerable<Fault> RescueOf(SopPack pack)
    {
        if (!pack.RescueNumbers.Any(rescue => rescue.Transport is null))
            yield return new("/rescueNumbers", "Give at least one number for everywhere: a case may have no transport.");

        foreach (var (at, rescue) in pack.RescueNumbers.Index())
        {
            if (string.IsNullOrWhiteSpace(rescue.Name))
                yield return new($"/rescueNumbers/{at}/name", "Say whom to ask for.");
            if (!(rescue.Number.Any(char.IsAsciiDigit) && rescue.Number.All(sign => char.IsAsciiDigit(sign) || sign is '+' or ' ')))
                yield return new($"/rescueNumbers/{at}/number", "Digits to dial, with a plus sign or spaces.");
            if (rescue.Transport is { Count: 0 })
                yield return new($"/rescueNumbers/{at}/transport", "An empty list is nowhere; leave it out for everywhere.");
        }
    }

    private static IEnumerable<Fault> AgreementsOf(SopPack pack)
    {
        foreach (var (at, agreement) in pack.Agreements.Index())
        {
            var pointer = $"/agreements/{at}";
            if (string.IsNullOrWhiteSpace(agreement.Id))
                yield return new($"{pointer}/id", "Name it; rules and disclosures refer to it.");
            else if (pack.Agreements.Take(at).Any(other => other.Id == agreement.Id))
                yield return new($"{pointer}/id", "Another agreement has this name.");
            if (string.IsNullOrWhiteSpace(agreement.Title))
                yield return new($"{pointer}/title", "Give its title.");
            if (!agreement.Parties.Contains(pack.Jurisdiction) || agreement.Parties.Distinct().Count() < 2)
                yield return new($"{pointer}/parties", "The pack's own jurisdiction and at least one other are party to it.");
            if (agreement.ValidTo < agreement.ValidFrom)
                yield return new($"{pointer}/validTo", "The last day lies before the first.");
            if (agreement.MaySend.Count == 0 || agreement.MaySend.Except(Sendable).Any())
                yield return new($"{pointer}/maySend", $"Say what may be sent: {string.Join(", ", Sendable)}.");
        }
    }

    private static IEnumerable<Fault> TaskForceFaults(string pointer, string taskForce, Func<string, string?> jurisdictionOf)
    {
        if (jurisdictionOf(taskForce) is not { } jurisdiction)
            yield return new(pointer, "The registry knows no task force of this code.");
        else if (Borders.JurisdictionOf(taskForce) != jurisdiction)
            yield return new(pointer, $"A task force of {jurisdiction} has a code that begins with {jurisdiction}-.");
    }
}
