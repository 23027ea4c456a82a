import KernelRoutines
import MemoryModel
import Scenarios
import Simulation

/// The runs that are measured.
enum Runs {
  /// A bundled scenario; the tests make sure that each can be read.
  static func scenario(_ name: String = ScenarioCatalogue.defaultName) -> Scenario {
    guard let source = try? ScenarioCatalogue.scenario(named: name) else {
      preconditionFailure("no scenario \(name)")
    }
    return source.scenario
  }

  /// The default scenario in a process that has so many VMAs: libraries of four pages, one page apart.
  static func scenario(vmas: Int) -> Scenario {
    var scenario = scenario()
    let base: UInt64 = 0x7_f000_0000
    scenario.process.mappings += (0..<max(0, vmas - scenario.process.mappings.count)).map { number in
      ImageMapping(
        range: AddressRange(VirtualAddress(page: base + UInt64(number) * 5), pages: 4),
        protection: [.read, .execute], isShared: false, offset: 0, device: "08:01",
        inode: UInt64(1000 + number), name: "/usr/lib/lib\(number).so")
    }
    scenario.process.mappings.sort { $0.range.start < $1.range.start }
    return scenario
  }

  /// The default scenario with another number of pages.
  static func scenario(pages: Int) -> Scenario {
    var scenario = scenario()
    guard case .mmap(var call) = scenario.tasks[0].calls[0] else { return scenario }
    call.pages = pages
    scenario.tasks[0].calls[0] = .mmap(call)
    return scenario
  }
}
