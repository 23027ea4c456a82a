import Glibc

/// The built program as its users start it.
enum ProgramBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    let render = ["render", "--step", "action.remap.pte.5"]
    var memory: [Double] = []
    func run(_ arguments: [String]) -> Double {
      watch.median(of: watch.runs) {
        let child = ChildRun.toEnd(arguments)
        memory.append(child.megabytes)
        return child.milliseconds
      }
    }
    let version = run(["--version"])
    memory = []
    let picture = run(render)
    let first = watch.median(of: watch.runs) { ChildRun.toFirstFrame() }
    return [
      Row(what: "start and end: vmascope --version", measured: version, budget: nil, unit: "ms"),
      Row(what: "start and end: vmascope render", measured: picture, budget: nil, unit: "ms"),
      Row(what: "resident memory of vmascope render", measured: memory.max() ?? 0, budget: 40, unit: "MB"),
      Row(what: "first frame on a terminal after start", measured: first, budget: 30, unit: "ms"),
    ]
  }
}
