// Fixtures run beside each other, the tests of one after another: each fixture has a registry of its own. What measures time, or counts or
// changes something of the whole process, says [NonParallelizable] and runs when nothing else does; so do the fixtures of a folder whose
// [SetUpFixture] says it, because they share a registry and what is in it.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
