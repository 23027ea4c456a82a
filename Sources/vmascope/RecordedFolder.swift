import FoundationEssentials
import Importers
import KernelRoutines
import MemoryModel
import Replay

/// The recorded cases of one release, as files in a folder.
struct RecordedFolder {
  /// The folder's name: a release, perhaps with a word behind it as in `7.2-lockdep`.
  let name: String
  let path: String
  /// The names of the cases, in order.
  let cases: [String]
  /// The names of all cases of the release: what its traces can show is known from all of them.
  let all: [String]

  private init(name: String, path: String, cases: [String], all: [String]) {
    self.name = name
    self.path = path
    self.cases = cases
    self.all = all
  }

  /// What `CASE.json` says, as far as it is needed.
  struct Facts: Decodable {
    var call: String?
    var file: String?
    var errnoName: String?
    var isHung: Bool?
    /// In hexadecimal; an error is written there as what it is in 64 bits.
    var returned: String?
    /// The functions at which tracing began, parted by blanks.
    var graphFunctions: String?

    enum CodingKeys: String, CodingKey {
      case call, file
      case returned = "return"
      case graphFunctions = "graph_functions"
      case errnoName = "errno_name"
      case isHung = "hung_or_died"
    }
  }

  /// Every folder below a path, at any depth, or the path itself, that has cases in it; or the one case that
  /// the path names, with or without its ending.
  static func releases(in path: String) throws(CommandFault) -> [RecordedFolder] {
    if let one = try single(path) { return [one] }
    var found: [RecordedFolder] = []
    for name in [""] + (try names(in: path)) {
      let folder = name.isEmpty ? path : "\(path)/\(name)"
      guard let files = try? names(in: folder) else { continue }
      if !name.isEmpty, !files.contains(where: { $0.hasSuffix(".json") }) {
        found += try releases(in: folder)
        continue
      }
      guard let release = release(folder, files) else { continue }
      found.append(release)
    }
    return found
  }

  private static func release(_ folder: String, _ files: [String], only name: String? = nil)
    -> RecordedFolder?
  {
    let cases = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    guard !cases.isEmpty else { return nil }
    let whole = FileManager.default.currentDirectoryPath + "/" + folder
    let absolute = folder.hasPrefix("/") ? folder : whole
    let last = absolute.split(separator: "/").last { $0 != "." }.map(String.init) ?? folder
    return RecordedFolder(name: last, path: folder, cases: name.map { [$0] } ?? cases, all: cases)
  }

  // `RELEASE/CASE` or `RELEASE/CASE.json`.
  private static func single(_ path: String) throws(CommandFault) -> RecordedFolder? {
    let bare = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
    guard (try? names(in: path)) == nil, FileManager.default.fileExists(atPath: bare + ".json") else {
      return nil
    }
    var parts = bare.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let name = parts.removeLast()
    let folder = parts.isEmpty ? "." : parts.joined(separator: "/")
    return release(folder, try names(in: folder), only: name)
  }

  private static func names(in path: String) throws(CommandFault) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      throw CommandFault.input("\(path): not a folder that can be read")
    }
  }

  private var revision: Revision? {
    name.split(separator: "-").first.flatMap { Revision(rawValue: String($0)) }
  }

  func bytes(_ file: String, _ ending: String) throws(CommandFault) -> [UInt8] {
    try FileBytes.read("\(path)/\(file).\(ending)")
  }

  /// The graph of a case; where there is none without arguments, the one with them.
  func graph(_ name: String) throws(CommandFault) -> FunctionGraph {
    if let plain = try? bytes(name, "trace.txt") { return FunctionGraphReader.read(plain) }
    return FunctionGraphReader.read(try bytes(name, "args.trace.txt"))
  }

  /// Every function that a graph of the release shows.
  func shown() throws(CommandFault) -> Set<String> {
    var seen: Set<String> = []
    guard revision != nil else { return seen }
    for name in all {
      guard let graph = try? graph(name) else { continue }
      for track in graph.tracks {
        for root in track.roots { root.visit { node, _ in seen.insert(node.name) } }
      }
    }
    return seen
  }

  func facts(_ name: String) throws(CommandFault) -> Facts {
    do { return try JSONDecoder().decode(Facts.self, from: Data(try bytes(name, "json"))) } catch {
      throw CommandFault.input("\(path)/\(name).json: \(error)")
    }
  }

  /// How the model compares with a case.
  func verdict(_ name: String, shown: Set<String>) throws(CommandFault) -> CaseVerdict {
    guard let revision else { return CaseVerdict(unmodelled: name, release: self.name) }
    if let recorded = TaskCase(name, revision) { return try verdict(recorded, shown: shown) }
    guard CaseModel(name, revision) != nil else {
      return CaseVerdict(unmodelled: name, release: self.name)
    }
    let facts = try facts(name)
    // Nothing was written down of a call that hung: it is vmalab's usual one.
    let text = facts.call.flatMap { $0.isEmpty ? nil : $0 } ?? CaseModel.usualCall
    guard let call = RecordedCall(text) else { return CaseVerdict(notCovered: "not a call of mmap()") }
    guard let root = try graph(name).tracks.lazy.compactMap({ $0.first(named: "__x64_sys_mmap") }).first
    else {
      return CaseVerdict(notCovered: "no graph of mmap()")
    }
    let isHung = facts.isHung ?? false
    let run = RecordedRun(
      name: name, call: call, path: facts.file.flatMap { $0.isEmpty ? nil : $0 } ?? "/dev/vmalab",
      before: (try? bytes(name, "maps.before.txt")).map { MapsReader.read($0).mappings } ?? [],
      returned: facts.returned)
    let after = (try? bytes(name, "maps.after.txt")).map { MapsReader.read($0).mappings }
    let smaps = (try? bytes(name, "smaps.txt")).map { VmFlagsReader.read($0, at: run.range.start) ?? [] }
    let outcome = CaseVerdict.Outcome(
      errno: facts.errnoName.flatMap { Errno(name: $0) }, isHung: isHung, after: after, flags: smaps,
      locks: (try? bytes(name, "events.trace.txt")).map { LockLogReader.read($0) })
    return CaseVerdict(run, outcome, revision, release: self.name, against: root, shown: shown)
  }
}
