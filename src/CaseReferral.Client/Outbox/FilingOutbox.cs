using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using CaseReferral.Client.Http;

namespace CaseReferral.Client.Outbox;

/// <summary>
/// Takes filings while there is no connection, in a SQLite file that survives the process, and sends them in order when there is one.
/// What <see cref="AddAsync"/> has returned for is filed exactly once, however often the process is killed and the connection breaks:
/// the filing's <c>clientId</c> makes it one incident. <c>awareAt</c> stays the device's word. Personal data lies encrypted
/// (AES-256-GCM, bound to its row), and is gone from the file once the registry has it.
/// </summary>
public sealed class FilingOutbox : IDisposable
{
    /// <summary>The code of a filing that was sealed with another key: it is set aside, and the next one goes out.</summary>
    public const string SealedWithAnotherKey = "sealed-with-another-key";

    private static readonly JsonSerializerOptions Json =
        new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly byte[] KeyCheck = "case-referral outbox key"u8.ToArray();

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoErrors = new Dictionary<string, IReadOnlyList<string>>();

    private readonly OutboxFile file;
    private readonly OutboxKey key;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim sending = new(1, 1);

    /// <summary>Opens the outbox in a file, which is made when it is missing. A file is bound to the key that it was made with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key of what is in it; the same each time. The outbox has a copy: you may dispose yours.</param>
    /// <param name="clock">The device's clock.</param>
    /// <exception cref="CryptographicException">The file has another key. Nothing in it was lost.</exception>
    public FilingOutbox(string path, OutboxKey key, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        this.clock = clock ?? TimeProvider.System;
        this.key = key.Copy();
        try
        {
            file = new OutboxFile(path);
            if (!IsItsKey())
                throw new CryptographicException(
                    $"The outbox {path} was made with another key, and nothing of it can be read or sent without that one. "
                    + "Open it with its key, or another file with this one.");
        }
        catch
        {
            // Whatever it was, it goes on to the caller; the file and the key stay with nobody.
            file?.Dispose();
            this.key.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes a filing. When this returns it is on disk. A filing without a <c>clientId</c> gets one, one without <c>awareAt</c> gets now;
    /// both stay. Adding the same filing again changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The outbox has another filing under this <c>clientId</c>.</exception>
    public async Task<OutboxItem> AddAsync(Filing filing, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filing);
        cancellation.ThrowIfCancellationRequested();
        if (filing.ClientId == Guid.Empty)
            filing.ClientId = Keys.New(clock);
        if (filing.AwareAt == default)
            filing.AwareAt = clock.GetLocalNow();

        var id = filing.ClientId;
        var plain = JsonSerializer.SerializeToUtf8Bytes(filing, Json);
        var (fingerprint, payload, at) = (Fingerprint(plain), key.Seal(plain, Bound(id)).ToBytes(), clock.GetUtcNow());
        // A disk may take its time; the thread may be the one that draws the officer's form.
        var row = await Task.Run(() => file.Add(id, at, payload, fingerprint), cancellation).ConfigureAwait(false);
        return row.Fingerprint.AsSpan().SequenceEqual(fingerprint)
            ? Item(row)
            : throw new ArgumentException(
                "The outbox has another filing under this clientId. Send the difference as an amendment once it is filed.", nameof(filing));
    }

    /// <summary>Every filing that wasn't discarded, in the order they were added.</summary>
    public IReadOnlyList<OutboxItem> List() => [.. file.List().Select(Item)];

    /// <summary>
    /// Sends what waits, in order, and tells what became of each. Ends when nothing waits, or when the registry can't be reached, wants us
    /// to wait, or wants a new sign-in: the rest waits on. A refusal is one filing's own, and the next one goes out.
    /// </summary>
    public async IAsyncEnumerable<OutboxItem> SendAsync(
        ICaseReferralClient client, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        await sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (file.NextWaiting() is { } next)
            {
                var sent = Item(await SendAsync(client, next, cancellation).ConfigureAwait(false));
                yield return sent;
                if (sent.State is OutboxState.Waiting)
                    yield break;
            }
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>
    /// Sends what waits and what is added later, until it is cancelled; without a connection or a sign-in it says so of the filing that is
    /// next and tries again every <paramref name="pause"/>.
    /// </summary>
    public async Task RunAsync(
        ICaseReferralClient client, TimeSpan pause, Action<OutboxItem>? told = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            await foreach (var item in SendAsync(client, cancellation).ConfigureAwait(false))
                told?.Invoke(item);
            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Lets a refused filing wait again, as when the officer has got the seat that was missing.</summary>
    public void Retry(Guid clientId) => file.Retry(clientId);

    /// <summary>The filing, to correct what was refused and add it under a new <c>clientId</c>; null once the registry has it.</summary>
    /// <exception cref="CryptographicException">It was sealed with another key.</exception>
    public Filing? Open(Guid clientId) => file.Find(clientId) is { Payload: { } payload }
        ? JsonSerializer.Deserialize<Filing>(key.Open(Sealed.Of(payload), Bound(clientId)), Json)
        : null;

    /// <summary>Forgets a filing that is filed or refused; one that waits is not lost by mistake.</summary>
    /// <exception cref="InvalidOperationException">It still waits.</exception>
    public void Discard(Guid clientId)
    {
        if (!file.Discard(clientId) && file.Find(clientId) is not null)
            throw new InvalidOperationException("This filing still waits to be sent.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        key.Dispose();
        sending.Dispose();
    }

    private async Task<OutboxRow> SendAsync(ICaseReferralClient client, OutboxRow row, CancellationToken cancellation)
    {
        var id = row.ClientId;
        if (key.TryOpen(row.Payload!, Bound(id)) is not { } plain)
            return file.Refused(
                id, SealedWithAnotherKey, Why(id, "It was sealed with another key. Open the outbox with that one."), null, null, null);
        RegistryAnswer<Incident> answer;
        try
        {
            answer = await client.FileIncidentAsync(JsonSerializer.Deserialize<Filing>(plain, Json)!, cancellationToken: cancellation)
                .ConfigureAwait(false);
        }
        catch (RegistryException refused)
        {
            var code = refused.Code ?? $"http-{refused.Status}";
            var why = Why(id, refused.Problem?.Detail ?? refused.Message, refused.Problem?.Errors);
            return IsOfTheFiling(refused)
                ? file.Refused(id, code, why, refused.Problem?.IncidentId, refused.Problem?.Reference, refused.ETag)
                : file.Waits(id, code, why);
        }
        catch (Exception away) when (away is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // The line, the sign-in or something on the device: whatever it is, the filing waits, and the officer is told.
            return file.Waits(id, Code(away), Why(id, (away is SignInException ? away.InnerException! : away).Message));
        }

        var kept = key.Seal(JsonSerializer.SerializeToUtf8Bytes(answer.Result, Json), Bound(id)).ToBytes();
        return file.Filed(id, answer.Result.Id, answer.Result.Reference, answer.ETag, kept);
    }

    // A proxy's page, a new sign-in, and being asked to wait say nothing about the filing.
    private static bool IsOfTheFiling(RegistryException refused) =>
        refused is { Problem: not null, RetryAfter: null, Status: >= 400 and < 500 and not (401 or 408 or 429) };

    private static string Code(Exception away) => away switch
    {
        SignInException => "sign-in-failed",
        HttpRequestException or IOException or OperationCanceledException => "no-connection",
        _ => "not-sent",
    };

    private OutboxItem Item(OutboxRow row)
    {
        var why = Read<Reason>(row.Why, BoundReason(row.ClientId));
        return new(
            row.ClientId, row.State, row.AddedAt, row.Tries, row.Reference, row.IncidentId, row.ETag, row.Code,
            Read<Incident>(row.Answer, Bound(row.ClientId)), why?.Detail, why?.Errors ?? NoErrors);
    }

    // What another key has sealed is no reason not to list the rest.
    private T? Read<T>(byte[]? from, byte[] bound) where T : class =>
        from is not null && key.TryOpen(from, bound) is { } plain ? JsonSerializer.Deserialize<T>(plain, Json) : null;

    // Sealed like the filing: what was refused may repeat what was filed.
    private byte[] Why(Guid clientId, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null) =>
        key.Seal(JsonSerializer.SerializeToUtf8Bytes(new Reason(detail, errors), Json), BoundReason(clientId)).ToBytes();

    // What is sealed belongs to its row: moved into another one it doesn't open.
    private static byte[] Bound(Guid clientId) => clientId.ToByteArray(bigEndian: true);

    private static byte[] BoundReason(Guid clientId) => [.. Bound(clientId), .. "why"u8];

    // Tells the same filing from another one when the payload is gone. Keyed, since what people filed could be guessed from a plain hash.
    private byte[] Fingerprint(byte[] plain) => key.Fingerprint(plain);

    private bool IsItsKey()
    {
        if (file.KeyCheck() is null)
        {
            // New, or made before files were bound to a key. Then what waits tells, or else what was answered. A file that was opened with
            // two keys stays open to both until either has sent its own.
            var rows = file.List();
            var held = rows.Where(row => row.Payload is not null).Select(row => (row.ClientId, Bytes: row.Payload!)).ToList();
            if (held.Count == 0)
                held = [.. rows.Where(row => row.Answer is not null).Select(row => (row.ClientId, row.Answer!))];
            var opened = held.Count(one => key.TryOpen(one.Bytes, Bound(one.ClientId)) is not null);
            if (opened < held.Count)
                return opened > 0;
            file.KeepKeyCheck(key.Seal(KeyCheck, KeyCheck).ToBytes());
        }

        return key.TryOpen(file.KeyCheck()!, KeyCheck) is not null;
    }

    private sealed record Reason(string Detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
}
