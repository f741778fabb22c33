using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>The application as <c>deploy/entra</c> registers it: what the code decides on, and nothing else.</summary>
public sealed class The_Entra_application
{
    private static readonly JsonNode Manifest =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "entra", "app-registration.json")))!;

    [Test]
    public void Has_the_app_roles_that_seats_need()
    {
        Assert.That(Manifest.Items("/appRoles").Select(role => role.Says("/value")), Is.EquivalentTo(AppRoles.All));
        Assert.That(Manifest.Items("/appRoles").Select(role => role.Says("/id")), Is.Unique);
    }

    [Test]
    public void Gives_systems_the_roles_of_partners_and_no_others() => Assert.That(
        Manifest.Items("/appRoles").Where(role => role.Says("/allowedMemberTypes/0") == "Application").Select(role => role.Says("/value")),
        Is.EquivalentTo((string[])[AppRoles.PartnerRead, AppRoles.PartnerFile]));

    [Test]
    public void Asks_for_v2_tokens_with_the_scope_and_without_groups()
    {
        Assert.That(Manifest.Says("/api/requestedAccessTokenVersion"), Is.EqualTo("2"));
        Assert.That(
            Manifest.Items("/api/oauth2PermissionScopes").Select(scope => scope.Says("/value")), Is.EqualTo((string[])[EntraTokens.Scope]));
        Assert.That(Manifest.Says("/groupMembershipClaims"), Is.Null);
        Assert.That(Manifest.Items("/optionalClaims/accessToken").Select(claim => claim.Says("/name")), Is.EqualTo((string[])["idtyp"]));
    }
}
