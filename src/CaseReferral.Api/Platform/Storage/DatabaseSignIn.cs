using System.Collections.Concurrent;
using Azure.Core;
using Azure.Identity;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>
/// Signs the service in to Azure SQL as an identity of Entra ID, so that there is no password of the database to keep. SQL Server's client
/// brings no such sign-in of its own any more. For services: nobody is asked anything.
/// </summary>
public sealed class DatabaseSignIn : SqlAuthenticationProvider
{
    private static readonly SqlAuthenticationMethod[] Methods =
    [
        SqlAuthenticationMethod.ActiveDirectoryManagedIdentity, SqlAuthenticationMethod.ActiveDirectoryMSI,
        SqlAuthenticationMethod.ActiveDirectoryWorkloadIdentity, SqlAuthenticationMethod.ActiveDirectoryServicePrincipal,
        SqlAuthenticationMethod.ActiveDirectoryDefault,
    ];

    private readonly ConcurrentDictionary<(SqlAuthenticationMethod, string?, string?), TokenCredential> credentials = new();

    private DatabaseSignIn()
    {
    }

    /// <summary>Serves whatever connection string names one of the methods.</summary>
    public static void Register()
    {
        var signIn = new DatabaseSignIn();
        foreach (var method in Methods)
            SetProvider(method, signIn);
    }

    /// <inheritdoc/>
    public override bool IsSupported(SqlAuthenticationMethod authenticationMethod) => Methods.Contains(authenticationMethod);

    /// <inheritdoc/>
    public override async Task<SqlAuthenticationToken> AcquireTokenAsync(SqlAuthenticationParameters parameters)
    {
        // A credential keeps its tokens, and renews them before they end.
        var credential = credentials.GetOrAdd(
            (parameters.AuthenticationMethod, parameters.UserId, parameters.Authority), _ => CredentialFor(parameters));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(1, parameters.ConnectionTimeout)));
        try
        {
            var token = await credential.GetTokenAsync(new([$"{parameters.Resource.TrimEnd('/')}/.default"]), patience.Token);
            return new(token.Token, token.ExpiresOn);
        }
        catch (Exception failure) when (failure is AuthenticationFailedException or OperationCanceledException)
        {
            throw new NoTokenException(parameters.AuthenticationMethod, failure);
        }
    }

    private static TokenCredential CredentialFor(SqlAuthenticationParameters parameters) => parameters.AuthenticationMethod switch
    {
        SqlAuthenticationMethod.ActiveDirectoryManagedIdentity or SqlAuthenticationMethod.ActiveDirectoryMSI =>
            new ManagedIdentityCredential(
                string.IsNullOrEmpty(parameters.UserId)
                    ? ManagedIdentityId.SystemAssigned
                    : ManagedIdentityId.FromUserAssignedClientId(parameters.UserId)),
        SqlAuthenticationMethod.ActiveDirectoryWorkloadIdentity => new WorkloadIdentityCredential(
            new WorkloadIdentityCredentialOptions { ClientId = string.IsNullOrEmpty(parameters.UserId) ? null : parameters.UserId }),
        SqlAuthenticationMethod.ActiveDirectoryServicePrincipal => new ClientSecretCredential(
            TenantIn(parameters.Authority), parameters.UserId, parameters.Password),
        _ => new DefaultAzureCredential(),
    };

    // The server names whom to ask by the address of its tenant.
    private static string TenantIn(string authority) =>
        new Uri(authority).Segments.Select(segment => segment.Trim('/')).First(segment => segment.Length > 0);

    private sealed class NoTokenException(SqlAuthenticationMethod method, Exception cause) : SqlAuthenticationProviderException(
        method, "entra", shouldRetry: false, retryPeriod: 0, "Entra ID gave no token for the database.", cause);
}
