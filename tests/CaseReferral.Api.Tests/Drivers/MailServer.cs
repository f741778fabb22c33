using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>
/// A mail server on loopback (RFC 5321) that keeps every message it takes, or refuses recipients by a code. With a certificate it offers
/// STARTTLS (RFC 3207), or speaks TLS from the first byte.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly X509Certificate2? certificate;
    private readonly bool tlsAtOnce;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<Mail> taken = new();
    private readonly Task listening;

    /// <summary>Starts it.</summary>
    /// <param name="certificate">Its certificate; null for a server that knows no TLS.</param>
    /// <param name="tlsAtOnce">Whether it speaks TLS from the first byte, instead of offering STARTTLS.</param>
    public MailServer(X509Certificate2? certificate = null, bool tlsAtOnce = false)
    {
        (this.certificate, this.tlsAtOnce) = (certificate, tlsAtOnce);
        listener.Start();
        listening = ListenAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it answers to every recipient; 250 takes the message.</summary>
    public int Answers { get; set; } = 250;

    /// <summary>The messages it took.</summary>
    public IReadOnlyList<Mail> Taken => [.. taken];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await listening;
        stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            Stream stream = connection.GetStream();
            if (tlsAtOnce)
                stream = await SecureAsync(stream);
            var greets = true;
            while (await ConverseAsync(stream, greets))
                (stream, greets) = (await SecureAsync(stream), false);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
        {
        }
    }

    // True when the client wants TLS from here on; false when it has gone.
    private async Task<bool> ConverseAsync(Stream stream, bool greets)
    {
        var isSecure = stream is SslStream;
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        if (greets)
            await writer.WriteLineAsync("220 mail.example ready");
        var to = "";
        while (await reader.ReadLineAsync(stopping.Token) is { } command)
        {
            var verb = command.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT")
                to = command[(command.IndexOf('<', StringComparison.Ordinal) + 1)..command.LastIndexOf('>')];
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go ahead");
                if (await ReadMessageAsync(reader) is not { } text)
                    return false;
                taken.Enqueue(new(to, text, isSecure));
            }

            var offersTls = certificate is not null && !isSecure;
            await writer.WriteLineAsync(verb switch
            {
                "RCPT" => Answers == 250 ? "250 taken" : $"{Answers} not now",
                "QUIT" => "221 bye",
                "EHLO" when offersTls => "250-mail.example\r\n250 STARTTLS",
                "STARTTLS" when offersTls => "220 go ahead",
                "EHLO" or "HELO" or "MAIL" or "RSET" or "NOOP" or "DATA" => "250 mail.example",
                _ => "502 unknown",
            });
            if (verb == "STARTTLS" && offersTls)
                return true;
            if (verb == "QUIT")
                return false;
        }

        return false;
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
        return secured;
    }

    // Null when the client was gone before its end: such a message isn't taken (RFC 5321, 4.1.1.4).
    private static async Task<string?> ReadMessageAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == ".")
                return text.ToString();
            text.Append(line).Append('\n');
        }

        return null;
    }
}

/// <summary>A message that a mail server took.</summary>
/// <param name="To">Its recipient.</param>
/// <param name="Text">Headers and body.</param>
/// <param name="Secured">Whether it came through TLS.</param>
public sealed record Mail(string To, string Text, bool Secured)
{
    /// <summary>A header's value.</summary>
    public string Header(string name) =>
        Text.Split('\n').First(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    /// <summary>What comes after the headers.</summary>
    public string Body => Text[(Text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Trim();
}
