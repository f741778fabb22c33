using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using CaseReferral.Api.Platform.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>What one registry measures of itself from now on, as an exporter would get it.</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<Measurement> taken = new();

    /// <summary>Listens to a registry's meter, and to no other's in this process.</summary>
    public Measured(Registry registry)
    {
        var meters = registry.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == TelemetrySetup.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    /// <summary>What an instrument was given, in order.</summary>
    /// <param name="instrument">Its name after <c>case_referral.</c></param>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. taken.Where(one => one.Instrument == $"case_referral.{instrument}")];

    /// <summary>Asks the gauges, and gives what this one says.</summary>
    /// <param name="instrument">Its name after <c>case_referral.</c></param>
    public double Gauge(string instrument)
    {
        listener.RecordObservableInstruments();
        return Of(instrument)[^1].Value;
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var spelt = tags.ToArray().Select(tag => $"{tag.Key}={Convert.ToString(tag.Value, CultureInfo.InvariantCulture)}");
        taken.Enqueue(new(instrument.Name, value, string.Join(' ', spelt.Order(StringComparer.Ordinal))));
    }
}

/// <summary>One measurement.</summary>
/// <param name="Instrument">The instrument's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Tags">Its tags as <c>name=value</c>, by name.</param>
public sealed record Measurement(string Instrument, double Value, string Tags);
