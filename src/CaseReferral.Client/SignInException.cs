namespace CaseReferral.Client;

/// <summary>No token could be had, so nothing was sent. The inner exception says why, as whoever gives the tokens says it.</summary>
public sealed class SignInException : Exception
{
    internal SignInException(Exception why) : base($"No token for the registry could be had: {why.Message}", why)
    {
    }
}
