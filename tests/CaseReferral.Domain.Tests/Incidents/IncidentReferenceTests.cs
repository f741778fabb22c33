using CaseReferral.Domain.Incidents;
using CsCheck;

namespace CaseReferral.Domain.Tests.Incidents;

public sealed class An_incident_reference
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string AlphaNumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly Gen<string> References = Gen.Select(
        Gen.OneOf("AL", "BA", "ME", "MK", "RS", "XK"), Gen.Int[2000, 2099], Gen.Int[0, IncidentReference.Capacity - 1],
        IncidentReference.Compose);

    [Test]
    public void Is_jurisdiction_year_six_characters_and_a_check_character()
    {
        var random = "7K3F9Q".Aggregate(0, (value, character) => value * 32 + Crockford.IndexOf(character, StringComparison.Ordinal));
        Assert.That(IncidentReference.Compose("ME", 2026, random), Is.EqualTo("ME-26-7K3F9Q-D"));
    }

    [TestCase(0, "RS-05-000000")]
    [TestCase(IncidentReference.Capacity - 1, "RS-05-ZZZZZZ")]
    public void Uses_every_value_of_its_random_part(int random, string start) =>
        Assert.That(IncidentReference.Compose("RS", 2005, random), Does.StartWith(start));

    [TestCase("me", 0)]
    [TestCase("MNE", 0)]
    [TestCase("M1", 0)]
    [TestCase("ME", -1)]
    [TestCase("ME", IncidentReference.Capacity)]
    public void Is_never_made_of_something_else(string jurisdiction, int random) =>
        Assert.That(() => IncidentReference.Compose(jurisdiction, 2026, random), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Is_read_back_as_it_was_made() =>
        References.Sample(made => IncidentReference.TryParse(made, out var read) && read == made);

    [TestCase("ME-26-7K3F9Q-D")]
    [TestCase("me-26-7k3f9q-d")]
    [TestCase("ME267K3F9QD")]
    [TestCase(" me 26 7k3 f9q d ")]
    public void Is_read_in_any_case_with_or_without_hyphens(string typed)
    {
        Assert.That(IncidentReference.TryParse(typed, out var canonical));
        Assert.That(canonical, Is.EqualTo("ME-26-7K3F9Q-D"));
    }

    [Test]
    public void Is_read_with_I_and_L_for_1_and_O_for_0_among_the_six()
    {
        var made = IncidentReference.Compose("ME", 2026, 1 << 20 | 1);
        Assert.That(made, Does.StartWith("ME-26-010001-"));
        Assert.That(IncidentReference.TryParse("ME-26-OIOoOl-" + made[^1], out var canonical));
        Assert.That(canonical, Is.EqualTo(made));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("ME-26-7K3F9Q")]
    [TestCase("ME-26-7K3F9Q-DD")]
    [TestCase("ME-26-7K3F9U-D")]
    [TestCase("M3-26-7K3F9Q-D")]
    [TestCase("ME-2G-7K3F9Q-D")]
    [TestCase("ME-26-7K3F9Q-Đ")]
    [TestCase("МЕ-26-7K3F9Q-D")]
    [TestCase("0197a3c2-52d4-7000-8000-000000000000")]
    public void Is_not_read_from_something_else(string? typed)
    {
        Assert.That(IncidentReference.TryParse(typed, out var canonical), Is.False);
        Assert.That(canonical, Is.Null);
    }

    [Test]
    public void With_any_single_wrong_character_is_refused() =>
        References.Sample(made =>
        {
            var compact = made.Replace("-", "", StringComparison.Ordinal);
            return Enumerable.Range(0, compact.Length).All(position => AlphaNumeric.All(wrong =>
                IsTheSame(compact[position], wrong, position)
                || !IncidentReference.TryParse($"{compact[..position]}{wrong}{compact[(position + 1)..]}", out _)));
        }, iter: 500);

    // The hybrid systems of ISO/IEC 7064 promise nearly all, not all.
    [Test]
    public void With_two_neighbours_swapped_is_refused_nearly_always()
    {
        var swaps = 0;
        var unnoticed = 0;
        for (var random = 0; random < 20_000; random++)
        {
            var compact = IncidentReference.Compose("ME", 2026, (int)(random * 2_654_435_761L % IncidentReference.Capacity))
                .Replace("-", "", StringComparison.Ordinal).ToCharArray();
            for (var i = 0; i < compact.Length - 1; i++)
            {
                if (compact[i] == compact[i + 1])
                    continue;
                swaps++;
                (compact[i], compact[i + 1]) = (compact[i + 1], compact[i]);
                unnoticed += IncidentReference.TryParse(new string(compact), out _) ? 1 : 0;
                (compact[i], compact[i + 1]) = (compact[i + 1], compact[i]);
            }
        }

        Assert.That(unnoticed / (double)swaps, Is.LessThan(0.005));
    }

    private static bool IsTheSame(char right, char typed, int position) =>
        right == typed || (position is >= 4 and < 10 && (right, typed) is ('1', 'I') or ('1', 'L') or ('0', 'O'));
}
