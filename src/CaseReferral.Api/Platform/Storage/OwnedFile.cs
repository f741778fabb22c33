namespace CaseReferral.Api.Platform.Storage;

/// <summary>Small files that the registry keeps beside its data, readable by its own account alone.</summary>
public static class OwnedFile
{
    /// <summary>
    /// Writes a file aside and renames it: a power cut leaves what was there or the new one, and another process never sees half of it.
    /// </summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="content">All of it.</param>
    /// <param name="overwrite">Whether it takes the place of one that is there.</param>
    /// <exception cref="IOException">It can't be written; or it is there, and is to stay.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var aside = $"{path}.{Environment.ProcessId}.new";
        File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(aside, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite);
        }
        catch (IOException)
        {
            File.Delete(aside);
            throw;
        }
    }
}
