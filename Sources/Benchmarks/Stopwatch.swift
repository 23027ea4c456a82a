import Glibc

/// Measures by the monotonic clock; the median of several runs, so that one disturbance does not count.
struct Stopwatch {
  let runs: Int

  /// The median of what a piece of work takes, in milliseconds.
  ///
  /// - Parameter times: how often one run repeats the work, where it is short.
  func milliseconds(times: Int = 1, _ work: () -> Void) -> Double {
    let count = runs == 1 ? 1 : times
    return median(of: runs) {
      let start = Self.now
      for _ in 0..<count { work() }
      return (Self.now - start) / Double(count)
    }
  }

  /// The median of measurements.
  func median(of count: Int, _ measure: () -> Double) -> Double {
    let all = (0..<count).map { _ in measure() }.sorted()
    return all[all.count / 2]
  }

  /// Milliseconds of a clock that never goes back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }

  /// Resident memory of this process in megabytes.
  static var residentMegabytes: Double { megabytes("VmRSS:", of: getpid()) }

  /// The most resident memory a process ever had, in megabytes.
  ///
  /// Not `ru_maxrss`: at exec that takes over the mark of the address space the child was spawned from.
  static func peakMegabytes(of id: pid_t) -> Double { megabytes("VmHWM:", of: id) }

  // A line of /proc/PID/status, which counts in kB.
  private static func megabytes(_ field: String, of id: pid_t) -> Double {
    guard let file = fopen("/proc/\(id)/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let words = text.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == field { return (Double(words[1]) ?? 0) / 1024 }
    }
    return 0
  }
}

/// Keeps the optimiser from dropping work whose result nobody reads.
@inline(never)
func keep<Value>(_ value: Value) {}
