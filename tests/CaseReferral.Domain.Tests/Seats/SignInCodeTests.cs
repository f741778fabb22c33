using CaseReferral.Domain.Seats;

namespace CaseReferral.Domain.Tests.Seats;

public sealed class A_sign_in_code
{
    [TestCase("0000000000", "0000-0000")]
    [TestCase("FFFFFFFFFF", "ZZZZ-ZZZZ")]
    [TestCase("0000000001", "0000-0001")]
    [TestCase("8000000000", "G000-0000")]
    public void Is_written_in_eight_characters(string random, string code) =>
        Assert.That(SignInCode.Compose(Convert.FromHexString(random)), Is.EqualTo(code));

    [TestCase("7K3F-9QDM")]
    [TestCase("7k3f9qdm")]
    [TestCase(" 7K3F 9QDM ")]
    [TestCase("7-K-3-F-9-Q-D-M")]
    public void Is_read_as_it_is_typed(string typed)
    {
        Assert.That(SignInCode.TryParse(typed, out var code), Is.True);
        Assert.That(code, Is.EqualTo("7K3F-9QDM"));
    }

    [Test]
    public void Is_read_with_the_letters_that_look_like_digits()
    {
        Assert.That(SignInCode.TryParse("oOiI-lL01", out var code), Is.True);
        Assert.That(code, Is.EqualTo("0011-1101"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("7K3F-9QD")]
    [TestCase("7K3F-9QDMM")]
    [TestCase("7K3F-9QDU")]
    [TestCase("7K3F_9QDM")]
    [TestCase("٧K3F-9QDM")]
    public void Is_nothing_else(string? typed) => Assert.That(SignInCode.TryParse(typed, out _), Is.False);

    [Test]
    public void Is_made_of_five_bytes() => Assert.That(() => SignInCode.Compose(new byte[4]), Throws.ArgumentException);
}
