import Glibc

/// The built program as its users start it.
enum ProgramBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    let version = watch.median(of: watch.runs) { ChildRun.toEnd(["--version"]) }
    let picture = watch.median(of: watch.runs) { ChildRun.toEnd(["render", "--step", "action.remap.pte.5"]) }
    var memory = 0.0
    let first = watch.median(of: watch.runs) {
      let (milliseconds, megabytes) = ChildRun.toFirstFrame()
      memory = max(memory, megabytes)
      return milliseconds
    }
    return [
      Row(what: "start and end: vmascope --version", measured: version, budget: nil, unit: "ms"),
      Row(what: "start and end: vmascope render", measured: picture, budget: nil, unit: "ms"),
      Row(what: "resident memory at the first frame", measured: memory, budget: 40, unit: "MB"),
      Row(what: "first frame on a terminal after start", measured: first, budget: 30, unit: "ms"),
      Row(
        what: "from a key to the first bytes it changes", measured: ChildRun.keyToBytes(keys: watch.runs),
        budget: 5, unit: "ms"),
    ]
  }
}
