
namespace CaseReferral.Api.Platform.Problems;

/// <summary>Gives every error of the pipeline the shape of a problem, also those that never reach an endpoint.</summary>
public static class ProblemsSetup
{
    /// <summary>Registers the mapping of exceptions and makes bindings throw, so that their reasons reach it.</summary>
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        // Otherwise a binding that fails answers 400 with an empty body outside Development.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // Whatever the framework writes as a problem by itself gets code and traceId too.
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            if (ProblemCatalogue.OfStatus(context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode) is { } kind)
                context.ProblemDetails = Problem.Of(kind).ProblemDetails;
        });
    }

    /// <summary>Comes before everything that may fail.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(async context =>
        {
            // A HEAD, or a status that says everything by itself, has no body to write.
            if (ProblemCatalogue.OfStatus(context.HttpContext.Response.StatusCode) is not { } kind)
                return;
            await Problem.Of(kind).ExecuteAsync(context.HttpContext);
        });
    }
}
