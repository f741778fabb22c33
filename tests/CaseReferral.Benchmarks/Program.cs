using CaseReferral.Benchmarks;

if (Options.Parse(args) is not { } options)
{
    Console.Error.Write(Options.Usage);
    return 2;
}

await (options.Scenario switch
{
    Options.Filing => FilingBenchmark.RunAsync(options),
    Options.Growth => GrowthBenchmark.RunAsync(options),
    Options.Tick => TickBenchmark.RunAsync(options),
    _ => ReadBenchmark.RunAsync(options),
});
return 0;
