using System.Runtime.CompilerServices;
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
    private static readonly JsonSerializerOptions Json =
        new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly OutboxFile file;
    private readonly OutboxKey key;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim sending = new(1, 1);

    /// <summary>Opens the outbox in a file, which is made when it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key of what is in it; it must be the same each time.</param>
    /// <param name="clock">The device's clock.</param>
    public FilingOutbox(string path, OutboxKey key, TimeProvider? clock = null)
    {
        this.key = key;
        this.clock = clock ?? TimeProvider.System;
        file = new OutboxFile(path);
    }

    /// <summary>
    /// Takes a filing. When this returns it is on disk. A filing without a <c>clientId</c> gets one, one without <c>awareAt</c> gets now;
    /// both stay. Adding the same filing again changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The outbox has another filing under this <c>clientId</c>.</exception>
    public Task<OutboxItem> AddAsync(Filing filing, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filing);
        cancellation.ThrowIfCancellationRequested();
        if (filing.ClientId == Guid.Empty)
            filing.ClientId = Keys.New(clock);
        if (filing.AwareAt == default)
            filing.AwareAt = clock.GetLocalNow();

        var id = filing.ClientId;
        var plain = JsonSerializer.SerializeToUtf8Bytes(filing, Json);
        var row = file.Add(id, clock.GetUtcNow(), key.Seal(plain, Bound(id)).ToBytes(), Fingerprint(plain));
        return row.Fingerprint.AsSpan().SequenceEqual(Fingerprint(plain))
            ? Task.FromResult(Item(row))
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
    /// Sends what waits and what is added later, until it is cancelled; without a connection it tries again every <paramref name="pause"/>.
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
        sending.Dispose();
    }

    private async Task<OutboxRow> SendAsync(ICaseReferralClient client, OutboxRow row, CancellationToken cancellation)
    {
        var filing = JsonSerializer.Deserialize<Filing>(key.Open(Sealed.Of(row.Payload!), Bound(row.ClientId)), Json)!;
        try
        {
            var answer = await client.FileIncidentAsync(filing, cancellationToken: cancellation).ConfigureAwait(false);
            var kept = key.Seal(JsonSerializer.SerializeToUtf8Bytes(answer.Result, Json), Bound(row.ClientId)).ToBytes();
            return file.Filed(row.ClientId, answer.Result.Id, answer.Result.Reference, answer.ETag, kept);
        }
        catch (RegistryException refused) when (IsOfTheFiling(refused))
        {
            return file.Refused(row.ClientId, refused.Code, refused.Problem?.IncidentId, refused.Problem?.Reference, refused.ETag);
        }
        catch (RegistryException refused)
        {
            return file.Waits(row.ClientId, refused.Code ?? $"http-{refused.Status}");
        }
        catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return file.Waits(row.ClientId, "no-connection");
        }
    }

    // A proxy's page, a new sign-in, and being asked to wait say nothing about the filing.
    private static bool IsOfTheFiling(RegistryException refused) =>
        refused is { Problem: not null, RetryAfter: null, Status: >= 400 and < 500 and not (401 or 408 or 429) };

    private OutboxItem Item(OutboxRow row) => new(
        row.ClientId, row.State, row.AddedAt, row.Tries, row.Reference, row.IncidentId, row.ETag, row.Code,
        row.Answer is { } answer ? JsonSerializer.Deserialize<Incident>(key.Open(Sealed.Of(answer), Bound(row.ClientId)), Json) : null);

    // What is sealed belongs to its row: moved into another one it doesn't open.
    private static byte[] Bound(Guid clientId) => clientId.ToByteArray(bigEndian: true);

    // Tells the same filing from another one when the payload is gone. Keyed, since what people filed could be guessed from a plain hash.
    private byte[] Fingerprint(byte[] plain) => key.Fingerprint(plain);
}
