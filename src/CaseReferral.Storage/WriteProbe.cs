namespace CaseReferral.Storage;

/// <summary>One row, written the way every act is written: whether that works now is what <c>/health/ready</c> wants to know.</summary>
internal static class WriteProbe
{
    private static readonly Statement Touch = new(_ => "UPDATE Probe SET At = @At WHERE Id = 1");

    private static readonly Statement First = new(_ =>
        "INSERT INTO Probe (Id, At) SELECT 1, @At WHERE NOT EXISTS (SELECT 1 FROM Probe WHERE Id = 1)");

    /// <summary>Writes it.</summary>
    /// <returns>Null when it was stored, else why not.</returns>
    public static async Task<StorageFault?> WriteAsync(Database database, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var at = new { At = now };
            await database.CommitAsync(new Act(default).DoAny(Touch, at).DoAny(First, at), ct);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            return e.Fault;
        }
    }
}
