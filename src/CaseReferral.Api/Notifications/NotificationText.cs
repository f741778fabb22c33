using System.Globalization;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Notifications;

/// <summary>A notification in words: reference, priority, deadline and exercise mark, and nothing else.</summary>
public static class NotificationText
{
    /// <summary>One line, short enough for a pager: <c>EXERCISE ME-26-7K3F9Q-D P1 by 2026-11-24 10:15 UTC</c>.</summary>
    public static string Of(Notification notification)
    {
        var mark = notification.Exercise ? "EXERCISE " : "";
        var deadline = notification.Deadline is { } due
            ? $" by {due.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : "";
        return $"{mark}{notification.Reference} {notification.Priority.Code()}{deadline}";
    }
}
