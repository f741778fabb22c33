namespace CaseReferral.Storage.Migrations;

/// <summary>The database isn't one that this code may touch.</summary>
/// <param name="message">One plain sentence for operators.</param>
/// <param name="innerException">What the engine said.</param>
public sealed class MigrationRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
