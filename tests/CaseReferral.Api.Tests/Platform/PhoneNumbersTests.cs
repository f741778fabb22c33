using static CaseReferral.Api.Platform.PhoneNumbers;

namespace CaseReferral.Api.Tests.Platform;

public sealed class A_phone_number
{
    [TestCase("+387 61 123 456", "ME", "+38761123456")]
    [TestCase("061/123-456", "BA", "+38761123456")]
    [TestCase("00387 61 123 456", "RS", "+38761123456")]
    [TestCase("067 123 456", "ME", "+38267123456")]
    [TestCase("+383 44 123 456", "AL", "+38344123456")]
    [TestCase("044 123 456", "XK", "+38344123456")]
    [TestCase("+38344123456", "", "+38344123456")]
    public void Is_read_by_the_rules_of_its_jurisdiction(string raw, string jurisdiction, string e164) =>
        Assert.That(ToE164(raw, jurisdiction), Is.EqualTo(e164));

    [TestCase("the usual one", "ME")]
    [TestCase("", "ME")]
    [TestCase("12", "ME")]
    [TestCase("067 123 456", "")]
    [TestCase("067 123 456", "ZZ")]
    [TestCase("+999 123 456 789", "ME")]
    [TestCase("0671234561234567890", "ME")]
    public void That_no_plan_knows_is_not_guessed(string raw, string jurisdiction) =>
        Assert.That(ToE164(raw, jurisdiction), Is.Null);
}
