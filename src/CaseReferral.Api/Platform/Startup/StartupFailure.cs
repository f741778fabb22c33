using System.Net.Sockets;
using CaseReferral.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Platform.Startup;

/// <summary>
/// The registry won't start like this. Thrown by whatever finds the reason; its message is one plain sentence that says what to do.
/// </summary>
public sealed class StartupRefusedException(string sentence, int exitCode = StartupFailure.Misconfigured) : Exception(sentence)
{
    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>Why a start failed, in words for the operator.</summary>
/// <param name="Sentence">One sentence: what is wrong and what to do.</param>
/// <param name="ExitCode">After <c>sysexits.h</c>, which service managers understand.</param>
public sealed record StartupFailure(string Sentence, int ExitCode)
{
    /// <summary>Something the registry needs is in use elsewhere (EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;

    /// <summary>A folder or file can't be made or written (EX_CANTCREAT).</summary>
    public const int CannotWrite = 73;

    /// <summary>A file can't be read as what it should be (EX_IOERR).</summary>
    public const int Unreadable = 74;

    /// <summary>The configuration is wrong (EX_CONFIG).</summary>
    public const int Misconfigured = 78;

    /// <summary>The explanation of <paramref name="exception"/>, by its first explained cause; null for a bug.</summary>
    public static StartupFailure? Of(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Explain(cause) is { } failure)
                return failure;
        }

        return null;
    }

    private static StartupFailure? Explain(Exception cause) => cause switch
    {
        StartupRefusedException refused => new(refused.Message, refused.ExitCode),
        OptionsValidationException invalid =>
            new($"The configuration is wrong: {OneLine(string.Join(" ", invalid.Failures))}", Misconfigured),
        InvalidDataException broken => new($"The configuration can't be read: {OneLine(broken.Message)}", Misconfigured),
        IOException
        {
            InnerException: AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse },
        } taken =>
            new($"{OneLine(taken.Message)} Stop the other process, or choose another address with --urls http://localhost:5081.",
                Unavailable),
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            new("The address is already in use. Stop the other process, or choose another with --urls http://localhost:5081.", Unavailable),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            new("This user may not listen on that port. Choose one above 1023 with --urls http://localhost:5081.", Unavailable),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            new("This machine doesn't have the address to listen on. Choose another with --urls http://localhost:5081.", Unavailable),
        StorageUnavailableException { Fault: StorageFault.Busy } busy =>
            new($"{busy.Message} Let them finish and start it again.", Unavailable),
        StorageUnavailableException { Fault: StorageFault.Corrupt } damaged =>
            new($"{damaged.Message} Restore it from a backup, or name another file in ConnectionStrings:Registry.", Unreadable),
        StorageUnavailableException
        {
            Fault: StorageFault.Unreachable or StorageFault.Slow or StorageFault.Exhausted or StorageFault.Resting,
        } away =>
            new($"{away.Message} Check the server's name and port in ConnectionStrings:Registry, the network, and its certificate.",
                Unavailable),
        StorageUnavailableException { Fault: StorageFault.Denied } denied =>
            new($"{denied.Message} Check user and password in ConnectionStrings:Registry, "
                + "and run deploy/sql/logins.sql and deploy/sql/rights.sql.",
                Misconfigured),
        StorageUnavailableException { Fault: StorageFault.NoDatabase } missing =>
            new($"{missing.Message} Check its name in ConnectionStrings:Registry, or run deploy/sql/database.sql.", Misconfigured),
        StorageUnavailableException { Fault: StorageFault.CannotOpen or StorageFault.NoSharedMemory } file =>
            new($"{file.Message} Check the folder's permissions, or name another file in ConnectionStrings:Registry.", CannotWrite),
        StorageUnavailableException unavailable =>
            new($"{unavailable.Message} Check permissions and free space of its folder, "
                + "or, on a server, the state and the log of the database.",
                CannotWrite),
        UnauthorizedAccessException denied =>
            new($"{OneLine(denied.Message)} Give this user write permission, or name another folder.", CannotWrite),
        DirectoryNotFoundException missing => new($"{OneLine(missing.Message)} Make the folder, or name another.", CannotWrite),
        // Kestrel tells addresses it can't use by half a dozen kinds of exception; that they come from binding is what they share.
        _ when ThrownIn(cause, "Kestrel.Core.Internal.AddressBinder") =>
            new($"The addresses to listen on can't be used: {FirstSentence(cause.Message)} "
                + "Check --urls, ASPNETCORE_URLS and Kestrel:Endpoints.",
                Misconfigured),
        InvalidOperationException when ThrownIn(cause, "Extensions.Configuration.ConfigurationBinder")
            || ThrownIn(cause, "LoggerFilterConfigureOptions") =>
            new($"The configuration is wrong: {FirstSentence(cause.Message)}", Misconfigured),
        _ => null,
    };

    private static bool ThrownIn(Exception cause, string type) => cause.StackTrace?.Contains(type, StringComparison.Ordinal) == true;

    private static string FirstSentence(string message) => OneLine(message.Split('\n')[0]);

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.')
            + ".";
}
