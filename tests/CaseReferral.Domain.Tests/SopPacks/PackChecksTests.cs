using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.Routing;

namespace CaseReferral.Domain.Tests.SopPacks;

public class A_pack_check
{
    private static readonly DateOnly Founded = new(2020, 1, 1);

    /// <summary>The Serbian pack: it has an action, two notices and an agreement.</summary>
    private static readonly SopPack Sound = Demo.Pack("RS");

    private static readonly SopPack Separate = Demo.Pack("BA");

    [Test]
    public void Passes_the_six_example_packs([ValueSource(typeof(Demo), nameof(Demo.Jurisdictions))] string jurisdiction)
    {
        var pack = Demo.Pack(jurisdiction);
        Assert.That(PackChecks.Check(pack, Demo.JurisdictionOf, Facts.Today), Is.Empty);
        Assert.That(pack.Title, Does.EndWith("(illustration)"));
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("/jurisdiction", Sound with { Jurisdiction = " " }, "no jurisdiction");
        yield return Case("/version", Sound with { Version = 0 }, "version zero");
        yield return Case("/title", Sound with { Title = "" }, "no title");

        yield return Case("/mandates/1/taskForce", Mandate(new("RS-NOBODY", Both, Founded)), "unknown task force");
        yield return Case("/mandates/1/mandate", Mandate(new("RS-CPTV", Domain.Shared.Mandate.None, Founded)), "mandate for nothing");
        yield return Case("/mandates/1/validTo", Mandate(new("RS-CPTV", Both, Founded, Founded.AddDays(-1))), "mandate that ends first");
        yield return Case(
            "/mandates/1", Mandate(new("RS-TF", Domain.Shared.Mandate.Tip, Founded)), "the same mandate twice on the same days");

        yield return Case("/rules/3/rule", Rule(Action("RS-TF") with { Rule = " " }), "rule without a name");
        yield return Case("/rules/3/rule", Rule(Action("RS-TF") with { Rule = "integrity" }), "the registry's own name");
        yield return Case("/rules/3/rule", Rule(Action("RS-TF") with { Rule = "integrity-operational" }), "the registry's other own name");
        yield return Case("/rules/3/rule", Rule(Action("RS-TF") with { Rule = "rs-tf" }), "the same name twice");
        yield return Case("/rules/3/sentence", Rule(Action("RS-TF") with { Sentence = "" }), "rule without a sentence");
        yield return Case("/rules/3", Rule(Action(null) with { Kind = null }), "rule that does nothing");
        yield return Case("/rules/3/kind", Rule(Action(null) with { Unrouted = true }), "unrouted with a kind");
        yield return Case("/rules/3/taskForce", Rule(Action(null)), "leg for nobody");
        yield return Case(
            "/rules/3/taskForce", Rule(Action("RS-TF") with { Kind = null, RaisesTo = Priority.P1 }), "recipient without a leg");
        yield return Case("/rules/3/serves", Rule(Notice("RS-CPTV") with { Serves = Both }), "a notice serves no mandate");
        yield return Case("/rules/3/serves", Rule(Action("RS-TF") with { Serves = Domain.Shared.Mandate.None }), "serves nothing");
        yield return Case("/rules/3/taskForce", Rule(Notice("RS-NOBODY")), "rule for an unknown task force");
        yield return Case("/rules/3/taskForce", Rule(Action("RS-CPTV")), "action without a mandate");
        yield return Case(
            "/rules/0/taskForce", Separate with { Rules = [Separate.Rules[0] with { Serves = Both }, .. Separate.Rules.Skip(1)] },
            "action with half a mandate");

        yield return Case("/rules/3/legalBasis", Rule(Notice("ME-CHILD")), "border without a legal basis");
        yield return Case("/rules/3/legalBasis", Rule(Notice("ME-CHILD") with { LegalBasis = "other" }), "unknown legal basis");
        yield return Case(
            "/rules/3/legalBasis", Rule(Notice("BA-TIP") with { LegalBasis = "rs-me-cooperation" }), "recipient that is no party");
        yield return Case(
            "/rules/2/legalBasis", Agreement(treaty => treaty with { MaySend = ["pointer"] }), "agreement that covers too little");
        yield return Case(
            "/rules/3/legalBasis", Rule(Notice("ME-CHILD") with { Kind = LegKind.Protection, LegalBasis = "rs-me-cooperation" }),
            "a protection leg shows content");
        yield return Case("/rules/3/legalBasis", Rule(Notice("RS-CPTV") with { LegalBasis = "rs-me-cooperation" }), "legal basis at home");
        yield return Case(
            "/rules/3/legalBasis", Rule(Action(null) with
            {
                Kind =
                null,
                RaisesTo = Priority.P1,
                LegalBasis = "x"
            }), "legal basis for nothing");

        yield return Case("/rules/3/when/hypothesis", When(new() { Hypothesis = [] }), "empty hypotheses");
        yield return Case("/rules/3/when/unitType", When(new() { UnitType = [] }), "empty unit types");
        yield return Case("/rules/3/when/mode", When(new() { Mode = [] }), "empty modes");
        yield return Case("/rules/3/when/modeNot", When(new() { ModeNot = [] }), "empty excluded modes");
        yield return Case("/rules/3/when/transport", When(new() { Transport = [] }), "empty transports");
        yield return Case("/rules/3/when/touches", When(new() { Touches = [] }), "touches nothing");
        yield return Case(
            "/rules/3/when/modeNot", When(new() { Mode = [Mode.Bus], ModeNot = [Mode.Rail, Mode.Bus] }), "mode asked and excluded");
        yield return Case(
            "/rules/3/when/possibleVictimPresent", When(new()
            {
                PersonsPresentNow =
                false,
                PossibleVictimPresent = true
            }), "victim of nobody");
        yield return Case("/rules/3/when/touches/1", When(new() { Touches = ["GR", "RS"] }), "touches itself");
        yield return Case("/rules/3/when/touches/0", When(new() { Touches = ["gr"] }), "touches no code");

        yield return Case("/rules/3", Rule(Action("RS-TF")), "equal rank");
        yield return Case(
            "/rules/1", Separate with
            {
                Rules = [Separate.Rules[0], Separate.Rules[0] with { Rule = "again", Serves = null, When = NoAirCargo }],
            },
            "equal rank in other words");
        yield return Case("/rules/3", Rule(Action("RS-TF") with { When = new() { DangerToLife = true } }), "rule that is never reached");
        yield return Case(
            "/rules/1", Separate with
            {
                Rules =
                [Separate.Rules[2] with { When = new() }, Separate.Rules[0]]
            }, "rule after the coordinator");

        yield return Case("/clocks/P1/acknowledge", Clock(Priority.P1, "00:00:00", "01:00:00"), "no time to acknowledge");
        yield return Case("/clocks/P1/decide", Clock(Priority.P1, "00:01:00", "00:00:59"), "no time to decide");
        yield return Case("/clocks/P4/decide", Clock(Priority.P4, "2.00:00:00", "367.00:00:00"), "more than a year");
        yield return Case("/clocks", Clock(Priority.P1, "01:00:01", "02:00:00"), "P1 slower than P2 to acknowledge");
        yield return Case("/clocks", Clock(Priority.P3, "1.00:00:00", "07:59:00"), "P3 decided sooner than P2");

        yield return Case("/integrityRecipients", Sound with { IntegrityRecipients = [] }, "no integrity recipient");
        yield return Case(
            "/integrityRecipients/1", Sound with { IntegrityRecipients = ["RS-INTEGRITY", "RS-NOBODY"] }, "unknown integrity recipient");
        yield return Case("/integrityRecipients/0", Sound with { IntegrityRecipients = ["ME-OPTEAM"] }, "integrity recipient abroad");
        yield return Case(
            "/integrityRecipients/1", Sound with { IntegrityRecipients = ["RS-INTEGRITY", "RS-INTEGRITY"] }, "twice in the list");

        foreach (var queue in new[] { "RS-TF", "RS-CPTV", "RS-INTEGRITY", "RS", "ME-OPTEAM" })
            yield return Case(
                "/contacts", Sound with { Contacts = [.. Sound.Contacts.Where(contact => contact.Queue != queue)] }, $"nobody for {queue}");
        yield return Case(
            "/contacts/6/queue", Sound with { Contacts = [.. Sound.Contacts, Sound.Contacts[0]] }, "two contacts for a queue");
        yield return Case("/contacts/0/desk", Contact(contact => contact with { Desk = " " }), "no desk");
        yield return Case("/contacts/0/phones", Contact(contact => contact with { Phones = [] }), "no phone");
        yield return Case("/contacts/0/phones/0/number", Contact(contact => contact with { Phones = [new("011 000 0101")] }), "no E.164");
        yield return Case(
            "/contacts/0/phones/0",
            Contact(contact => contact with { Phones = [new("+381 11 000 0101", new(8, 0))] }), "half of the hours");
        yield return Case(
            "/contacts/0/phones/0", Contact(contact =>
                contact with { Phones = [new("+381 11 000 0101", new(8, 0), new(8, 0))] }), "no hours");
        yield return Case(
            "/contacts/0/phones", Contact(contact => contact with
            {
                Phones = [new("+381 11 000 0101", new(7, 0), new(3, 0)), new("+381 11 000 0102", new(3, 1), new(8, 0))],
            }),
            "silence at three in the morning");

        yield return Case(
            "/rescueNumbers", Sound with { RescueNumbers = [new("sea", "129", [SiteFunction.Sea])] }, "no number for everywhere");
        yield return Case("/rescueNumbers/0/name", Sound with { RescueNumbers = [new("", "112")] }, "rescue without a name");
        yield return Case("/rescueNumbers/0/number", Sound with { RescueNumbers = [new("sea", "call us")] }, "nothing to dial");
        yield return Case(
            "/rescueNumbers/1/transport", Sound with { RescueNumbers = [new("all", "112"), new("sea", "129", [])] }, "rescue nowhere");

        yield return Case("/agreements/0/title", Agreement(treaty => treaty with { Title = "" }), "no title of an agreement");
        yield return Case(
            "/agreements/0/parties", Agreement(treaty => treaty with { Parties = ["ME", "BA"] }), "own jurisdiction no party");
        yield return Case("/agreements/0/parties", Agreement(treaty => treaty with { Parties = ["RS"] }), "agreement with itself");
        yield return Case(
            "/agreements/0/validTo", Agreement(treaty => treaty with { ValidTo = new(2019, 1, 1) }), "agreement that ends first");
        yield return Case(
            "/agreements/0/maySend", Agreement(treaty => treaty with { MaySend = ["summary", "rumours"] }), "unknown thing to send");
        yield return Case("/agreements/0/maySend", Agreement(treaty => treaty with { MaySend = [] }), "nothing to send");
        yield return Case("/agreements/0/id", Agreement(treaty => treaty with { Id = "" }), "no name of an agreement");
        yield return Case(
            "/agreements/1/id", Sound with { Agreements = [.. Sound.Agreements, Sound.Agreements[0]] }, "agreement named twice");
    }

    [TestCaseSource(nameof(Broken))]
    public void Finds(string pointer, SopPack pack) =>
        Assert.That(PackChecks.Check(pack, Demo.JurisdictionOf).Select(fault => fault.Pointer), Has.Some.EqualTo(pointer));

    [Test]
    public void Finds_a_code_that_says_another_jurisdiction_than_the_reference_data() =>
        Assert.That(
            PackChecks.Check(Sound, code => code == "RS-CPTV" ? "ME" : Demo.JurisdictionOf(code)).Select(fault => fault.Pointer),
            Is.EqualTo(new List<string> { "/rules/1/taskForce" }));

    [Test]
    public void Finds_what_has_ended_before_the_pack_comes_into_force()
    {
        var ended = Sound with
        {
            Mandates = [Sound.Mandates[0] with { ValidTo = Facts.Today.AddDays(-1) }],
            Agreements = [Sound.Agreements[0] with { ValidTo = Facts.Today.AddDays(-1) }],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PackChecks.Check(ended, Demo.JurisdictionOf), Is.Empty);
            Assert.That(PackChecks.Check(ended, Demo.JurisdictionOf, Facts.Today.AddDays(-1)), Is.Empty);
            Assert.That(
                PackChecks.Check(ended, Demo.JurisdictionOf, Facts.Today).Select(fault => fault.Pointer),
                Is.EqualTo(new List<string> { "/rules/0/taskForce", "/rules/2/legalBasis" }));
        }
    }

    private static IEnumerable<TestCaseData> Fine()
    {
        yield return Ok(
            Sound with
            {
                Mandates = [Sound.Mandates[0] with { ValidTo = Facts.Today }, new("RS-CPTV", Both, Facts.Today.AddDays(1))],
                Rules = [Sound.Rules[0], Action("RS-CPTV")],
            },
            "a successor from the day after");
        yield return Ok(
            Sound with
            {
                Rules =
                [Action("RS-TF") with { When = new() { DangerToLife = true } }, .. Sound.Rules]
            }, "a narrow rule before a wide one");
        yield return Ok(
            Sound with
            {
                Mandates = [Sound.Mandates[0] with { ValidTo = Facts.Today }, new("RS-CPTV", Both, Founded)],
                Rules = [Sound.Rules[0], Action("RS-CPTV") with { When = new() { DangerToLife = true } }],
            },
            "a narrow rule for the days after a wide one's end");
        yield return Ok(Rule(Action(null) with { Kind = null, Unrouted = true }), "the coordinator at the end");
        yield return Ok(
            Contact(contact => contact with
            {
                Phones = [new("+381 11 000 0101", new(7, 0), new(3, 0)), new("+381 11 000 0102", new(3, 0), new(8, 0))],
            }),
            "phones that take turns");
        yield return Ok(
            Sound with
            {
                Contacts =
                [
                    .. Sound.Contacts.Where(contact => contact.Queue != "RS-CPTV"),
                    new() { Queue = "RS-CPTV", Desk = "Office", Phones = [new("+381 11 000 0102", new(8, 0), new(16, 0))] },
                ],
            },
            "a copy with office hours");
    }

    [TestCaseSource(nameof(Fine))]
    public void Lets_pass(SopPack pack) => Assert.That(PackChecks.Check(pack, Demo.JurisdictionOf), Is.Empty);

    private static readonly RuleCondition NoAirCargo = new() { ModeNot = [Mode.AirCargo] };

    private const Mandate Both = Domain.Shared.Mandate.TipAndSom;

    private static RoutingRule Action(string? taskForce) =>
        new() { Rule = "new", Sentence = "New.", Kind = LegKind.Action, TaskForce = taskForce };

    private static RoutingRule Notice(string taskForce) => Action(taskForce) with { Kind = LegKind.Notice };

    private static SopPack Rule(RoutingRule rule) => Sound with { Rules = [.. Sound.Rules, rule] };

    private static SopPack When(RuleCondition when) => Rule(Notice("RS-CPTV") with { When = when });

    private static SopPack Mandate(TaskForceMandate mandate) => Sound with { Mandates = [.. Sound.Mandates, mandate] };

    private static SopPack Contact(Func<QueueContact, QueueContact> change) =>
        Sound with { Contacts = [change(Sound.Contacts[0]), .. Sound.Contacts.Skip(1)] };

    private static SopPack Agreement(Func<Agreement, Agreement> change) => Sound with { Agreements = [change(Sound.Agreements[0])] };

    private static SopPack Clock(Priority priority, string acknowledge, string decide) => Sound with
    {
        Clocks = new Dictionary<Priority, ClockIntervals>
        {
            [priority] = new(TimeSpan.Parse(acknowledge, null), TimeSpan.Parse(decide, null)),
        },
    };

    private static TestCaseData Case(string pointer, SopPack pack, string name) => new TestCaseData(pointer, pack).SetArgDisplayNames(name);

    private static TestCaseData Ok(SopPack pack, string name) => new TestCaseData(pack).SetArgDisplayNames(name);
}
