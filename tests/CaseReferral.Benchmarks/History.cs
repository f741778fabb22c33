using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Benchmarks;

/// <summary>
/// Years of work in a store: the sample filings, copied with their legs, clocks and sight until there are so many referrals. Copies go
/// straight into the schema that the program made; what lists and counts don't read (content, journal) isn't copied.
/// </summary>
internal sealed class History : IDisposable
{
    // Open ones stand in the states of a desk's day; the others ended.
    private static readonly string[] OpenStates = ["routed", "acknowledged", "in_triage", "accepted", "info_requested", "in_triage"];
    private static readonly string[] EndedStates = ["concluded", "concluded", "concluded", "declined", "withdrawn", "transferred"];

    private const long Second = 1_000_000;
    private const long FirstId = 1_700_000_000_000;

    private readonly SqliteConnection connection;

    private History(string file)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF");
    }

    /// <summary>Fills a store.</summary>
    /// <param name="file">The store, with the sample filings in it.</param>
    /// <param name="referrals">How many referrals it then has, about.</param>
    /// <param name="open">How many of them are open, about.</param>
    public static void Write(string file, int referrals, int open)
    {
        using var history = new History(file);
        history.Copy(referrals, open);
    }

    private void Copy(int referrals, int open)
    {
        var incidents = new Table(connection, "Incident");
        var legs = new Table(connection, "Referral");
        var clocks = new Table(connection, "Clock");
        var sight = new Table(connection, "Sight");
        var (legsOf, sightOf) = (legs.Rows.ToLookup(row => Hex(row["IncidentId"])), sight.Rows.ToLookup(row => Hex(row["IncidentId"])));
        var clocksOf = clocks.Rows.ToLookup(row => Hex(row["ReferralId"]));
        var templates = incidents.Rows.Where(row => row["Restricted"] is 0L).ToList();
        var seats = Seats();
        Execute("BEGIN");
        var (made, stillOpen, now) = (legs.Rows.Count, 0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        for (var copy = 0; made < referrals; copy++)
        {
            var prefix = PrefixOf(copy);
            var template = templates[copy % templates.Count];
            var own = legsOf[Hex(template["Id"])].ToList();
            // Spread evenly over the years, so that a queue's backlog is of all ages.
            var isOpen = stillOpen < (long)open * made / referrals;
            var received = now - (referrals - made) * 30 * Second;
            incidents.Insert(template, new()
            {
                ["Id"] = Renamed(template["Id"], prefix),
                ["ClientId"] = Renamed(template["ClientId"], prefix),
                ["Reference"] = string.Create(CultureInfo.InvariantCulture, $"{template["Jurisdiction"]}-26-{copy:X6}-0"),
                ["Status"] = isOpen ? "open" : "closed",
                ["ReceivedAt"] = received,
            });
            foreach (var seen in sightOf[Hex(template["Id"])])
                sight.Insert(seen, new() { ["IncidentId"] = Renamed(seen["IncidentId"], prefix) });
            foreach (var leg in own)
            {
                var state = isOpen
                    ? leg["State"] is "unrouted" ? "unrouted"
                        : leg["Kind"] is "notice" ? "routed"
                        : OpenStates[(made + copy) % OpenStates.Length]
                    : leg["Kind"] is "notice" ? "noted" : EndedStates[(made + copy) % EndedStates.Length];
                var due = received + (copy % 97) * 3600 * Second;
                var id = Renamed(leg["Id"], prefix);
                var works = state is "in_triage" or "accepted" or "info_requested" && seats.ContainsKey($"{leg["TaskForce"]}");
                legs.Insert(leg, new()
                {
                    ["Id"] = id,
                    ["IncidentId"] = Renamed(leg["IncidentId"], prefix),
                    ["State"] = state,
                    ["IsOpen"] = isOpen && state != "noted" ? 1L : 0L,
                    ["IsLead"] = isOpen ? leg["IsLead"] : 0L,
                    ["MadeAt"] = received,
                    ["DueAt"] = isOpen ? due : DBNull.Value,
                    ["EndedAt"] = isOpen ? DBNull.Value : received + 86_400 * Second,
                    ["Escalation"] = isOpen ? (long)(made % 4) : 0L,
                    // What the state's clock runs from and to.
                    ["ClockStartedAt"] = received,
                    ["AcknowledgedAt"] = state is "routed" or "unrouted" ? DBNull.Value : received,
                    ["AskedAt"] = state == "info_requested" ? received : DBNull.Value,
                    ["AnswerBy"] = state == "info_requested" ? due : DBNull.Value,
                    ["AcceptedAt"] = state == "accepted" ? received : DBNull.Value,
                    ["ReviewBy"] = state == "accepted" ? due : DBNull.Value,
                    ["AssigneeSeat"] = works ? seats[$"{leg["TaskForce"]}"] : DBNull.Value,
                    ["AssigneeRole"] = works ? "duty" : DBNull.Value,
                    ["Rank"] = RankOf($"{leg["Priority"]}", isOpen ? due : received, id),
                });
                if (isOpen)
                {
                    foreach (var clock in clocksOf[Hex(leg["Id"])])
                        clocks.Insert(clock, new() { ["ReferralId"] = id, ["DueAt"] = due, ["FiresAt"] = DBNull.Value });
                }

                made++;
                stillOpen += isOpen ? 1 : 0;
            }
        }

        Execute("COMMIT");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    // Ids of one copy share their first half, and keep the second: what belonged together does.
    private static byte[] Renamed(object id, byte[] prefix) => [.. prefix, .. ((byte[])id).AsSpan(8)];

    private static byte[] PrefixOf(int copy)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(prefix, (FirstId + copy) << 16 | 0x7000);
        return prefix;
    }

    // As the program orders a queue: priority, deadline, id.
    private static byte[] RankOf(string priority, long due, byte[] id)
    {
        var rank = new byte[25];
        rank[0] = (byte)(priority[1] - '1');
        BinaryPrimitives.WriteInt64BigEndian(rank.AsSpan(1), due);
        id.CopyTo(rank, 9);
        return rank;
    }

    private Dictionary<string, object> Seats()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Place, Id FROM Seat WHERE Role = 'duty'";
        using var reader = command.ExecuteReader();
        Dictionary<string, object> seats = [];
        while (reader.Read())
            seats[reader.GetString(0)] = reader.GetValue(1);
        return seats;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Hex(object id) => Convert.ToHexString((byte[])id);

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    /// <summary>A table's rows as templates, and one prepared insertion.</summary>
    private sealed class Table
    {
        private readonly SqliteCommand insertion;
        private readonly List<string> columns = [];

        public Table(SqliteConnection connection, string name)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {name}";
            using var reader = command.ExecuteReader();
            columns.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
            while (reader.Read())
                Rows.Add(columns.Index().ToDictionary(column => column.Item, column => reader.GetValue(column.Index)));
            insertion = connection.CreateCommand();
            var (names, values) = (columns.Select(column => $"[{column}]"), columns.Select(column => $"${column}"));
            insertion.CommandText = $"INSERT INTO {name} ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)})";
            foreach (var column in columns)
                insertion.Parameters.Add(new SqliteParameter { ParameterName = $"${column}" });
        }

        public List<Dictionary<string, object>> Rows { get; } = [];

        public void Insert(Dictionary<string, object> template, Dictionary<string, object> changed)
        {
            for (var at = 0; at < columns.Count; at++)
                insertion.Parameters[at].Value = changed.GetValueOrDefault(columns[at], template[columns[at]]);
            insertion.ExecuteNonQuery();
        }
    }
}
