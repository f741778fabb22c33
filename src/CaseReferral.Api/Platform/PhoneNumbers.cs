using PhoneNumbers;

namespace CaseReferral.Api.Platform;

/// <summary>Reads phone numbers by the numbering plans that the metadata of libphonenumber describes, <c>XK</c> (+383) included.</summary>
public static class PhoneNumbers
{
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// The number in E.164, or null when it isn't one number that the numbering plan knows. Only valid numbers are read: a wrong
    /// guess would match two cases that have nothing to do with each other, an unread number is still kept as written.
    /// </summary>
    /// <param name="raw">As written, with or without a prefix.</param>
    /// <param name="jurisdiction">Whose dialling rules a number without a prefix follows.</param>
    public static string? ToE164(string raw, string jurisdiction)
    {
        try
        {
            var number = Plans.Parse(raw, jurisdiction);
            return Plans.IsValidNumber(number) ? Plans.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            // The library's way of saying that this is no phone number.
            return null;
        }
    }
}
