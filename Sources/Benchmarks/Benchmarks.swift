import Glibc

/// Prints what the design allows and what this machine takes. Judged by eye: time is never a test.
///
/// Numbers of a debug build mean nothing: `swift run -c release benchmarks`. With `--smoke` everything runs
/// once, to show that it runs.
@main
struct Benchmarks {
  static func main() {
    let isSmoke = CommandLine.arguments.contains("--smoke")
    let watch = Stopwatch(runs: isSmoke ? 1 : 15)
    print(Row.heading)
    for group in [
      RunBenchmarks.rows, PictureBenchmarks.rows, SizeBenchmarks.rows, FilmBenchmarks.rows,
      ImportBenchmarks.rows,
      ProgramBenchmarks.rows,
    ] {
      for row in group(watch) { print(row.line) }
    }
  }
}
