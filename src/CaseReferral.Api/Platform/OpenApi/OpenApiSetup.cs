namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>The contract's document, and the page to try it.</summary>
public static class OpenApiSetup
{
    /// <summary>Registers both documents.</summary>
    public static void AddOpenApiDocuments(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1");

    /// <summary>Serves the document.</summary>
    public static void MapOpenApiDocuments(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();

    /// <summary>Serves Swagger UI.</summary>
    public static void UseSwaggerPage(this WebApplication app) => app.UseSwaggerUI();
}
