import ArgumentParser
import Importers
import KernelRoutines
import MemoryModel
import Scenarios
import Simulation

/// What every verb takes: which scenario, in which address space, under which kernel.
struct RunOptions: ParsableArguments {
  @Argument(
    help: "A bundled scenario's name, or the path of a scenario file; '-' is standard input.",
    completion: Completions.scenarios)
  var scenario: String = ScenarioCatalogue.defaultName

  @Option(help: "Map inside the address space of this process.")
  var pid: Int?

  @Option(
    help: "Map inside the address space this file shows, as in /proc/PID/maps; '-' is standard input.",
    completion: .file())
  var maps: String?

  @Flag(help: "Number the process, its files and devices instead of naming them.")
  var anonymise = false

  @Option(
    help: "The kernel to play; 'vmascope list revisions' names them.", completion: Completions.revisions)
  var revision: String?

  @Option(name: .customLong("fail"), help: "A step that fails: its id, and '=ERRNO' for one of several ways.")
  var failures: [String] = []

  @Option(
    help: "All decisions of the run, in place of the scenario's own: the string that ':decisions' shows.")
  var decisions: String?
}

/// A scenario that is ready to run, with where its address space came from.
struct LoadedRun {
  var scenario: Scenario
  /// Where the address space came from, for people; empty for the scenario's own.
  var origin: String

  /// - Parameter text: what the scenario's file says, where it was read already.
  init(_ options: RunOptions, text: String? = nil) throws(CommandFault) {
    let source = try Self.source(options.scenario, text)
    scenario = source.scenario
    origin = ""
    if let name = options.revision { scenario.revision = try Self.revision(name) }
    guard options.pid == nil || options.maps == nil else {
      throw CommandFault.usage("--pid and --maps each give an address space: use one of them")
    }
    if let pid = options.pid { try adopt(pid: pid) }
    if let path = options.maps { try adopt(path: path) }
    if options.anonymise {
      guard !origin.isEmpty else { throw CommandFault.usage("--anonymise wants --pid or --maps beside it") }
      scenario.process = scenario.process.anonymous
      origin = "a process"
    }
    try StepNames.check(source, scenario)
    if let text = options.decisions {
      let all = text.split(separator: ",").map(String.init)
      scenario.decisions = try StepNames.decisions(all, scenario)
    }
    scenario.decisions += try StepNames.decisions(options.failures, scenario)
  }

  // MARK: The scenario

  private static func source(_ name: String, _ known: String?) throws(CommandFault) -> ScenarioSource {
    do throws(ScenarioError) {
      if let bundled = try ScenarioCatalogue.scenario(named: name) { return bundled }
    } catch {
      throw CommandFault.input(error.description)
    }
    guard isPath(name) else { throw missing(name) }
    let text: String
    if let known { text = known } else { text = try FileBytes.text(name) }
    let base = name.split(separator: "/").last.map(String.init) ?? name
    do throws(ScenarioError) {
      return try ScenarioReader.read(text: text, source: name, name: base)
    } catch {
      throw CommandFault.input(error.description)
    }
  }

  /// Whether a name means a file or standard input rather than something bundled.
  static func isPath(_ name: String) -> Bool { name.contains("/") || name.contains(".") || name == "-" }

  private static func missing(_ name: String) -> CommandFault {
    let names = ScenarioCatalogue.names
    let hint = NearestWord.to(name, in: names).map { "did you mean '\($0)'?" }
    let all = "'vmascope list scenarios' names them all"
    return CommandFault.input("no scenario is called '\(name)'; \(hint ?? all)")
  }

  static func revision(_ name: String) throws(CommandFault) -> Revision {
    if let revision = Revision(rawValue: name) { return revision }
    let names = Revision.allCases.map(\.rawValue)
    let hint = NearestWord.to(name, in: names).map { "did you mean '\($0)'?" }
    throw CommandFault.usage(
      "no kernel is called '\(name)'; \(hint ?? "there is \(names.joined(separator: ", "))")")
  }

  /// Kernels with commas between them.
  static func revisions(_ names: String) throws(CommandFault) -> [Revision] {
    var wanted: [Revision] = []
    for name in names.split(separator: ",") { wanted.append(try revision(String(name))) }
    return wanted
  }

  // MARK: The address space

  private mutating func adopt(pid: Int) throws(CommandFault) {
    guard pid > 0 else { throw CommandFault.usage("--pid wants the number of a process, not \(pid)") }
    let bytes: [UInt8]
    do throws(CommandFault) {
      bytes = try FileBytes.read("/proc/\(pid)/maps")
    } catch {
      let isThere = (try? FileBytes.read("/proc/\(pid)/comm")) != nil
      throw isThere
        ? CommandFault.input("process \(pid): \(error.text)") : .input("there is no process \(pid)")
    }
    let comm = (try? FileBytes.read("/proc/\(pid)/comm")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let name = comm.split(whereSeparator: \.isNewline).first.map(String.init) ?? "pid \(pid)"
    try adopt(bytes, name: name, pid: pid, source: "/proc/\(pid)/maps")
    origin = "process \(pid)"
  }

  private mutating func adopt(path: String) throws(CommandFault) {
    let source = path == "-" ? "standard input" : path
    let bytes = try FileBytes.read(path)
    let base = path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
    try adopt(bytes, name: String(base.prefix(15)), pid: 0, source: source)
    origin = source
  }

  private mutating func adopt(_ bytes: [UInt8], name: String, pid: Int, source: String) throws(CommandFault) {
    let read = MapsReader.read(bytes)
    for line in read.complaints.report(source: source) { Output.error("vmascope: \(line)") }
    guard !read.mappings.isEmpty else {
      let what = bytes.isEmpty ? "has no user address space" : "holds no line of a maps file"
      throw CommandFault.input("\(source) \(what): \(read.summary.joined(separator: " "))")
    }
    scenario.process = read.image(name: name, pid: pid)
  }
}
