using System.Collections.Concurrent;

namespace CaseReferral.Storage.SqlServer;

/// <summary>Batches that were rendered, by the statements they are made of: one text, and one plan on the server, for each shape.</summary>
/// <typeparam name="TPart">A statement and how it is run.</typeparam>
/// <typeparam name="TBatch">What is rendered.</typeparam>
internal sealed class Shapes<TPart, TBatch>(Func<IReadOnlyList<TPart>, TBatch> render)
    where TPart : notnull
{
    // Far more than a registry has; input can't make more shapes than there are filters and legs.
    private const int Most = 4096;

    private readonly ConcurrentDictionary<Shape, TBatch> known = new();

    public TBatch Of(TPart[] parts)
    {
        var shape = new Shape(parts);
        if (known.TryGetValue(shape, out var batch))
            return batch;
        if (known.Count >= Most)
            known.Clear();
        return known.GetOrAdd(shape, render(parts));
    }

    private readonly struct Shape(TPart[] parts) : IEquatable<Shape>
    {
        private readonly TPart[] parts = parts;

        public bool Equals(Shape other) => parts.AsSpan().SequenceEqual(other.parts);

        public override bool Equals(object? obj) => obj is Shape other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var part in parts)
                hash.Add(part);
            return hash.ToHashCode();
        }
    }
}
