
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
        // Every problem passes here: what the framework made by itself becomes one of the catalogue, and the trace is the one of Problem.
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            if (!problem.Extensions.ContainsKey("code")
                && ProblemCatalogue.OfStatus(problem.Status ?? context.HttpContext.Response.StatusCode) is { } kind)
                context.ProblemDetails = problem = Problem.Of(kind).ProblemDetails;
            problem.Extensions["traceId"] = Problem.TraceId();
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
