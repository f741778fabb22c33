using CaseReferral.Benchmarks;

if (Options.Parse(args) is not { } options)
{
    Console.Error.Write(Options.Usage);
    return 2;
}

await (options.Scenario == Options.Filing ? FilingBenchmark.RunAsync(options) : ReadBenchmark.RunAsync(options));
return 0;
