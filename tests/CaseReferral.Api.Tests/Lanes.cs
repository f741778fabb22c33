// Folders are tested side by side, as many as below; within one, a test follows another. Those that share a registry say so at its fixture.
// What measures time or counts of the whole process runs alone: [NonParallelizable].
[assembly: LevelOfParallelism(3)]

namespace CaseReferral.Api.Tests.AccessLog
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Browser
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Clients
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Clocks
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Conformance
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Contents
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Contract
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Disclosures
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Life
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Matching
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Messages
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Notifications
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Reference
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Seats
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Stores
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}

namespace CaseReferral.Api.Tests.Timelines
{
    [SetUpFixture, Parallelizable(ParallelScope.Self)]
    internal sealed class Lane;
}
