import MemoryModel
import Simulation

/// Running, browsing and changing runs.
enum RunBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] { small(watch) + large(watch) }

  private static func small(_ watch: Stopwatch) -> [Row] {
    let scenario = Runs.scenario()
    let recording = scenario.record()
    let count = Double(recording.changes.count)
    let routines = recording.program.routines.count
    let instructions = Double(recording.program.code.count)
    let link = watch.milliseconds(times: 20) { keep(scenario.program) }
    let record = watch.milliseconds(times: 20) { keep(recording.again()) }
    // The last step that can fail is preceded by nearly everything: little is left to run.
    let position = (1...recording.last).last { !recording.ways(at: $0).isEmpty } ?? 1
    let diversion = watch.milliseconds(times: 20) { keep(recording.failing(at: position)) }
    let points = watch.milliseconds { keep(Check(scenario)) }
    return [
      // Every run may link its own: the design measured 250 instructions.
      Row(
        what: "link \(routines) routines, \(Int(instructions)) instructions", measured: link,
        budget: 0.1 * instructions / 250, unit: "ms"),
      Row(
        what: "run and record the default scenario, \(Int(count)) changes, laws checked", measured: record,
        budget: 0.1 * count / 300, unit: "ms"),
      Row(
        what: "change an answer at its last step that can fail", measured: diversion, budget: 1, unit: "ms"),
      Row(
        what: "fail at every failure point, once and from there on", measured: points, budget: nil, unit: "ms"
      ),
    ]
  }

  private static func large(_ watch: Stopwatch) -> [Row] {
    let scenario = Runs.scenario(pages: 65_536)
    let few = Stopwatch(runs: min(watch.runs, 5))
    let before = Stopwatch.residentMegabytes
    let recording = scenario.record()
    let memory = Stopwatch.residentMegabytes - before
    let record = few.milliseconds { keep(scenario.record()) }
    var seeks: [Double] = []
    for number in 1...(watch.runs == 1 ? 2 : 40) {
      // Places all over the recording, the worst of them counts.
      let position = number * 7919 % recording.last
      seeks.append(few.milliseconds { keep(recording.state(at: position)) })
    }
    return [
      Row(what: "run and record a remap of 65,536 pages", measured: record, budget: 50, unit: "ms"),
      Row(
        what: "memory of that recording, \(recording.changes.count) changes", measured: memory, budget: 20,
        unit: "MB"),
      Row(
        what: "seek in that recording, the slowest of 40 places", measured: seeks.max() ?? 0, budget: 0.2,
        unit: "ms"),
    ]
  }
}
