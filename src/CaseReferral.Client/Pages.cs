using System.Runtime.CompilerServices;

namespace CaseReferral.Client;

/// <summary>Follows the cursors of a list.</summary>
public static class Pages
{
    /// <summary>
    /// Every item of a list, page after page, for example
    /// <c>Pages.FollowAsync(cursor =&gt; client.ListReferralsAsync(cursor: cursor), page =&gt; (page.Items, page.Next))</c>. The list is
    /// stable while others insert: no item comes twice, none that was there at the start is left out.
    /// </summary>
    /// <param name="ask">Asks for the page at a cursor; null for the first.</param>
    /// <param name="read">What a page holds, and the cursor of the next; null on the last.</param>
    /// <param name="cancellation">Ends it between two items.</param>
    public static async IAsyncEnumerable<TItem> FollowAsync<TPage, TItem>(
        Func<string?, Task<RegistryAnswer<TPage>>> ask, Func<TPage, (IEnumerable<TItem> Items, string? Next)> read,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(read);
        string? cursor = null;
        do
        {
            (var items, cursor) = read((await ask(cursor).ConfigureAwait(false)).Result);
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return item;
            }
        }
        while (cursor is not null);
    }

    /// <summary>Every incident that your seat sees, newest first.</summary>
    public static IAsyncEnumerable<Incident> EveryIncidentAsync(
        this ICaseReferralClient client, string? actingAs = null, CancellationToken cancellation = default) =>
        FollowAsync(
            cursor => client.ListIncidentsAsync(cursor: cursor, actingAs: actingAs, cancellationToken: cancellation),
            page => (page.Items, page.Next), cancellation);

    /// <summary>Every referral of your queue, most urgent first, or that your seat sees, newest first.</summary>
    public static IAsyncEnumerable<Referral> EveryReferralAsync(
        this ICaseReferralClient client, string? state = null, string? actingAs = null, CancellationToken cancellation = default) =>
        FollowAsync(
            cursor => client.ListReferralsAsync(cursor: cursor, state: state, actingAs: actingAs, cancellationToken: cancellation),
            page => (page.Items, page.Next), cancellation);
}
