using System.Reflection;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using Lists = CaseReferral.Domain.CodeLists.CodeLists;

namespace CaseReferral.Domain.Tests.CodeLists;

public sealed class The_code_lists
{
    // As the domain page spells them.
    [TestCase("jurisdiction", "AL BA ME MK RS XK HR GR BG RO HU SI IT")]
    [TestCase("unitType", "PCU ACCU JAITF BIU JOINT_LAND POLICE_OTHER CUSTOMS_OTHER")]
    [TestCase("siteFunction", "sea rail road air postal multimodal fixed inland_port")]
    [TestCase("mode", "sea_container sea_roro small_craft air_pax air_cargo road_hgv road_car bus rail foot post")]
    [TestCase("direction", "entry exit transit internal unknown")]
    [TestCase("crimeHypothesis", "tip som tip_and_som undetermined")]
    [TestCase("tipAct", "recruitment transportation transfer harbouring receipt")]
    [TestCase("tipMeans",
        "threat_or_force coercion abduction fraud deception abuse_of_power abuse_of_vulnerability payments_or_benefits")]
    [TestCase("somConduct", "illegal_entry enabling_stay false_documents")]
    [TestCase("somBenefit", "yes no unknown")]
    [TestCase("somAggravation", "endangers_life inhuman_or_exploitative")]
    [TestCase("exploitation",
        "ForcedLabour SexualExploitation ChildLabour ForcedMarriage Servitude ForcedMilitaryByNonStateActors OrganRemoval ForcedBegging "
        + "ForcedAdoption Surrogacy CriminalActivities Slavery Other")]
    [TestCase("control",
        "PhysicalThreats ThreatsLawEnforcement ThreatensChildrenFamily DebtBondage FalsePromises PhysicalAbuse SexualAbuse TakesEarnings "
        + "RestrictsFinancialAccess RestrictsMovement RestrictsMedicalCare WithholdsNecessities PsychologicalAbuse PsychoactiveSubstance "
        + "ExcessiveWorkingHours WithholdsDocuments UsesChildren Other")]
    [TestCase("recruitment",
        "AtAPlaceOfBusiness AtAnEducationalInstitution AtWork ThroughOnlineSocialNetworks ThroughAnOnlineAdvertisement "
        + "ThroughATelevisionAdvert ThroughANewspaperAdvert ThroughFamilyOrFamilyEvents ThroughFriendsOrSocialEvents Other")]
    [TestCase("gender", "Feminine Masculine TransgenderFeminine TransgenderMasculine NonConforming NonSpecifiedUnknown")]
    [TestCase("sex", "0 1 2 9")]
    [TestCase("ageBand", "0--8 9--17 18--20 21--23 24--26 27--29 30--38 39--47 48+ unknown")]
    [TestCase("childStatus", "child adult unknown_treat_as_child")]
    [TestCase("personRole", "suspect convicted victim possible_victim smuggled_migrant witness contact")]
    [TestCase("perpetratorRole",
        "TravellingPartner Transporter RecruiterOrIntermediary BrokerTravelAgent Smuggler Abuser Kidnapper Exploiter Other")]
    [TestCase("supportConsent", "given refused not_asked")]
    [TestCase("objectKind", "vehicle trailer vessel container flight travel_document phone account other")]
    [TestCase("indicator",
        "documents_held_by_other speaks_for_person rehearsed_story unaware_of_destination debt_to_transporter injuries fear_of_companion "
        + "movement_controlled child_with_non_relative child_unknown_route "
        + "concealed_space no_air_or_water seal_tampered manifest_mismatch forged_document convoy_scout repeat_facilitator payment_hawala "
        + "overloaded_craft")]
    [TestCase("sourceGrade", "A B C X")]
    [TestCase("informationGrade", "1 2 3 4")]
    [TestCase("handling", "H0 H1 H2 H3")]
    [TestCase("priority", "P1 P2 P3 P4")]
    [TestCase("declineReason", "not_mandate duplicate insufficient_information other_jurisdiction")]
    [TestCase("outcome",
        "confirmed_tip confirmed_som confirmed_tip_and_som other_offence unsubstantiated insufficient_evidence victim_referred_only")]
    [TestCase("accessPurpose", "filing triage investigation victim_support deconfliction supervision audit subject_access")]
    [TestCase("legKind", "action protection notice")]
    [TestCase("mandate", "none tip som tip_and_som")]
    [TestCase("seatRole", "officer supervisor duty second lead coordinator auditor admin partner")]
    [TestCase("agency", "police customs border_guard prosecution social_services ngo other")]
    public void Spell_every_value_as_its_standard_does(string name, string values) =>
        Assert.That(Lists.Find(name)!.Values.Select(value => value.Code), Is.EqualTo(values.Split(' ')));

    [Test]
    public void Hold_every_assigned_alpha_2_code_and_XK_as_places_and_citizenships()
    {
        var places = Lists.Find("place")!.Values.Select(value => value.Code).ToList();
        var citizenships = Lists.Find("citizenship")!.Values.Select(value => value.Code).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(places, Has.Count.EqualTo(249 + 1).And.Unique.And.All.Matches("^[A-Z]{2}$"));
            Assert.That(places[^1], Is.EqualTo("XK"));
            Assert.That(citizenships, Is.EqualTo((string[])[.. places, "stateless", "unknown"]));
        }
    }

    [Test]
    public void Have_one_name_and_unrepeated_labelled_codes_each()
    {
        Assert.That(Lists.All.Select(list => list.Name), Is.Unique);
        using (Assert.EnterMultipleScope())
        {
            foreach (var list in Lists.All)
            {
                Assert.That(list.Values.Select(value => value.Code), Is.Unique, list.Name);
                Assert.That(list.Values.Select(value => value.Label), Is.Unique.And.All.Not.Empty, list.Name);
                Assert.That(list.Values.All(value => list.Contains(value.Code)), list.Name);
                Assert.That((string[])[list.Standard, list.Title], Has.All.Not.Empty, list.Name);
                Assert.That(list.Address, Is.EqualTo($"/v1/code-lists/{list.Name}"));
            }
        }
    }

    [Test]
    public void Are_found_by_every_name_that_a_filed_member_declares()
    {
        var declared = typeof(Filing).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties())
            .Select(property => property.GetCustomAttribute<FromListAttribute>()?.Name)
            .OfType<string>()
            .ToList();
        Assert.That(declared, Is.Not.Empty.And.All.Matches<string>(name => Lists.Find(name) is not null));
    }

    // The kinds of moves are made of the actions' codes; those that are read by name must be spelled so too.
    [Test]
    public void Tell_of_every_act_that_is_read_by_its_name() => Assert.That(
        typeof(ActKinds).GetFields().Select(kind => (string)kind.GetRawConstantValue()!),
        Is.Not.Empty.And.All.Matches<string>(Lists.Find("timelineKind")!.Contains));

    [Test]
    public void Are_not_found_by_another_name() => Assert.That(Lists.Find("Mode"), Is.Null);

    [TestCase("TIP")]
    [TestCase("tip ")]
    [TestCase("")]
    public void Contain_exactly_their_codes(string almost) => Assert.That(Lists.Find("crimeHypothesis")!.Contains(almost), Is.False);

    [TestCase("jurisdiction")]
    [TestCase("place")]
    [TestCase("citizenship")]
    public void Label_XK_neutrally_until_configuration_says_otherwise(string name)
    {
        var list = Lists.Find(name)!;
        var relabelled = list.Relabelled("XK", "Kosovo*");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Values, Does.Contain(new CodeListValue("XK", "Kosovo (UNSCR 1244)")));
            Assert.That(relabelled.Values, Does.Contain(new CodeListValue("XK", "Kosovo*")));
            Assert.That(relabelled.Values.Where(value => value.Code != "XK"), Is.EqualTo(list.Values.Where(value => value.Code != "XK")));
            Assert.That(relabelled.Contains("XK"));
        }
    }
}
