// A fixture that starts registries of its own and takes its time says [Parallelizable] and runs beside others, one test of its after another.
// What measures time, or counts of the whole process, says [NonParallelizable]. All others take turns.
[assembly: LevelOfParallelism(3)]
