using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Development;
using CaseReferral.Api.Tests.Conformance;
using CaseReferral.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>
/// A registry of its own for one fixture: the whole program on a real Kestrel, a SQLite file in a folder of its own or a database of its
/// own on the test server, the development sign-in over the real pipeline. Tests come in through HTTP like everybody else.
/// </summary>
public sealed class Registry : IAsyncDisposable
{
    // Making an RSA key is a good part of a start, and nothing is tested of two issuers: all registries of this process share one.
    private static readonly LocalIssuer Issuer = new(
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json")).Build());

    private readonly WebApplicationFactory<Program> factory;
    private readonly bool ownsFolder;
    private readonly TestDatabase? database;
    private readonly Dictionary<string, Desk> desks = [];

    private Registry(WebApplicationFactory<Program> factory, string folder, bool ownsFolder, TestDatabase? database)
    {
        this.database = database;
        this.factory = factory;
        this.ownsFolder = ownsFolder;
        Folder = folder;
        using var plain = factory.CreateClient();
        Http = new HttpClient(ConformingLine.ToTheRegistry()) { BaseAddress = plain.BaseAddress };
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(Folder, "registry.db");

    /// <summary>Connects to the store.</summary>
    public string ConnectionString => database?.ConnectionString ?? FileIn(Folder);

    /// <summary>A client without a token. It fails on whatever differs from the approved document.</summary>
    public HttpClient Http { get; }

    /// <summary>Services of the running program, for what has no door of its own.</summary>
    public IServiceProvider Services => factory.Services;

    /// <summary>Starts a registry with reference data, packs and people, and no filings of its own but the samples.</summary>
    public static Registry Start(params (string Key, string Value)[] settings) =>
        Open(Directory.CreateTempSubdirectory("case-referral-").FullName, ownsFolder: true, null, settings);

    /// <summary>The same on one of the stores; skips the test when that is SQL Server and no server is configured.</summary>
    public static Task<Registry> StartAsync(Store store, params (string Key, string Value)[] settings) =>
        StartPreparedAsync(store, _ => Task.CompletedTask, settings);

    /// <summary>The same on a store that something is done to first.</summary>
    /// <param name="store">Which.</param>
    /// <param name="prepare">Gets the connection string of a store that is empty yet.</param>
    /// <param name="settings">Of the registry.</param>
    public static async Task<Registry> StartPreparedAsync(
        Store store, Func<string, Task> prepare, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("case-referral-").FullName;
        if (store == Store.Sqlite)
        {
            await prepare(FileIn(folder));
            return Open(folder, ownsFolder: true, null, settings);
        }

        var database = await TestDatabase.CreateAsync();
        await prepare(database.ConnectionString);
        return Open(
            folder, ownsFolder: true, null,
            [
                ("Storage:Provider", "SqlServer"), ("ConnectionStrings:Registry", database.ConnectionString),
                // A shared machine may take its time over fifty new connections.
                ("Storage:SqlServer:AttemptTimeout", "30"), ("Storage:SqlServer:TotalTimeout", "60"),
                .. settings,
            ],
            database);
    }

    /// <summary>The same with some of the program's parts replaced.</summary>
    public static Registry StartWith(Action<IServiceCollection> replace, params (string Key, string Value)[] settings) =>
        Open(Directory.CreateTempSubdirectory("case-referral-").FullName, ownsFolder: true, replace, settings);

    /// <summary>Starts a registry on whatever lies in a folder, which is left behind when it ends.</summary>
    public static Registry StartOn(string folder, Action<IServiceCollection> replace, params (string Key, string Value)[] settings) =>
        Open(folder, ownsFolder: false, replace, settings);

    /// <summary>Starts another registry on this one's file. It must end first.</summary>
    public Registry StartBeside(params (string Key, string Value)[] settings) => Open(Folder, ownsFolder: false, null, settings);

    private static Registry Open(
        string folder, bool ownsFolder, Action<IServiceCollection>? replace, (string Key, string Value)[] settings,
        TestDatabase? database = null)
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Development");
            web.UseSetting("ConnectionStrings:Registry", FileIn(folder));
            web.UseSetting("urls", "http://127.0.0.1:0");
            web.UseSetting("Logging:LogLevel:Default", "Warning");
            // Each attempt to wake somebody is an act on the incident; tests of something else count their own.
            web.UseSetting("Notifications:Enabled", "false");
            foreach (var (key, value) in settings)
                web.UseSetting(key, value);
            // An instance is not the container's to dispose.
            web.ConfigureTestServices(services => services.AddSingleton(Issuer));
            if (replace is not null)
                web.ConfigureTestServices(replace);
        });
        factory.UseKestrel();
        return new(factory, folder, ownsFolder, database);
    }

    private static string FileIn(string folder) => $"Data Source={Path.Combine(folder, "registry.db")}";

    /// <summary>Signs somebody in, for example <c>officer@ME-BAR-PCU</c>.</summary>
    public async Task<Desk> AsAsync(string user)
    {
        if (desks.TryGetValue(user, out var known))
            return known;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", user)]);
        using var answer = await Http.PostAsync(new Uri("/development/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        return desks[user] = new Desk(Http, user, token);
    }

    /// <summary>Moves the registry's clock forward, by an ISO 8601 duration.</summary>
    public async Task AdvanceAsync(string duration)
    {
        using var answer = await Http.PostAsJsonAsync("/development/clock", new { advance = duration });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Reads the store directly, to see that what a door doesn't show is there.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        using DbConnection connection = database is null
            ? new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False")
            : new SqlConnection(database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The number that a query finds, in whatever width the store counts.</summary>
    public long Count(string sql) =>
        Query(sql, row => Convert.ToInt64(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture))[0];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await factory.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        if (!ownsFolder)
            return;
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
