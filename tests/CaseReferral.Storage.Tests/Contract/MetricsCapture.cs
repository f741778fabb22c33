using System.Diagnostics.Metrics;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>What the store's meter tells while it is there: of everything that runs in the process meanwhile.</summary>
internal sealed class MetricsCapture : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<string> seen = [];

    public MetricsCapture()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == StorageMetrics.Meter)
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        listener.Start();
    }

    public IReadOnlyCollection<string> Seen
    {
        get
        {
            lock (seen)
                return [.. seen];
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = instrument.Name + string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
        lock (seen)
            seen.Add(text);
    }
}
